import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Run } from '../checklist/run.js';
import type { FindOutcome } from '../outbox/publisher.js';
import type { Notification } from '../outbox/store.js';
import { slackErrorCode } from './slack-error.js';

const AT_ONCE = 200;
/** A busy channel is not read from its beginning for one message. */
const PAGES = 5;

interface Said {
  readonly ts?: string;
  readonly metadata?: { readonly event_payload?: object };
}

interface Part {
  readonly messages?: readonly Said[];
  readonly has_more?: boolean;
  readonly response_metadata?: { readonly next_cursor?: string };
}

/**
 * Looks for a message whose sending was cut off, by its metadata. Reading needs a scope and a membership that are optional;
 * direct messages are never read.
 */
export async function findSaid(
  client: WebClient,
  { id, content: saying }: Notification,
  run: Run,
): Promise<FindOutcome> {
  const { channel, message: thread } = run;
  const oldest = String(Math.floor(run.postedAt.getTime() / 1_000) - 60);
  const common = { channel, oldest, limit: AT_ONCE, include_all_metadata: true };
  const isIt = ({ metadata }: Said): boolean => {
    const payload = { run: undefined, owed: undefined, ...metadata?.event_payload };
    return payload.run === run.id && payload.owed === id;
  };
  if (saying.kind === 'posting')
    return search((cursor) => client.conversations.history({ ...common, ...cursor }) as Promise<Part>, isIt);
  if (saying.kind === 'completion' && thread !== undefined)
    return search(
      (cursor) => client.conversations.replies({ ...common, ...cursor, ts: thread }) as Promise<Part>,
      isIt,
    );
  return { kind: 'unknown' };
}

async function search(
  read: (cursor: { cursor?: string }) => Promise<Part>,
  isIt: (message: Said) => boolean,
): Promise<FindOutcome> {
  try {
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const { messages = [], response_metadata } = await read(cursor ? { cursor } : {});
      const message = messages.find(isIt)?.ts;
      if (message !== undefined) return { kind: 'found', message };
      cursor = response_metadata?.next_cursor;
      if (!cursor) return { kind: 'absent' };
    }
    return { kind: 'unknown', reason: 'too many messages to read' };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return { kind: 'retry', afterMs: error.retryAfter * 1_000 };
    const reason = slackErrorCode(error);
    return reason === undefined ? { kind: 'retry' } : { kind: 'unknown', reason };
  }
}
