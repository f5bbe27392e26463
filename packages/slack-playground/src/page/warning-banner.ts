import type { Warning, WorkspaceView } from '../protocol.js';
import { element, icon } from './dom/element.js';

export interface WarningBanner {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView): void;
}

/** More lines would leave no room for the conversation. */
const MAX_DETAILS = 5;

/** What the developer should know about the app, above the conversation. It goes when the warning is taken back. */
export function warningBanner(): WarningBanner {
  // In the page from the start, so that a screen reader says what appears in it.
  const node = element('div', { role: 'status' });
  let drawn = 'null';
  return {
    node,
    draw({ warning }) {
      const now = JSON.stringify(warning);
      if (now === drawn) return;
      drawn = now;
      node.replaceChildren(...(warning === null ? [] : [drawWarning(warning)]));
    },
  };
}

function drawWarning({ text, details }: Warning): HTMLElement {
  const more = details.length - MAX_DETAILS;
  return element(
    'div',
    // Long warnings scroll, which works by keyboard only in what can have the focus.
    { class: 'warning-banner', role: 'group', 'aria-label': 'Warning', tabindex: 0 },
    icon('warning'),
    element(
      'div',
      { class: 'warning-words' },
      element('p', {}, text),
      element(
        'ul',
        {},
        ...details.slice(0, MAX_DETAILS).map((line) => element('li', {}, element('code', {}, line))),
        more > 0 && element('li', {}, `and ${more} more`),
      ),
    ),
  );
}
