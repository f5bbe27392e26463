import { asObject, asObjects, asText, textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import type { Json, JsonObject } from '../protocol.js';
import { findBlocks } from './find-blocks.js';

/** The blocks of a payload as a tree: each one's type, its id and the beginning of what it says, with its elements below. */
export function drawBlockTree(body: Json): HTMLElement | undefined {
  const found = findBlocks(body);
  if (!found) return undefined;
  const blocks = Array.isArray(found) ? found : (found as JsonObject).blocks;
  return element('ul', { class: 'tree' }, ...asObjects(blocks).map(drawNode));
}

function drawNode(node: JsonObject): HTMLElement {
  const inside = [asObject(node.accessory), asObject(node.element), ...asObjects(node.elements)].filter(
    (one) => one !== undefined,
  );
  const id = asText(node.block_id) ?? asText(node.action_id);
  const words = textOf(node.text) || textOf(node.label) || asText(node.text) || textOf(node.placeholder);
  return element(
    'li',
    {},
    element('code', { class: 'tree-type' }, asText(node.type) ?? 'object'),
    id !== undefined && element('span', { class: 'tree-id' }, ` ${id}`),
    words !== undefined && words !== '' && element('span', { class: 'tree-words' }, ` ${beginning(words)}`),
    inside.length > 0 && element('ul', {}, ...inside.map(drawNode)),
  );
}

function beginning(words: string) {
  const line = words.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
