import { element } from '../dom/element.js';
import { drawElement } from '../elements/draw-element.js';
import type { Block } from '../protocol.js';
import { asObjects } from './read-json.js';
import type { BlockContext } from './surface-context.js';

export function drawActions(block: Block, context: BlockContext): HTMLElement {
  return element(
    'div',
    { class: 'block block-actions' },
    ...asObjects(block.elements).map((one) => drawElement(one, context)),
  );
}
