import { blockKitBuilderUrl, copyAsCurl, type JournalEntry } from '../../simulated-slack/index.js';
import type { ExchangeDetail, ExchangePart } from '../page/inspector/exchange.js';
import { findBlocks } from '../page/inspector/find-blocks.js';
import type { Json } from '../page/protocol.js';

/** Everything about one exchange. */
export function detailExchange(entry: JournalEntry): ExchangeDetail {
  const { transport, url, headers, replyHeaders, replyBody } = entry;
  const curl = copyAsCurl(entry);
  return {
    transport,
    url,
    request: part(headers, sent(entry)),
    ...(replyBody !== undefined && { reply: part(replyHeaders ?? {}, parsed(replyBody)) }),
    ...(curl !== undefined && { curl }),
  };
}

/** What was sent, readable: a form's fields rather than its one long line. */
function sent(entry: JournalEntry): Json {
  return (entry.kind === 'request' ? entry.payload : entry.args) as Json;
}

function part(headers: Readonly<Record<string, string>>, body: Json): ExchangePart {
  const blocks = findBlocks(body);
  return {
    headers,
    body,
    ...(blocks && { builderUrl: blockKitBuilderUrl(blocks as Parameters<typeof blockKitBuilderUrl>[0]) }),
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
