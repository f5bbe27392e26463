import { WebAPIRateLimitedError, WebAPIRequestError, type WebClient } from '@slack/web-api';
import type { Run } from '../checklist/run.js';
import type { Publisher, SendOutcome, UpdateOutcome } from '../outbox/publisher.js';
import type { Notification, NotificationContent } from '../outbox/store.js';
import type { Message } from './blocks.js';
import { findSaid } from './find-said.js';
import type { MessageUrl } from './message-urls.js';
import { completionLine } from './messages/completion.js';
import { assignedMessage, overdueMessage } from './messages/direct-messages.js';
import { movedMessage } from './messages/moved-message.js';
import { type RunLook, runMessage } from './messages/run-message.js';
import { slackErrorCode } from './slack-error.js';

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

export interface PublisherParts {
  readonly clientFor: (installation: string) => WebClient;
  /** As the guide is now. */
  readonly look: () => RunLook;
  readonly messageUrls: (installation: string) => Promise<MessageUrl>;
}

/** Draws runs as messages in Slack, and says there what is said once about them. */
export function createSlackPublisher({ clientFor, look, messageUrls }: PublisherParts): Publisher {
  return {
    update: (run) => updateOutcome(() => draw(clientFor(run.installation), run, look())),
    send: (notification, run) =>
      sendOutcome(async () => {
        const urls = await messageUrls(run.installation);
        const url = run.message === undefined ? undefined : urls(run.channel, run.message);
        return say(clientFor(run.installation), notification, { run, look: look(), url });
      }),
    find: (notification, run) => findSaid(clientFor(run.installation), notification, run),
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
async function say(
  client: WebClient,
  { id, content: saying }: Notification,
  { run, look, url }: Scene,
): Promise<string | undefined> {
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

type New = Exclude<NotificationContent, { kind: 'moved' | 'withdrawal' }>;

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

async function sendOutcome(call: () => Promise<string | undefined>): Promise<SendOutcome> {
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

async function updateOutcome(call: () => Promise<void>): Promise<UpdateOutcome> {
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
