import { element } from '../dom/element.js';
import type { Block } from '../protocol.js';
import { drawPicture } from './draw-image.js';
import { drawText } from './draw-text.js';
import { asObjects } from './read-json.js';
import type { BlockContext } from './surface-context.js';

export function drawContext(block: Block, { names }: BlockContext): HTMLElement {
  const parts = asObjects(block.elements).map((part) =>
    part.type === 'image' ? drawPicture(part, 'small') : element('div', { class: 'text' }, drawText(part, names)),
  );
  return element('div', { class: 'block block-context' }, ...parts);
}
