import type { Block, Json, JsonObject } from './state.js';

function acts(value: Json | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof value.type === 'string' &&
    !['plain_text', 'mrkdwn', 'image'].includes(value.type)
  );
}

/** A copy of the blocks in which every block has a block_id and every element that acts an action_id. */
export function withIds(blocks: Block[], nextId: () => string): Block[] {
  return structuredClone(blocks).map((block) => {
    block.block_id ??= nextId();
    if (block.type === 'rich_text') return block;
    const elements = Array.isArray(block.elements) ? block.elements : [];
    for (const element of [block.accessory, block.element, ...elements]) {
      if (acts(element)) element.action_id ??= nextId();
    }
    return block;
  });
}
