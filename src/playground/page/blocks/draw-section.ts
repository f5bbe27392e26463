import { element } from '../dom/element.js';
import { drawElement } from '../elements/draw-element.js';
import type { Block } from '../protocol.js';
import { drawText } from './draw-text.js';
import { asObject, asObjects } from './read-json.js';
import type { BlockContext } from './surface-context.js';

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
