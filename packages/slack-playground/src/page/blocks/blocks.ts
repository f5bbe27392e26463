import type { Block, ElementRef, JsonObject } from '../../protocol.js';
import { element, icon } from '../dom/element.js';
import { asObject, asObjects, asText, textOf } from '../json.js';
import { drawLink, drawPlain, drawText } from '../mrkdwn/draw.js';
import { drawButton, drawFeedbackButtons, drawIconButton, drawOverflow } from './buttons.js';
import { drawChoices, drawDatePicker, drawSelect, drawTextInput } from './fields.js';
import type { ElementContext, Field } from './options.js';
import { drawPicker } from './picker.js';
import { drawMarkdown, drawRichText } from './rich-text.js';
import type { BlockContext, SurfaceContext } from './surface-context.js';

type DrawBlock = (block: Block, context: BlockContext) => HTMLElement;

const drawings: ReadonlyMap<string, DrawBlock> = new Map<string, DrawBlock>([
  ['section', drawSection],
  ['actions', drawActions],
  ['context', drawContext],
  ['context_actions', drawContextActions],
  ['divider', drawDivider],
  ['header', drawHeader],
  ['image', drawImage],
  ['input', drawInput],
  ['rich_text', drawRichText],
  ['markdown', drawMarkdown],
]);

export function drawBlocks(blocks: readonly Block[], context: SurfaceContext): HTMLElement {
  const drawn = blocks.map((block, index) => {
    const draw = drawings.get(block.type) ?? drawUnknown;
    return draw(block, { ...context, blockId: asText(block.block_id) ?? '', index });
  });
  return element('div', { class: 'blocks' }, ...drawn);
}

const drawUnknown: DrawBlock = ({ type }) =>
  element('div', { class: 'block block-unknown' }, `The playground does not support “${type}” blocks yet.`);

export function drawSection(block: Block, context: BlockContext): HTMLElement {
  const accessory = asObject(block.accessory);
  const fields = asObjects(block.fields);
  return element(
    'div',
    { class: accessory ? 'block block-section has-accessory' : 'block block-section' },
    element(
      'div',
      { class: 'section-content' },
      block.text !== undefined && element('div', { class: 'text' }, drawText(block.text, context.names)),
      fields.length > 0 &&
        element(
          'div',
          { class: 'fields' },
          ...fields.map((field) => element('div', { class: 'text' }, drawText(field, context.names))),
        ),
    ),
    accessory && element('div', { class: 'accessory' }, drawElement(accessory, context)),
  );
}

export function drawActions(block: Block, context: BlockContext): HTMLElement {
  return element(
    'div',
    { class: 'block block-actions' },
    ...asObjects(block.elements).map((one) => drawElement(one, context)),
  );
}

/** The row of small buttons below an answer, such as feedback and delete. */
export function drawContextActions(block: Block, context: BlockContext): HTMLElement {
  return element(
    'div',
    { class: 'block block-context-actions' },
    ...asObjects(block.elements).map((one) => drawElement(one, context)),
  );
}

export function drawContext(block: Block, { names }: BlockContext): HTMLElement {
  const parts = asObjects(block.elements).map((part) =>
    part.type === 'image' ? drawPicture(part, 'small') : element('div', { class: 'text' }, drawText(part, names)),
  );
  return element('div', { class: 'block block-context' }, ...parts);
}

export function drawHeader(block: Block): HTMLElement {
  return element('h3', { class: 'block block-header' }, drawPlain(textOf(block.text)));
}

export function drawDivider(): HTMLElement {
  return element('hr', { class: 'block block-divider' });
}

export function drawImage(block: Block): HTMLElement {
  const title = textOf(block.title);
  return element(
    'figure',
    { class: 'block block-image' },
    title !== '' && element('figcaption', {}, drawPlain(title)),
    drawPicture(block, 'large'),
  );
}

/** The page loads nothing from other sites, so it shows an image's description with a link instead. */
export function drawPicture(picture: JsonObject, size: 'small' | 'large'): HTMLElement {
  const description = asText(picture.alt_text) ?? 'Picture';
  if (size === 'small') {
    const look = { class: 'picture picture-small', role: 'img', 'aria-label': description, title: description };
    return element('span', look, icon('image'));
  }
  const label = element('span', { class: 'picture-label' }, description);
  return element(
    'span',
    { class: 'picture picture-large', title: description },
    icon('image'),
    drawLink(asText(picture.image_url) ?? '', label),
  );
}

const groups = new Set(['checkboxes', 'radio_buttons']);

/** A labelled form field, with its hint and the app's error message. */
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

type DrawElement = (one: JsonObject, context: ElementContext) => HTMLElement;

const drawings_2: ReadonlyMap<string, DrawElement> = new Map<string, DrawElement>([
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
  const target: ElementRef = {
    blockId: context.blockId,
    actionId: asText(one.action_id) ?? '',
    ...(typeof one.value === 'string' && { value: one.value }),
  };
  const draw = drawings_2.get(String(one.type));
  if (!draw)
    return element('span', { class: 'block-unknown' }, `The playground does not support “${String(one.type)}” yet.`);
  return draw(one, { ...context, target, ...(field && { field }) });
}
