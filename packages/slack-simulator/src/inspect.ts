import type { JournalEntry } from './delivery/journal.js';
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

/** The fields that an app may set. The builder refuses those that Slack adds (`id`, `hash`, `state`). */
const viewFields = new Set(['type', 'title', 'submit', 'close', 'blocks', 'private_metadata', 'callback_id']);

function definition(view: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(view).filter(([name, value]) => viewFields.has(name) && value));
}

/** Headers that curl sets itself. */
const left = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']);

/**
 * A shell command that sends the same request again. It contains the secrets, which are only valid here.
 * @returns undefined for a Socket Mode envelope, which has no address
 */
export function copyAsCurl({ transport, url, headers, body }: JournalEntry): string | undefined {
  if (transport !== 'http') return undefined;
  const sent = Object.entries(headers).filter(([name]) => !left.has(name.toLowerCase()));
  return [
    `curl -i ${quoted(url)}`,
    ...sent.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ');
}

/** Inside single quotes only the quote itself is special to the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
