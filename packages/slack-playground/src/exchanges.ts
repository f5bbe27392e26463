import { blockKitBuilderUrl, copyAsCurl, type JournalEntry } from '@guidepost/slack-simulator';
import type { Exchange, ExchangeDetail, ExchangePart, ExchangesChange, Json, JsonObject } from './protocol.js';

/** The inspector lists the newest exchanges. More would be slow to draw. */
export const listedExchanges = 300;

/** @returns a function that compares the journal with the last one it saw, and returns what changed, if anything */
export function trackExchanges(): (journal: readonly JournalEntry[]) => ExchangesChange | undefined {
  let sent = new Map<number, string>();
  return (journal) => {
    const exchanges = journal.slice(-listedExchanges).map(describeExchange);
    const now = new Map(exchanges.map((exchange) => [exchange.id, JSON.stringify(exchange)]));
    const isFresh = sent.size > 0 && ![...sent.keys()].some((id) => now.has(id));
    const changed = exchanges.filter(({ id }) => sent.get(id) !== now.get(id));
    sent = now;
    if (changed.length === 0 && !isFresh) return undefined;
    return { changed, ...(isFresh && { isFresh }) };
  };
}

/** A journal entry as a line of the inspector. */
export function describeExchange(entry: JournalEntry): Exchange {
  const problem = problemOf(entry);
  return {
    id: entry.id,
    at: entry.at,
    direction: entry.kind === 'request' ? 'to-app' : 'from-app',
    name: nameOf(entry),
    detail: detailOf(entry),
    ...(entry.durationMs !== undefined && { durationMs: entry.durationMs }),
    ...(entry.status !== undefined && { status: entry.status }),
    ...(problem !== undefined && { problem }),
  };
}

function nameOf(entry: JournalEntry): string {
  if (entry.kind === 'api') return entry.method;
  if (entry.kind === 'response_url') return 'response_url';
  return entry.what === 'command' ? (textAt(entry.payload, 'command') ?? 'command') : entry.what;
}

function detailOf(entry: JournalEntry): string {
  if (entry.kind === 'api') return textAt(entry.args, 'channel') ?? textAt(entry.args, 'user_id') ?? '';
  if (entry.kind === 'response_url') return textAt(entry.args, 'text') ?? (isDeletion(entry.args) ? 'delete' : '');
  const { payload } = entry;
  return (
    [
      ['text'],
      ['actions', '0', 'action_id'],
      ['event', 'type'],
      ['action_id'],
      ['callback_id'],
      ['view', 'callback_id'],
    ]
      .map((path) => textAt(payload, ...path))
      .find((text) => text !== undefined) ?? ''
  );
}

/** Slack refuses a call with HTTP 200 and `ok: false`, so the HTTP status says little. */
function problemOf(entry: JournalEntry): string | undefined {
  if (entry.kind === 'request') return entry.failure;
  const refused = textAt(entry.reply, 'error');
  if (refused !== undefined) return refused;
  return entry.durationMs !== undefined && entry.status === undefined ? 'reply lost' : undefined;
}

function isDeletion(value: unknown): boolean {
  return at(value, 'delete_original') === true;
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = path.reduce(at, value);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Everything about one exchange, for its open line in the inspector. */
export function exchangeDetail(entry: JournalEntry): ExchangeDetail {
  const { transport, url, headers, replyHeaders, replyBody } = entry;
  const curl = copyAsCurl(entry);
  // A form's fields are easier to read than its one long line.
  const sent = (entry.kind === 'request' ? entry.payload : entry.args) as Json;
  return {
    transport,
    url,
    request: exchangePart(headers, sent),
    ...(replyBody !== undefined && { reply: exchangePart(replyHeaders ?? {}, parseJson(replyBody)) }),
    ...(curl !== undefined && { curl }),
  };
}

function exchangePart(headers: Readonly<Record<string, string>>, body: Json): ExchangePart {
  const found = findBlocks(body);
  if (!found) return { headers, body };
  const builderUrl = blockKitBuilderUrl(found as Parameters<typeof blockKitBuilderUrl>[0]);
  return { headers, body, builderUrl, blocks: 'blocks' in found ? (found.blocks as Json) : found };
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The first view or list of blocks in a payload. */
function findBlocks(value: Json | undefined): readonly Json[] | JsonObject | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const object = value as JsonObject;
  if (Array.isArray(object.blocks) && object.blocks.length > 0) {
    return object.type === 'modal' || object.type === 'home' ? object : (object.blocks as Json[]);
  }
  for (const inner of Object.values(object)) {
    const found = findBlocks(inner);
    if (found) return found;
  }
  return undefined;
}
