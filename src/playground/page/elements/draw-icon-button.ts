import { asText, textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readConfirm } from './read-confirm.js';

/** A button that is a picture; Slack knows one, the bin. Some are shown to certain people alone. */
export function drawIconButton(one: JsonObject, context: ElementContext): HTMLElement {
  const readers = one.visible_to_user_ids;
  if (Array.isArray(readers) && !readers.includes(context.names.me)) return element('span', { hidden: true });
  const label = plainCharacters(textOf(one.text));
  return element(
    'button',
    {
      ...marks(context),
      type: 'button',
      class: 'button button-icon',
      'aria-label': asText(one.accessibility_label) ?? label,
      title: label,
      on: { click: () => context.press(context.place, readConfirm(one, context)) },
    },
    icon('bin'),
  );
}
