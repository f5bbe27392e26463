import { WebAPIRateLimitedError, WebAPIRequestError, type WebClient } from '@slack/web-api';
import type { Run } from '../../checklist/run.js';
import type { Canvas, DrawOutcome, FindOutcome, SayOutcome } from '../../outbox/publisher.js';
import type { Owed, Saying } from '../../outbox/store.js';
import type { Message } from '../block-kit/blocks.js';
import { type RunLook, runMessage } from '../views/checklist-message.js';
import { assignedMessage, completionLine, movedMessage, overdueMessage } from '../views/checklist-notifications.js';
import { slackErrorCode } from './errors.js';
import type { MessageUrl } from './message-urls.js';

/** Refusals that no repetition mends: the message, the channel or the installation is gone. */
const GONE = new Set([
  'account_inactive',
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
  'invalid_auth',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'not_in_channel',
  'org_login_required',
  'team_not_found',
  'token_expired',
  'token_revoked',
]);

/** Slack's own troubles: it says that it did nothing, and may do it later. */
const PASSING = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

export interface CanvasParts {
  readonly clientFor: (installation: string) => WebClient;
  /** As the guide is now. */
  readonly look: () => RunLook;
  readonly messageUrls: (installation: string) => Promise<MessageUrl>;
}

/** Draws runs as messages in Slack, and says there what is said once about them. */
export function createSlackCanvas({ clientFor, look, messageUrls }: CanvasParts): Canvas {
  return {
    draw: (run) => drawOutcome(() => draw(clientFor(run.installation), run, look())),
    say: (owed, run) =>
      sayOutcome(async () => {
        const urls = await messageUrls(run.installation);
        const url = run.message === undefined ? undefined : urls(run.channel, run.message);
        return say(clientFor(run.installation), owed, { run, look: look(), url });
      }),
    find: (owed, run) => findSaid(clientFor(run.installation), owed, run),
  };
}

async function draw(client: WebClient, run: Run, look: RunLook): Promise<void> {
  // Not posted yet: the posting itself draws it.
  if (run.message === undefined) return;
  await client.chat.update({ channel: run.channel, ts: run.message, ...runMessage(run, look) });
}

interface Scene {
  readonly run: Run;
  readonly look: RunLook;
  /** The address of the run's message, where it is known. */
  readonly url: string | undefined;
}

/** Says it, and returns the message that it became. */
async function say(client: WebClient, { id, saying }: Owed, { run, look, url }: Scene): Promise<string | undefined> {
  switch (saying.kind) {
    case 'moved':
      await client.chat.update({ channel: saying.channel, ts: saying.message, ...movedMessage(run, url) });
      return saying.message;
    case 'withdrawal':
      await takeBack(client, saying);
      return saying.line;
    default: {
      const { ts } = await client.chat.postMessage({
        ...address(saying, run),
        ...content(saying, { run, look, url }),
        unfurl_links: false,
        unfurl_media: false,
        metadata: {
          event_type: saying.kind === 'posting' ? 'guidepost_run' : 'guidepost_said',
          event_payload: { run: run.id, owed: id },
        },
      });
      return ts;
    }
  }
}

type New = Exclude<Saying, { kind: 'moved' | 'withdrawal' }>;

function address(saying: New, run: Run): { channel: string; thread_ts?: string } {
  if (saying.kind === 'posting') return { channel: run.channel };
  if (saying.kind !== 'completion') return { channel: saying.to.id };
  return { channel: run.channel, ...(run.message !== undefined && { thread_ts: run.message }) };
}

function content(saying: New, { run, look, url }: Scene): Message | { text: string } {
  switch (saying.kind) {
    case 'posting':
      return runMessage(run, look);
    case 'completion':
      return { text: completionLine(run) };
    case 'assigned':
      return assignedMessage({ run, item: saying.item, url }, saying.by);
    case 'overdue':
      return overdueMessage({ run, item: saying.item, url });
  }
}

async function takeBack(client: WebClient, { channel, line }: { channel: string; line: string }): Promise<void> {
  try {
    await client.chat.delete({ channel, ts: line });
  } catch (error) {
    if (slackErrorCode(error) !== 'message_not_found') throw error; // Somebody else has deleted it: it is gone, as it should be.
  }
}

async function sayOutcome(call: () => Promise<string | undefined>): Promise<SayOutcome> {
  try {
    const message = await call();
    return message === undefined ? { kind: 'uncertain' } : { kind: 'sent', message };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return { kind: 'retry', afterMs: error.retryAfter * 1_000 };
    const reason = slackErrorCode(error);
    if (reason === undefined) return { kind: 'uncertain', ...because(error) };
    return PASSING.has(reason) ? { kind: 'retry', reason } : { kind: 'refused', reason };
  }
}

async function drawOutcome(call: () => Promise<void>): Promise<DrawOutcome> {
  try {
    await call();
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError)
      return { kind: 'retry', afterMs: error.retryAfter * 1_000, rateLimited: true };
    const reason = slackErrorCode(error);
    if (reason !== undefined && GONE.has(reason)) return { kind: 'gone', reason };
    // Without a reply it may still arrive, over a newer drawing.
    return { kind: 'retry', ...because(error), uncertain: error instanceof WebAPIRequestError };
  }
}

function because(error: unknown): { reason?: string } {
  return error instanceof Error ? { reason: error.message } : {};
}

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
export async function findSaid(client: WebClient, { id, saying }: Owed, run: Run): Promise<FindOutcome> {
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
