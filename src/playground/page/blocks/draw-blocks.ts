import { element } from '../dom/element.js';
import type { Block } from '../protocol.js';
import { drawActions } from './draw-actions.js';
import { drawContext } from './draw-context.js';
import { drawContextActions } from './draw-context-actions.js';
import { drawDivider } from './draw-divider.js';
import { drawHeader } from './draw-header.js';
import { drawImage } from './draw-image.js';
import { drawInput } from './draw-input.js';
import { drawMarkdown } from './draw-markdown.js';
import { drawRichText } from './draw-rich-text.js';
import { drawSection } from './draw-section.js';
import { asText } from './read-json.js';
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
  element('div', { class: 'block block-unknown' }, `The playground does not draw “${type}” blocks yet.`);
