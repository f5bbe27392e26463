import { setTimeout as sleep } from 'node:timers/promises';
import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { slackErrorCode } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { readTyped } from '../block-kit/mrkdwn/read-typed.js';
import { installationOfEvent } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import { busyNotice } from '../views/notices.js';
import { threadAnswer } from '../views/thread-answer.js';
import { beginRequest } from './middleware.js';
import { onceIfRecorded } from './once.js';

/** What the event has beyond the SDK's type. */
interface MentionEvent {
  readonly user?: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  readonly edited?: object;
  readonly text?: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
}

/**
 * Answers a message that mentions the app, in its thread. Nothing comes of mentions by bots and by itself, which could go on for ever, and of
 * edits, whose message was answered already.
 */
export function mentioned(services: Services): Middleware<SlackEventMiddlewareArgs<'app_mention'>> {
  const { answering, handling, views } = services;
  return async ({ body, context, event }) => {
    const { user, channel, ts, text = '', thread_ts: thread = ts } = event as MentionEvent;
    if (user === undefined || !isByPerson(event as MentionEvent, context.botUserId)) {
      context.isTaken = true;
      return;
    }
    const installation = installationOfEvent(body);
    const request = beginRequest(services, context, {
      kind: 'event',
      action: event.type,
      what: 'The mention',
      installation,
    });
    const reply = (message: Message): Promise<void> =>
      postInThread(services, { installation, channel, thread }, message);
    await request.handle(async () => {
      // Bolt has acknowledged the event. Slack may deliver it again all the same.
      const delivered = { installation, id: body.event_id };
      await onceIfRecorded(handling.seenEvents, delivered, async () => {
        const refusal = handling.limits.take(installation, user);
        if (refusal) {
          request.refused();
          // Everyone sees the notice: one is enough for a burst.
          if (refusal.isFirst) await reply(busyNotice(refusal));
          return;
        }
        const asked = { text: readTyped(text), person: user };
        const answer = request.answered(
          await answering.answers.toRequest({ installation, channel, user, text: asked.text }),
        );
        await reply(threadAnswer(answer, asked, renderContext(views, installation)));
      });
    }, reply);
  };
}

function isByPerson({ user, bot_id, subtype, edited }: MentionEvent, self: string | undefined): boolean {
  const isPlain = subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast';
  return isPlain && bot_id === undefined && edited === undefined && user !== self;
}

/** About one message a second is allowed in a channel: after a burst, Slack asks for a few seconds. */
const MAX_WAIT_S = 10;

/**
 * Posts an answer in its thread. Where the app may not post, nobody can be told, so the log has it. A post whose reply was lost is not
 * repeated: it would stand there twice.
 */
async function postInThread(
  { logger, slack }: Pick<Services, 'logger' | 'slack'>,
  { installation, channel, thread }: { installation: string; channel: string; thread: string },
  message: Message,
): Promise<void> {
  const client = slack.clientFor(installation);
  const post = () =>
    client.chat.postMessage({ channel, thread_ts: thread, ...message, unfurl_links: false, unfurl_media: false });
  try {
    await post().catch(async (error: unknown) => {
      if (!(error instanceof WebAPIRateLimitedError) || error.retryAfter > MAX_WAIT_S) throw error;
      await sleep(error.retryAfter * 1_000);
      return post();
    });
  } catch (error) {
    const code = slackErrorCode(error) ?? 'uncertain';
    logger.warn('An answer to a mention could not be posted', { installation, channel, code, error });
  }
}
