import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { isThanks } from '../../answer/conversation.js';
import type { Message } from '../block-kit/blocks.js';
import { readTyped } from '../block-kit/mrkdwn/read-message.js';
import { installationOfEvent } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import { mentionsOffNotice } from '../views/channel-settings.js';
import { busyNotice } from '../views/notices.js';
import { threadAnswer } from '../views/thread-answer.js';
import { beginRequest, onceIfRecorded } from './middleware.js';
import { recordQuestion } from './record.js';
import { isByPerson, type MessageEvent, postReply, type ReplyPlace } from './reply.js';

/**
 * Answers a message that mentions the app, in its thread. Nothing comes of mentions by bots and by itself, which could go on for ever, and of
 * edits, whose message was answered already.
 */
export function mentioned(services: Services): Middleware<SlackEventMiddlewareArgs<'app_mention'>> {
  const { answering, channels, handling, views } = services;
  return async ({ body, context, event }) => {
    const message: MessageEvent = event;
    if (!isByPerson(message, context.botUserId)) {
      context.isTaken = true;
      return;
    }
    const { user, channel, ts, text = '', thread_ts: thread = ts } = message;
    const asked = { text: readTyped(text), person: user };
    // "Thanks, @Guidepost" asks nothing: everyone would read the answer.
    if (isThanks(asked.text)) {
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
    const reply = (answer: Message): Promise<void> => postReply(services, { installation, channel, thread }, answer);
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
        const { answersMentions, preferredPage } = await channels.of({ installation, channel });
        if (!answersMentions) return whisperOff(services, { installation, channel, thread: message.thread_ts, user });
        const answer = request.answered(
          await answering.answers.toRequest({ installation, channel, user, text: asked.text, preferredPage }),
        );
        await reply(threadAnswer(answer, asked, renderContext(views, installation)));
        recordQuestion(services, { installation, person: user, surface: 'mention' }, answer);
      });
    }, reply);
  };
}

/** The channel does not want answers that everyone sees, but who asked is never left without one. */
async function whisperOff(
  { slack, views }: Services,
  { installation, channel, thread, user }: ReplyPlace & { readonly user: string },
): Promise<void> {
  await slack.clientFor(installation).chat.postEphemeral({
    ...{ channel, user, ...mentionsOffNotice(renderContext(views, installation)) },
    ...(thread !== undefined && { thread_ts: thread }),
  });
}
