import { drawPicture } from '../blocks/draw-image.js';
import { asText } from '../blocks/read-json.js';
import type { BlockContext } from '../blocks/surface-context.js';
import { element } from '../dom/element.js';
import type { JsonObject } from '../protocol.js';
import type { Place } from '../requests.js';
import { drawButton } from './draw-button.js';
import { drawChoices } from './draw-choices.js';
import { drawDatePicker } from './draw-date-picker.js';
import { drawFeedbackButtons } from './draw-feedback-buttons.js';
import { drawIconButton } from './draw-icon-button.js';
import { drawOverflow } from './draw-overflow.js';
import { drawPicker } from './draw-picker.js';
import { drawSelect } from './draw-select.js';
import { drawTextInput } from './draw-text-input.js';
import type { ElementContext, Field } from './element-context.js';

type DrawElement = (one: JsonObject, context: ElementContext) => HTMLElement;

const drawings: ReadonlyMap<string, DrawElement> = new Map<string, DrawElement>([
  ['button', drawButton],
  ['overflow', drawOverflow],
  ['static_select', drawSelect],
  ['external_select', drawPicker],
  ['multi_static_select', drawPicker],
  ['multi_external_select', drawPicker],
  ['multi_users_select', drawPicker],
  ['multi_channels_select', drawPicker],
  ['multi_conversations_select', drawPicker],
  ['users_select', drawSelect],
  ['channels_select', drawSelect],
  ['conversations_select', drawSelect],
  ['checkboxes', drawChoices],
  ['radio_buttons', drawChoices],
  ['plain_text_input', drawTextInput],
  ['email_text_input', drawTextInput],
  ['url_text_input', drawTextInput],
  ['number_input', drawTextInput],
  ['datepicker', drawDatePicker],
  ['timepicker', drawDatePicker],
  ['datetimepicker', drawDatePicker],
  ['feedback_buttons', drawFeedbackButtons],
  ['icon_button', drawIconButton],
  ['image', (one) => drawPicture(one, 'large')],
]);

export function drawElement(one: JsonObject, context: BlockContext, field?: Field): HTMLElement {
  const place: Place = {
    blockId: context.blockId,
    actionId: asText(one.action_id) ?? '',
    ...(typeof one.value === 'string' && { value: one.value }),
  };
  const draw = drawings.get(String(one.type));
  if (!draw)
    return element('span', { class: 'block-unknown' }, `The playground does not draw “${String(one.type)}” yet.`);
  return draw(one, { ...context, place, ...(field && { field }) });
}
