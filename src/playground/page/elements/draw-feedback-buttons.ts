import { asObject, asText, textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';

/** Thumbs up and down: small buttons of which one stays pressed. */
export function drawFeedbackButtons(one: JsonObject, context: ElementContext): HTMLElement {
  const thumb = (name: 'positive' | 'negative') => {
    const button = asObject(one[`${name}_button`]) ?? {};
    const place = { ...context.place, value: asText(button.value) ?? '' };
    const label = plainCharacters(textOf(button.text));
    return element(
      'button',
      {
        ...marks({ ...context, place }),
        type: 'button',
        class: 'button button-icon',
        'aria-label': asText(button.accessibility_label) ?? label,
        'aria-pressed': String(context.pressed(context.place) === place.value),
        title: label,
        on: {
          click: () => {
            context.keepPressed(context.place, place.value);
            context.press(place);
          },
        },
      },
      icon(name === 'positive' ? 'thumb-up' : 'thumb-down'),
    );
  };
  return element(
    'span',
    { class: 'feedback', role: 'group', 'aria-label': 'Feedback' },
    thumb('positive'),
    thumb('negative'),
  );
}
