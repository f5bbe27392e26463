import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Run } from '../../checklist/run.js';
import type { FindOutcome, Publisher, SendOutcome, UpdateOutcome } from '../../outbox/send.js';
import type { Notification, NotificationContent } from '../../outbox/store.js';
import type { MessageUrl } from '../addresses.js';
import type { Message } from '../block-kit/blocks.js';
import { type RunContext, runMessage } from '../views/checklist-message.js';
import {
  assignedMessage,
  completionLine,
  gateLine,
  movedMessage,
  overdueMessage,
  roleLine,
} from '../views/checklist-notifications.js';
import { isTemporary, slackErrorCode } from './errors.js';

export interface PublisherOptions {
  readonly clientFor: (installation: string) => WebClient;
  /** Asked for each message: the guide may change while the app runs, and time goes by. */
  readonly context: () => RunContext;
  readonly messageUrls: (installation: string) => Promise<MessageUrl>;
}

/** Sends and updates the messages of runs in Slack. */
export function createSlackPublisher({ clientFor, context, messageUrls }: PublisherOptions): Publisher {
  return {
    update: (run) => updateOutcome(() => update(clientFor(run.installation), run, context())),
    send: (notification, run) =>
      sendOutcome(async () => {
        const urls = await messageUrls(run.installation);
        const url = run.message === undefined ? undefined : urls(run.channel, run.message, run.thread);
        return send(clientFor(run.installation), notification, { run, context: context(), url });
      }),
    find: (notification, run) => findSent(clientFor(run.installation), notification, run),
  };
}

/** By default, chat.update looks for names and links in the text, as if a person had typed it; chat.postMessage does not. */
const AS_WRITTEN = { parse: 'none' } as const;

/** @returns in how many milliseconds the message has to change though nothing happens */
async function update(client: WebClient, run: Run, context: RunContext): Promise<number | undefined> {
  // Not posted yet: posting it will show its current state.
  if (run.message === undefined) return undefined;
  const { changesAt, ...message } = runMessage(run, context);
  await client.chat.update({ channel: run.channel, ts: run.message, ...message, ...AS_WRITTEN });
  return changesAt && Math.max(0, changesAt.getTime() - context.now.getTime());
}

interface Subject {
  readonly run: Run;
  readonly context: RunContext;
  /** The address of the run's message, if it is known. */
  readonly url: string | undefined;
}

/** Sends one notification. @returns the `ts` of its message */
async function send(client: WebClient, { id, content }: Notification, subject: Subject): Promise<string | undefined> {
  switch (content.kind) {
    case 'moved':
      await client.chat.update({
        channel: content.channel,
        ts: content.message,
        ...movedMessage(subject.run, subject.url),
        ...AS_WRITTEN,
      });
      return content.message;
    case 'withdrawal':
      await deleteMessage(client, content.channel, content.line);
      return content.line;
    default: {
      const { ts } = await client.chat.postMessage({
        ...addressOf(content, subject.run),
        ...contentOf(content, subject),
        unfurl_links: false,
        unfurl_media: false,
        metadata: {
          event_type: content.kind === 'posting' ? 'guidepost_run' : 'guidepost_said',
          event_payload: { run: subject.run.id, owed: id },
        },
      });
      return ts;
    }
  }
}

type NewMessage = Exclude<NotificationContent, { kind: 'moved' | 'withdrawal' }>;

function addressOf(content: NewMessage, run: Run): { channel: string; thread_ts?: string } {
  if (content.kind === 'assigned' || content.kind === 'overdue') return { channel: content.to.id };
  const thread = content.kind === 'posting' ? run.thread : threadOf(run);
  return { channel: run.channel, ...(thread !== undefined && { thread_ts: thread }) };
}

/** The thread that has the lines about a run. A message in a thread has none of its own. */
function threadOf({ message, thread }: Run): string | undefined {
  return thread ?? message;
}

function contentOf(content: NewMessage, { run, context, url }: Subject): Message | { text: string } {
  switch (content.kind) {
    case 'posting': {
      const { text, blocks } = runMessage(run, context);
      return { text, blocks };
    }
    case 'completion':
      return { text: completionLine(run) };
    case 'gate':
      return { text: gateLine(content) };
    case 'role':
      return { text: roleLine(content) };
    case 'assigned':
      return assignedMessage({ run, item: content.item, url }, content.by, context.pageUrl);
    case 'overdue':
      return overdueMessage({ run, item: content.item, url }, context.pageUrl);
  }
}

