import { drawText } from '../blocks/draw-text.js';
import { element } from '../dom/element.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readChosen } from './read-chosen.js';
import { readConfirm } from './read-confirm.js';
import { readOptions } from './read-options.js';

/** Check boxes or radio buttons, each option with its description. */
export function drawChoices(one: JsonObject, context: ElementContext): HTMLElement {
  const chosen = readChosen(one, context).map(({ value }) => value);
  const isMany = one.type === 'checkboxes';
  const name = `${context.key}-${context.index}-${context.place.actionId}`;
  const inputs: HTMLInputElement[] = [];
  const send = () => {
    const values = inputs.filter(({ checked }) => checked).map(({ value }) => value);
    context.choose(context.place, isMany ? values : (values[0] ?? ''), readConfirm(one, context));
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
