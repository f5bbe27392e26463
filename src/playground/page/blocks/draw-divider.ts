import { element } from '../dom/element.js';

export function drawDivider(): HTMLElement {
  return element('hr', { class: 'block block-divider' });
}
