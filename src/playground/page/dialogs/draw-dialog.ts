import type { Actor } from '../act.js';
import { drawBlocks } from '../blocks/draw-blocks.js';
import { textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { drawPlain } from '../mrkdwn/draw-mrkdwn.js';
import type { Desk, Dialog } from '../protocol.js';
import { surfaceContext } from '../surface-context-for.js';
import type { WindowState } from '../window-state.js';

/** Draws one dialog: its title, its blocks, what failed, and how to submit or leave it. */
export function drawDialog(desk: Desk, dialog: Dialog, state: WindowState, act: Actor): HTMLElement {
  const { id } = dialog;
  const isStacked = desk.dialogs.length > 1;
  const submitLabel = textOf(dialog.submit);
  const failure = state.failures.get(id);
  const submit = () => void act.submit(id);
  const context = surfaceContext({ desk, surface: { kind: 'dialog', id }, state, act, errors: dialog.errors, submit });
  const isSubmitting = state.pending.has(`${id} submit`);
  return element(
    'div',
    { class: 'dialog-content', tabindex: -1 },
    element(
      'header',
      { class: 'dialog-head' },
      isStacked && iconButton('back', 'Back', () => void act.close(id, false)),
      element('h2', { id: 'dialog-title', class: 'dialog-title', tabindex: -1 }, drawPlain(textOf(dialog.title))),
      iconButton('close', 'Close dialog', () => void act.close(id, true)),
    ),
    element('div', { class: 'dialog-body' }, drawBlocks(dialog.blocks, context)),
    failure !== undefined && element('p', { class: 'failure', role: 'alert' }, icon('warning'), failure),
    element(
      'footer',
      { class: 'dialog-foot' },
      element(
        'button',
        {
          type: 'button',
          class: 'button',
          'data-action': 'playground-close',
          on: { click: () => void act.close(id, false) },
        },
        drawPlain(textOf(dialog.close) || (submitLabel === '' ? 'Close' : 'Cancel')),
      ),
      submitLabel !== '' &&
        element(
          'button',
          {
            type: 'button',
            class: 'button button-primary is-solid',
            'data-action': 'playground-submit',
            disabled: dialog.isSubmitDisabled,
            'aria-busy': isSubmitting ? 'true' : undefined,
            on: { click: submit },
          },
          element('span', { class: 'button-label' }, drawPlain(submitLabel)),
        ),
    ),
  );
}

function iconButton(name: 'back' | 'close', label: string, click: () => void): HTMLElement {
  return element(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': label,
      'data-action': `playground-${name}-icon`,
      on: { click },
    },
    icon(name),
  );
}
