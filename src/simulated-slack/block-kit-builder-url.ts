import type { Json, JsonObject } from './workspace/state.js';

const builder = 'https://app.slack.com/block-kit-builder/#';

/** Opens a message's blocks, or a whole view (with its `type`), in Slack's Block Kit Builder. */
export function blockKitBuilderUrl(content: readonly Json[] | JsonObject): string {
  const opened = isList(content) ? { blocks: content } : definition(content);
  return builder + encodeURIComponent(JSON.stringify(opened));
}

function isList(content: readonly Json[] | JsonObject): content is readonly Json[] {
  return Array.isArray(content);
}

/** What an app may say of a view; the rest (`id`, `hash`, `state`) Slack adds, and the builder refuses. */
const viewFields = new Set(['type', 'title', 'submit', 'close', 'blocks', 'private_metadata', 'callback_id']);

function definition(view: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(view).filter(([name, value]) => viewFields.has(name) && value));
}
