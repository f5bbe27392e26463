import type { WebClient } from '@slack/web-api';
import type { Answer } from '../../../answer/answer.js';
import { slackErrorCode } from '../../api/errors.js';
import type { Message } from '../../block-kit/blocks.js';
import type { Place } from '../../block-kit/dialog-state.js';
import { pressedIn } from '../../payload.js';
import type { Answering, Services } from '../../services.js';
import { sharedCard } from '../../views/card.js';
import { cannotPostReason, noticeDialog } from '../../views/notices.js';
import { renderAnswer } from '../../views/render-answer.js';
import {
  cannotRemoveNotice,
  cannotShareNotice,
  IN_CHANNEL,
  notYourAnswerNotice,
  notYoursNotice,
  SHARE_WHERE,
  shareDialog,
  sharedNotice,
  shareRemovedNotice,
  shareTooOldNotice,
} from '../../views/share.js';

import { showDialog } from '../dialogs.js';
import type { PressListener } from '../press.js';
import type { SubmissionListener } from '../submission.js';

interface Shown {
  readonly slug: string;
  readonly question?: string | undefined;
  readonly section?: string | undefined;
}

/** The card to share: with the same passage as the one whose Share was pressed. */
function cardToShare({ answers }: Answering, { slug, question, section }: Shown): Answer {
  const trail = { slugs: [], ...(question !== undefined && { question }), ...(section !== undefined && { section }) };
  return answers.openPage(slug, trail);
}

/** `page:share`: shows what will be posted, and where. */
export function openShare({ answering, slack }: Pick<Services, 'answering' | 'slack'>): PressListener<'page:share'> {
  return async ({ acknowledge, action, body, by, context, installation, replace, request }) => {
    await acknowledge();
    const { slug, question, section, trail } = action;
    const shown = { slug, question: question ?? trail?.question, section };
    const answer = request.answered(cardToShare(answering, shown));
    if (answer.kind !== 'page') return replace(renderAnswer(answer, context));
    const place = pressedIn(body);
    const view = shareDialog(answer, { ...shown, person: by.id, place }, context);
    await showDialog(slack.clientFor(installation), body, view);
  };
}

/** `share`: posts the card, and tells the person privately, with a button that takes it back. */
export function submitShare(services: Pick<Services, 'answering' | 'logger' | 'slack'>): SubmissionListener<'share'> {
  const { answering, logger, slack } = services;
  return async ({ by, close, context, installation, refuse, request, show, state, values }) => {
    const answer = request.answered(cardToShare(answering, state));
    if (answer.kind !== 'page') return show(noticeDialog(renderAnswer(answer, context)));
    const channel = state.place?.channel ?? values.choice('channel');
    if (channel === undefined) return refuse({ channel: 'Choose a channel.' });
    const { thread, ...elsewhere } = state.place ?? { channel };
    const isInThread = thread !== undefined && values.choice(SHARE_WHERE) !== IN_CHANNEL;
    const place = { ...elsewhere, ...(isInThread && { thread }) };
    const outcome = await postCard(services, { installation, place, card: sharedCard(answer, by.id, context) });
    if (outcome.kind === 'failed') {
      if (state.place === undefined && outcome.code !== undefined)
        return refuse({ channel: cannotPostReason(outcome.code) });
      return show(noticeDialog(outcome.code === undefined ? shareTooOldNotice() : cannotShareNotice(outcome.code)));
    }
    const notice = sharedNotice({ title: answer.page.title, place, person: by.id, message: outcome.message });
    if (place.replyTo === undefined) return show(noticeDialog(notice, 'Shared'));
    try {
      // Where the button was pressed, wherever the card went.
      const inThread = thread === undefined ? {} : { thread_ts: thread };
      await slack.replyTo(place.replyTo, {
        response_type: 'ephemeral',
        replace_original: false,
        ...inThread,
        ...notice,
      });
      await close();
    } catch (error) {
      logger.info('The person is told in the dialog that a card was shared', { error });
      await show(noticeDialog(notice, 'Shared'));
    }
  };
}