async function deleteMessage(client: WebClient, channel: string, ts: string): Promise<void> {
  try {
    await client.chat.delete({ channel, ts });
  } catch (error) {
    // Somebody has deleted it already.
    if (slackErrorCode(error) !== 'message_not_found') throw error;
  }
}

/** What became of a call that posts. @param call returns the `ts` of the message */
async function sendOutcome(call: () => Promise<string | undefined>): Promise<SendOutcome> {
  try {
    const message = await call();
    return message === undefined ? { kind: 'uncertain' } : { kind: 'sent', message };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return { kind: 'retry', afterMs: error.retryAfter * 1_000 };
    const reason = slackErrorCode(error);
    if (reason === undefined) return { kind: 'uncertain', ...reasonOf(error) };
    return isTemporary(reason) ? { kind: 'retry', reason } : { kind: 'refused', reason };
  }
}

async function updateOutcome(call: () => Promise<number | undefined>): Promise<UpdateOutcome> {
  try {
    const againInMs = await call();
    return { kind: 'done', ...(againInMs !== undefined && { againInMs }) };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError)
      return { kind: 'retry', afterMs: error.retryAfter * 1_000, rateLimited: true };
    const reason = slackErrorCode(error);
    // Without a reply of Slack's own it may still arrive, and replace a newer update.
    if (reason === undefined) return { kind: 'retry', ...reasonOf(error), uncertain: true };
    return isTemporary(reason) ? { kind: 'retry', reason } : { kind: 'gone', reason };
  }
}

function reasonOf(error: unknown): { reason?: string } {
  return error instanceof Error ? { reason: error.message } : {};
}

/** Messages have Slack's time, and a run posted from a dialog has this machine's. More than 5 minutes apart, requests are refused. */
const CLOCK_DIFFERENCE_S = 600;

const MESSAGES_PER_CALL = 200;
/** A busy channel is not read back to its beginning for one message. */
const MAX_CALLS = 5;

interface SentMessage {
  readonly ts?: string;
  readonly metadata?: { readonly event_payload?: object };
}

interface HistoryPage {
  readonly messages?: readonly SentMessage[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

/**
 * Looks for a message whose sending was interrupted, by its metadata. Reading needs an optional scope and a membership. Direct
 * messages are never read.
 */
async function findSent(client: WebClient, { id, content }: Notification, run: Run): Promise<FindOutcome> {
  const { channel } = run;
  const oldest = String(Math.floor(run.postedAt.getTime() / 1_000) - CLOCK_DIFFERENCE_S);
  const common = { channel, oldest, limit: MESSAGES_PER_CALL, include_all_metadata: true };
  const isIt = ({ metadata }: SentMessage): boolean => {
    const payload = { run: undefined, owed: undefined, ...metadata?.event_payload };
    return payload.run === run.id && payload.owed === id;
  };
  const isLine = content.kind === 'completion' || content.kind === 'gate' || content.kind === 'role';
  const thread = content.kind === 'posting' ? run.thread : isLine ? threadOf(run) : undefined;
  if (content.kind === 'posting' && thread === undefined)
    return search((cursor) => client.conversations.history({ ...common, ...cursor }) as Promise<HistoryPage>, isIt);
  if (thread !== undefined)
    return search(
      (cursor) => client.conversations.replies({ ...common, ...cursor, ts: thread }) as Promise<HistoryPage>,
      isIt,
    );
  return { kind: 'unknown' };
}

async function search(
  read: (cursor: { cursor?: string }) => Promise<HistoryPage>,
  isIt: (message: SentMessage) => boolean,
): Promise<FindOutcome> {
  try {
    let cursor: string | undefined;
    for (let call = 0; call < MAX_CALLS; call += 1) {
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
    return reason === undefined || isTemporary(reason) ? { kind: 'retry' } : { kind: 'unknown', reason };
  }
}

/** Whom a message is for that is sent once: a person, by a direct message, or a channel. */
interface Addressed {
  readonly installation: string;
  /** The id of the person or the channel. */
  readonly person: string;
}

/** Sends messages of one kind, each with one attempt. @param render what a message says */
export function createMessagePublisher<M extends Addressed>(
  clientFor: (installation: string) => WebClient,
  render: (message: M) => Message,
): (message: M) => Promise<SendOutcome> {
  return (message) =>
    sendOutcome(async () => {
      const { ts } = await clientFor(message.installation).chat.postMessage({
        channel: message.person,
        ...render(message),
        unfurl_links: false,
        unfurl_media: false,
      });
      return ts;
    });
}
