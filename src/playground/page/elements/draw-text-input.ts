import { asObject, asText, textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';

const kinds: Record<string, string> = { email_text_input: 'email', url_text_input: 'url' };

/** A text field of one line or of several. What is typed is kept here until something is sent to the app. */
export function drawTextInput(one: JsonObject, context: ElementContext): HTMLElement {
  const { place, inputs, draft } = context;
  const value =
    draft(place) ?? asText(inputs[place.blockId]?.[place.actionId]?.value) ?? asText(one.initial_value) ?? '';
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
    const area = element('textarea', { ...attributes, rows: 4, on: { input: () => context.type(place, area.value) } });
    area.value = value;
    return area;
  }
  const isNumber = one.type === 'number_input';
  const input = element('input', {
    ...attributes,
    type: kinds[String(one.type)] ?? 'text',
    inputmode: isNumber ? 'decimal' : undefined,
    on: {
      input: () => context.type(place, input.value),
      keydown: (event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        if (context.field?.dispatches) context.choose(context.place, input.value);
        else context.submit?.();
      },
    },
  });
  input.value = value;
  return input;
}
