import type { Block, Json, JsonObject } from './state.js';

/** An element that acts or holds a value, and the block it stands in. */
export interface PlacedElement {
  block: Block;
  element: JsonObject & { type: string; action_id: string };
}

const holdsNothing = new Set(['plain_text', 'mrkdwn', 'image']);

function isElement(value: Json | undefined): value is PlacedElement['element'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof value.type === 'string' &&
    typeof value.action_id === 'string' &&
    !holdsNothing.has(value.type)
  );
}

/** Every interactive element of the blocks, in reading order. */
export function placedElements(blocks: readonly Block[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    const elements = block.type === 'rich_text' || !Array.isArray(block.elements) ? [] : block.elements;
    return [block.accessory, block.element, ...elements].filter(isElement).map((element) => ({ block, element }));
  });
}
