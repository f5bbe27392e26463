import { element } from '../dom/element.js';
import { drawPlain } from '../mrkdwn/draw-mrkdwn.js';
import type { Block } from '../protocol.js';
import { textOf } from './read-json.js';

export function drawHeader(block: Block): HTMLElement {
  return element('h3', { class: 'block block-header' }, drawPlain(textOf(block.text)));
}
