import type { JournalEntry } from '../../simulated-slack/index.js';
import type { Exchange } from '../page/inspector/exchange.js';

/** A line of the inspector for a line of the journal. */
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

/** Slack answers a refusal with HTTP 200 and `ok: false`, so the status alone tells little. */
function problemOf(entry: JournalEntry): string | undefined {
  if (entry.kind === 'request') return entry.failure;
  const refused = textAt(entry.reply, 'error');
  if (refused !== undefined) return refused;
  return entry.durationMs !== undefined && entry.status === undefined ? 'reply lost' : undefined;
}

function isDeletion(value: unknown) {
  return at(value, 'delete_original') === true;
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = path.reduce(at, value);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
