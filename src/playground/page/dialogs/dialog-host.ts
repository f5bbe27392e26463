import type { Actor } from '../act.js';
import { element } from '../dom/element.js';
import { rememberFocus, replaceKeepingFocus } from '../dom/keep-focus.js';
import type { Desk } from '../protocol.js';
import { surfaceSignature, type WindowState } from '../window-state.js';
import { drawDialog } from './draw-dialog.js';

export interface DialogHost {
  readonly node: HTMLElement;
  draw(desk: Desk): void;
}

/** Shows the top one of the person's open dialogs. The browser keeps the focus in it and gives it back at the end. */
export function dialogHost(state: WindowState, act: Actor): DialogHost {
  const node = element('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' });
  let shown: { id: string; signature: string; content: HTMLElement } | undefined;
  let giveFocusBack = () => {};
  /** The app hears of it first; the dialog closes when the workspace says that it is closed. */
  const leave = () => shown && void act.close(shown.id, false);
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    leave();
  });
  // Other ways to close it, such as a gesture. Where nothing was pressed since the last one, it cannot be prevented: then the
  // dialog is shown again until the workspace has closed it.
  node.addEventListener('cancel', (event) => {
    event.preventDefault();
    leave();
  });
  node.addEventListener('close', leave);
  return {
    node,
    draw(desk) {
      const top = desk.dialogs.at(-1);
      if (!top) {
        if (node.open) {
          node.close();
          giveFocusBack();
        }
        shown?.content.remove();
        shown = undefined;
        return;
      }
      const signature = JSON.stringify([top, desk.dialogs.length, ...surfaceSignature(desk, state, top.id)]);
      if (shown?.signature === signature && node.open) return;
      const content = drawDialog(desk, top, state, act);
      const isSame = shown?.id === top.id;
      const hadAutofocus = shown?.content.querySelector('[data-autofocus]');
      const hadErrors = shown?.content.querySelector('.has-error');
      const scrolled = node.querySelector('.dialog-body')?.scrollTop ?? 0;
      if (shown) replaceKeepingFocus(shown.content, content);
      else node.append(content);
      shown = { id: top.id, signature, content };
      if (!node.open) {
        giveFocusBack = rememberFocus();
        node.showModal();
      }
      const autofocus = content.querySelector<HTMLElement>('[data-autofocus]');
      if (!isSame) focusFirst(content);
      else if (autofocus && !hadAutofocus) autofocus.focus();
      else node.querySelector('.dialog-body')?.scrollTo({ top: scrolled });
      if (!hadErrors) content.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    },
  };
}

function focusFirst(content: HTMLElement): void {
  const field =
    content.querySelector<HTMLElement>('[data-autofocus]') ??
    content.querySelector<HTMLElement>('.block-input :is(input, select, textarea)') ??
    content.querySelector<HTMLElement>('.dialog-title');
  field?.focus();
}
