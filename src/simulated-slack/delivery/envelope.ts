import type { JsonObject } from '../workspace/state.js';
import type { Delivery } from './app-connection.js';
import type { AppRequestKind } from './journal-entry.js';

/** What may be answered by the acknowledgement itself; anything else takes its answer another way. */
const answered = new Set<AppRequestKind>(['command', 'view_submission', 'block_suggestion']);

/** A delivery as Socket Mode carries it: docs.slack.dev/apis/events-api/using-socket-mode. */
export function envelope(id: string, { what, payload, headers = {} }: Delivery): JsonObject {
  return {
    envelope_id: id,
    type: what === 'command' ? 'slash_commands' : what === 'event' ? 'events_api' : 'interactive',
    payload,
    accepts_response_payload: answered.has(what),
    ...(what === 'event' && {
      retry_attempt: Number(headers['x-slack-retry-num'] ?? 0),
      retry_reason: headers['x-slack-retry-reason'] ?? '',
    }),
  };
}

/** Which envelope an app acknowledges, and with what. @returns undefined for anything else, which Slack ignores */
export function acknowledgement(text: string): { id: string; body: string } | undefined {
  try {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: unknown; payload?: unknown };
    if (typeof id !== 'string') return undefined;
    return { id, body: payload === undefined || payload === null ? '' : JSON.stringify(payload) };
  } catch {
    return undefined;
  }
}
