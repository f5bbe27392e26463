import type { Json, JsonObject } from '../protocol.js';

/** The first view or list of blocks in a payload: what the Block Kit Builder can show of it. */
export function findBlocks(value: Json | undefined): readonly Json[] | JsonObject | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const object = value as JsonObject;
  if (hasBlocks(object)) return object.type === 'modal' || object.type === 'home' ? object : (object.blocks as Json[]);
  for (const inner of Object.values(object)) {
    const found = findBlocks(inner);
    if (found) return found;
  }
  return undefined;
}

function hasBlocks({ blocks }: JsonObject) {
  return Array.isArray(blocks) && blocks.length > 0;
}
