import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { drawElement } from '../elements/draw-element.js';
import { drawPlain } from '../mrkdwn/draw-mrkdwn.js';
import type { Block } from '../protocol.js';
import { asObject, textOf } from './read-json.js';
import type { BlockContext } from './surface-context.js';

const groups = new Set(['checkboxes', 'radio_buttons']);

/** A labelled field of a form, with its hint and what the app said against it. */
export function drawInput(block: Block, context: BlockContext): HTMLElement {
  const field = asObject(block.element);
  const id = `${context.key}-${context.index}`;
  const error = context.errors[context.blockId];
  const hint = textOf(block.hint);
  const label = [
    drawPlain(textOf(block.label)),
    block.optional === true && element('span', { class: 'optional' }, ' (optional)'),
  ];
  const dispatches = block.dispatch_action === true;
  const isGroup = groups.has(String(field?.type));
  const control = field && drawElement(field, context, { id, hasError: error !== undefined, isGroup, dispatches });
  const notes = [
    error !== undefined && element('p', { class: 'field-error', id: `${id}-error` }, icon('warning'), error),
    hint !== '' && element('p', { class: 'field-hint', id: `${id}-hint` }, drawPlain(hint)),
  ];
  const described = [error !== undefined && `${id}-error`, hint !== '' && `${id}-hint`].filter(Boolean).join(' ');
  if (described !== '') control?.setAttribute('aria-describedby', described);
  const classes = `block block-input${error === undefined ? '' : ' has-error'}`;
  return isGroup
    ? element('fieldset', { class: classes }, element('legend', {}, ...label), control, ...notes)
    : element('div', { class: classes }, element('label', { for: id }, ...label), control, ...notes);
}
