import { element } from '../dom/element.js';
import { drawElement } from '../elements/draw-element.js';
import type { Block } from '../protocol.js';
import { asObjects } from './read-json.js';
import type { BlockContext } from './surface-context.js';

/** The row of small buttons below an answer: was it good, take it away. */
export function drawContextActions(block: Block, context: BlockContext): HTMLElement {
  return element(
    'div',
    { class: 'block block-context-actions' },
    ...asObjects(block.elements).map((one) => drawElement(one, context)),
  );
}
