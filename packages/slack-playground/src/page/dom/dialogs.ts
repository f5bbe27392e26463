import { element, icon } from './element.js';

export interface ConfirmWords {
  readonly title: string;
  readonly text: Node;
  readonly confirm: string;
  readonly deny: string;
  readonly isDanger: boolean;
}

/** Asks for confirmation. @returns whether it was confirmed */
export function confirmFirst({ title, text, confirm, deny, isDanger }: ConfirmWords): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = element(
      'dialog',
      {
        class: 'dialog dialog-confirm',
        role: 'alertdialog',
        'aria-labelledby': 'confirm-title',
        'aria-describedby': 'confirm-text',
      },
      element(
        'form',
        { method: 'dialog' },
        element('header', { class: 'dialog-head' }, element('h2', { id: 'confirm-title' }, title)),
        element('div', { class: 'dialog-body text', id: 'confirm-text' }, text),
        element(
          'footer',
          { class: 'dialog-foot' },
          element('button', { class: 'button', value: 'no' }, deny),
          element(
            'button',
            { class: `button ${isDanger ? 'button-danger' : 'button-primary'} is-solid`, value: 'yes' },
            confirm,
          ),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

interface Parts {
  readonly id: string;
  readonly title: string;
  readonly class?: string;
  readonly body: readonly HTMLElement[];
  readonly foot?: readonly (HTMLElement | undefined)[];
}

/** A dialog of the playground itself, not of the app. */
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

export interface SidePanel {
  readonly node: HTMLElement;
  readonly subtitle: HTMLElement;
  /** Next to the title. */
  readonly tools: HTMLElement;
  readonly body: HTMLElement;
}

/** A panel to the right of the conversation. On a narrow screen it covers the conversation. Escape closes it. */
export function sidePanel({ id, title, close }: { id: string; title: string; close(): void }): SidePanel {
  const subtitle = element('span', { class: 'panel-subtitle' });
  const tools = element('div', { class: 'panel-tools' });
  const body = element('div', { class: 'panel-body' });
  const node = element(
    'aside',
    {
      class: 'panel',
      id,
      'aria-labelledby': `${id}-title`,
      hidden: true,
      on: {
        keydown: (event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          close();
        },
      },
    },
    element(
      'header',
      { class: 'panel-head' },
      element('h2', { id: `${id}-title` }, title),
      subtitle,
      tools,
      element(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': `Close ${title.toLowerCase()}`, on: { click: close } },
        icon('close'),
      ),
    ),
    body,
  );
  return { node, subtitle, tools, body };
}
