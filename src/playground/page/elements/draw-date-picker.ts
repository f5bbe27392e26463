import { textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readChosen } from './read-chosen.js';
import { readConfirm } from './read-confirm.js';

/** The browser's own field for a date or a time: it reads and writes the same `2026-11-20` and `14:30` as Slack does. */
export function drawDatePicker(one: JsonObject, context: ElementContext): HTMLElement {
  const type = one.type === 'timepicker' ? 'time' : 'date';
  const label = plainCharacters(textOf(one.placeholder)) || (type === 'time' ? 'Time' : 'Date');
  const input = element('input', {
    ...marks(context),
    class: 'text-input date-input',
    type,
    'aria-label': context.field ? undefined : label,
    // What is typed by keyboard changes with every digit; it is sent when it is whole.
    on: { change: () => input.value !== '' && context.choose(context.place, input.value, readConfirm(one, context)) },
  });
  input.value = readChosen(one, context)[0]?.value ?? '';
  return input;
}
