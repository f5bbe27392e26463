import type { ConfirmWords } from '../blocks/surface-context.js';
import { element } from '../dom/element.js';

/** Asks before something is done. @returns whether it was confirmed */
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
