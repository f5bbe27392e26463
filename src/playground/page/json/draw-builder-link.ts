import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';

/** The way to Slack's own tool, with these blocks in it. */
export function drawBuilderLink(url: string): HTMLElement {
  return element(
    'a',
    { class: 'button button-small', href: url, target: '_blank', rel: 'noopener noreferrer', 'data-action': 'builder' },
    element('span', { class: 'button-label' }, 'Open in Block Kit Builder'),
    icon('window'),
  );
}