/** `message`: absent if Slack does not tell which message it became. `code`: Slack's, or `uncertain`; absent if the `response_url` failed. */
type ShareOutcome =
  | { readonly kind: 'shared'; readonly message?: string | undefined }
  | { readonly kind: 'failed'; readonly code?: string };

/** The app is not in the conversation. Its `response_url` reaches it anyway. */
const NOT_IN_CONVERSATION: ReadonlySet<string> = new Set(['channel_not_found', 'not_in_channel', 'missing_scope']);

/** Posts a card so that it can be deleted later; where the app may not post, by the `response_url` of the press, which cannot be undone. */
export async function postCard(
  { logger, slack }: Pick<Services, 'logger' | 'slack'>,
  { installation, place, card }: { installation: string; place: Place; card: Message },
): Promise<ShareOutcome> {
  const { channel, replyTo, thread } = place;
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  try {
    const quiet = { unfurl_links: false, unfurl_media: false };
    const { ts } = await slack.clientFor(installation).chat.postMessage({ channel, ...inThread, ...card, ...quiet });
    return { kind: 'shared', message: ts };
  } catch (error) {
    const code = slackErrorCode(error) ?? 'uncertain';
    if (replyTo === undefined || !NOT_IN_CONVERSATION.has(code)) {
      logger.info('A card could not be posted', { installation, code, error });
      return { kind: 'failed', code };
    }
  }
  try {
    await slack.replyTo(replyTo, { response_type: 'in_channel', replace_original: false, ...inThread, ...card });
    return { kind: 'shared' };
  } catch (error) {
    logger.warn('A card could not be posted', { installation, error });
    return { kind: 'failed' };
  }
}

/** `share:remove`: deletes a shared card, for the person who shared it. */
export function removeShared({ slack }: Pick<Services, 'slack'>): PressListener<'share:remove'> {
  return async ({ acknowledge, action, body, installation, replace, whisper }) => {
    await acknowledge();
    if (action.by !== body.user.id) return whisper(notYoursNotice());
    const client = slack.clientFor(installation);
    const refusal = await deleteMessage(client, action);
    if (refusal !== undefined) return whisper(cannotRemoveNotice(refusal.code));
    // A dialog says it in place.
    if (body.view) await showDialog(client, body, noticeDialog(shareRemovedNotice()));
    else await replace(shareRemovedNotice());
  };
}

/** `answer:remove`: deletes an answer in a thread, for the person who asked. That it is gone is the reply. */
export function removeAnswer({ slack }: Pick<Services, 'slack'>): PressListener<'answer:remove'> {
  return async ({ acknowledge, action, body, installation, whisper }) => {
    await acknowledge();
    if (action.by !== body.user.id) return whisper(notYourAnswerNotice());
    const { channel, container, response_url: replyTo } = body;
    const message: unknown = container.message_ts;
    if (channel === undefined || typeof message !== 'string') return;
    const refusal = await deleteMessage(slack.clientFor(installation), { channel: channel.id, message });
    if (refusal === undefined) return;
    // Where the app is no member, the message came by a `response_url`, and goes by one.
    if (replyTo && (await deleteByReply(slack, replyTo))) return;
    await whisper(cannotRemoveNotice(refusal.code));
  };
}

/** @returns whether the pressed message was deleted */
async function deleteByReply({ replyTo }: Services['slack'], url: string): Promise<boolean> {
  try {
    await replyTo(url, { delete_original: true });
    return true;
  } catch {
    return false;
  }
}

/** @returns why it was not deleted. Somebody may have deleted it already, which is as good. */
async function deleteMessage(
  client: WebClient,
  { channel, message }: { channel: string; message: string },
): Promise<{ code: string | undefined } | undefined> {
  try {
    await client.chat.delete({ channel, ts: message });
    return undefined;
  } catch (error) {
    const code = slackErrorCode(error);
    return code === 'message_not_found' ? undefined : { code };
  }
}
