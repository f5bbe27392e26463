import type { JsonObject } from '../../protocol.js';
import { element, icon } from '../dom/element.js';
import { asObject, asText, textOf } from '../json.js';
import { drawText, plainCharacters } from '../mrkdwn/draw.js';
import { type ElementContext, marks, readChosen, readConfirm, readOptions } from './options.js';

const kinds: Record<string, string> = { email_text_input: 'email', url_text_input: 'url' };

/** A text field of one or more lines. The page holds the text until something is sent to the app. */
export function drawTextInput(one: JsonObject, context: ElementContext): HTMLElement {
  const { target, inputs, draft } = context;
  const value =
    draft(target) ?? asText(inputs[target.blockId]?.[target.actionId]?.value) ?? asText(one.initial_value) ?? '';
  const placeholder = plainCharacters(textOf(one.placeholder));
  const attributes = {
    ...marks(context),
    class: 'text-input',
    placeholder: placeholder || undefined,
    'aria-label': context.field ? undefined : placeholder || 'Text',
    maxlength: typeof one.max_length === 'number' ? one.max_length : 3000,
    'data-autofocus': asObject(one)?.focus_on_load === true,
  };
  if (one.multiline === true) {
    const area = element('textarea', { ...attributes, rows: 4, on: { input: () => context.type(target, area.value) } });
    area.value = value;
    return area;
  }
  const isNumber = one.type === 'number_input';
  const input = element('input', {
    ...attributes,
    type: kinds[String(one.type)] ?? 'text',
    inputmode: isNumber ? 'decimal' : undefined,
    on: {
      input: () => context.type(target, input.value),
      keydown: (event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        if (context.field?.dispatches) context.choose(context.target, input.value);
        else context.submit?.();
      },
    },
  });
  input.value = value;
  return input;
}

/** A select with options, people or channels. */
export function drawSelect(one: JsonObject, context: ElementContext): HTMLElement {
  const chosen = readChosen(one, context)[0]?.value;
  const placeholder = plainCharacters(textOf(one.placeholder)) || 'Choose an option';
  const select = element(
    'select',
    {
      ...marks(context),
      'aria-label': context.field ? undefined : placeholder,
      on: { change: () => context.choose(context.target, select.value, readConfirm(one, context)) },
    },
    element('option', { value: '', disabled: true, hidden: true, selected: chosen === undefined }, placeholder),
    ...readOptions(one, context).map(({ label, options }) => {
      const drawn = options.map(({ value, text }) => element('option', { value, selected: value === chosen }, text));
      return label === '' ? fragment(drawn) : element('optgroup', { label }, ...drawn);
    }),
  );
  return element('span', { class: chosen === undefined ? 'select is-empty' : 'select' }, select, icon('down'));
}

function fragment(nodes: readonly Node[]): DocumentFragment {
  const root = document.createDocumentFragment();
  root.append(...nodes);
  return root;
}

/** Check boxes or radio buttons, each option with its description. */
export function drawChoices(one: JsonObject, context: ElementContext): HTMLElement {
  const chosen = readChosen(one, context).map(({ value }) => value);
  const isMany = one.type === 'checkboxes';
  const name = `${context.key}-${context.index}-${context.target.actionId}`;
  const inputs: HTMLInputElement[] = [];
  const send = () => {
    const values = inputs.filter(({ checked }) => checked).map(({ value }) => value);
    context.choose(context.target, isMany ? values : (values[0] ?? ''), readConfirm(one, context));
  };
  const rows = readOptions(one, context)
    .flatMap(({ options }) => options)
    .map(({ value, source }) => {
      const input = element('input', {
        ...marks(context),
        id: undefined,
        'data-value': value,
        type: isMany ? 'checkbox' : 'radio',
        name,
        value,
        checked: chosen.includes(value),
        on: { change: send },
      });
      inputs.push(input);
      return element(
        'label',
        { class: 'choice' },
        input,
        element(
          'span',
          { class: 'choice-words' },
          element('span', { class: 'text' }, drawText(source?.text, context.names)),
          source?.description !== undefined &&
            element('span', { class: 'choice-description text' }, drawText(source.description, context.names)),
        ),
      );
    });
  return element(
    'div',
    {
      class: 'choices',
      role: context.field ? undefined : 'group',
      'aria-label': context.field ? undefined : 'Options',
    },
    ...rows,
  );
}

interface Kind {
  /** The type of the browser's field. */
  readonly type: string;
  readonly label: string;
  /** Converts Slack's value to the field's value, and back. */
  readonly show: (value: string) => string;
  readonly read: (value: string) => string;
}

function asIs(value: string) {
  return value;
}
const date: Kind = { type: 'date', label: 'Date', show: asIs, read: asIs };
const kinds_2: Readonly<Record<string, Kind>> = {
  timepicker: { type: 'time', label: 'Time', show: asIs, read: asIs },
  // Slack uses seconds; the field shows local time.
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

/** The browser's own field for a date or time. It uses the same format as Slack: `2026-11-20` and `14:30`. */
export function drawDatePicker(one: JsonObject, context: ElementContext): HTMLElement {
  const { type, label, show, read } = kinds_2[String(one.type)] ?? date;
  const input = element('input', {
    ...marks(context),
    class: 'text-input date-input',
    type,
    'aria-label': context.field ? undefined : plainCharacters(textOf(one.placeholder)) || label,
    on: {
      // Typing changes the value with every digit. Send it once it is complete. What was chosen stays chosen, so an empty field would lie.
      change: () => {
        if (input.value === '') input.value = shown;
        else context.choose(context.target, read(input.value), readConfirm(one, context));
      },
    },
  });
  const chosen = readChosen(one, context)[0]?.value;
  const shown = chosen === undefined ? '' : show(chosen);
  input.value = shown;
  return input;
}
