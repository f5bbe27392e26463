import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';

interface Parts {
  readonly id: string;
  readonly title: string;
  readonly class?: string;
  readonly body: readonly HTMLElement[];
  readonly foot?: readonly (HTMLElement | undefined)[];
}

/** A dialog of the playground's own, which no app knows of. */
export function ownDialog({ id, title, class: className = '', body, foot }: Parts): HTMLDialogElement {
  const close = { type: 'button', class: 'icon-button', 'aria-label': 'Close', on: { click: () => dialog.close() } };
  const dialog = element(
    'dialog',
    { class: `dialog ${className}`, 'aria-labelledby': `${id}-title` },
    element(
      'div',
      { class: 'dialog-content' },
      element(
        'header',
        { class: 'dialog-head' },
        element('h2', { id: `${id}-title` }, title),
        element('button', close, icon('close')),
      ),
      element('div', { class: 'dialog-body' }, ...body),
      foot && element('footer', { class: 'dialog-foot' }, ...foot),
    ),
  );
  return dialog;
}
