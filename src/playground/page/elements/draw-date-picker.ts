import { textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readChosen } from './read-chosen.js';
import { readConfirm } from './read-confirm.js';

interface Kind {
  /** Of the browser's own field. */
  readonly type: string;
  readonly label: string;
  /** From Slack's value to the field's, and back. */
  readonly show: (value: string) => string;
  readonly read: (value: string) => string;
}

function asIs(value: string) {
  return value;
}
const date: Kind = { type: 'date', label: 'Date', show: asIs, read: asIs };
const kinds: Readonly<Record<string, Kind>> = {
  timepicker: { type: 'time', label: 'Time', show: asIs, read: asIs },
  // Slack counts seconds; the field shows this window's own time.
  datetimepicker: {
    type: 'datetime-local',
    label: 'Date and time',
    show: (seconds) => {
      const at = new Date(Number(seconds) * 1_000);
      return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    },
    read: (local) => String(Math.floor(new Date(local).getTime() / 1_000)),
  },
};

/** The browser's own field for a date or a time: it reads and writes the same `2026-11-20` and `14:30` as Slack does. */
export function drawDatePicker(one: JsonObject, context: ElementContext): HTMLElement {
  const { type, label, show, read } = kinds[String(one.type)] ?? date;
  const input = element('input', {
    ...marks(context),
    class: 'text-input date-input',
    type,
    'aria-label': context.field ? undefined : plainCharacters(textOf(one.placeholder)) || label,
    on: {
      // What is typed by keyboard changes with every digit; it is sent when it is whole.
      change: () => input.value !== '' && context.choose(context.place, read(input.value), readConfirm(one, context)),
    },
  });
  const chosen = readChosen(one, context)[0]?.value;
  input.value = chosen === undefined ? '' : show(chosen);
  return input;
}
