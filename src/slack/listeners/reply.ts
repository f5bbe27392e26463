import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { slackErrorCode } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import type { Services } from '../services.js';

/** What the events `app_mention` and `message` have beyond the SDK's types. */
export interface MessageEvent {
  readonly user?: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  readonly edited?: object;
  readonly text?: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
}

/** Whether a person wrote it just now: not a bot, not the app itself, and no edit. @param self the app's own user, if it is known */
export function isByPerson(event: MessageEvent, self: string | undefined): event is MessageEvent & { user: string } {
  const { user, bot_id, subtype, edited } = event;
  const isPlain = subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast';
  return user !== undefined && isPlain && bot_id === undefined && edited === undefined && user !== self;
}

/** About one message a second is allowed in a channel: after a burst, Slack asks for a few seconds. */
const MAX_WAIT_S = 10;

export interface ReplyPlace {
  readonly installation: string;
  readonly channel: string;
  /** Absent for a reply below the conversation's last message. */
  readonly thread?: string | undefined;
}

/**
 * Posts the answer to a message. Where the app may not post, nobody can be told, so the log has it. A post whose reply was lost is not
 * repeated: it would stand there twice.
 */
export async function postReply(
  { logger, slack }: Pick<Services, 'logger' | 'slack'>,
  { installation, channel, thread }: ReplyPlace,
  message: Message,
): Promise<void> {
  const client = slack.clientFor(installation);
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  const post = () =>
    client.chat.postMessage({ channel, ...inThread, ...message, unfurl_links: false, unfurl_media: false });
  try {
    await post().catch(async (error: unknown) => {
      if (!(error instanceof WebAPIRateLimitedError) || error.retryAfter > MAX_WAIT_S) throw error;
      await sleep(error.retryAfter * 1_000);
      return post();
    });
  } catch (error) {
    const code = slackErrorCode(error) ?? 'uncertain';
    logger.warn('The answer to a message could not be posted', { installation, channel, code, error });
  }
}
