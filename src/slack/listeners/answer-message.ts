import type { BlockAction, MessageShortcut, Middleware, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { Answer } from '../../answer/answer.js';
import { type ChannelSettings, DEFAULT_SETTINGS } from '../../channels/channel-settings.js';
import { slackErrorCode } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { type DialogState, decodeDialog, type Place } from '../block-kit/dialog-state.js';
import { readMessage } from '../block-kit/mrkdwn/read-message.js';
import { installationOf } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import { answerDialog, changedAnswerNotice, questionField, repliedNotice } from '../views/answer-dialog.js';
import { inChannel } from '../views/channel-settings.js';
import { lookingNotice, notInstalledNotice, noticeDialog } from '../views/notices.js';
import { cannotReplyNotice } from '../views/share.js';
import { threadAnswer } from '../views/thread-answer.js';
import { postCard } from './actions/share.js';
import { answerInChannel } from './channel-settings.js';
import { openPlaceholder } from './dialogs.js';
import { type HandledRequest, handleShortcut } from './middleware.js';
import type { Press } from './press.js';
import { recordQuestion } from './record.js';
import type { SubmissionListener } from './submission.js';

/**
 * "Answer with the guide" on any message: opens a dialog with the answer to what the message says. It works where the app is no member, too:
 * Slack sends the message along. What cannot be said in a dialog is said privately below the message.
 */
export function answerMessage(services: Services): Middleware<SlackShortcutMiddlewareArgs<MessageShortcut>> {
  const { slack, views } = services;
  return async (args) => {
    const { body } = args;
    const installation = installationOf(body);
    const place = placeOfMessage(body);
    const notify = (notice: Message): Promise<void> =>
      slack.replyTo(body.response_url, {
        response_type: 'ephemeral',
        replace_original: false,
        ...inThread(body),
        ...notice,
      });
    const listen = async (request: HandledRequest): Promise<void> => {
      if (!(await slack.isInstalled(installation))) return notify(notInstalledNotice());
      const placeholder = openPlaceholder(slack.clientFor(installation), body, {
        placeholder: noticeDialog(lookingNotice()),
        name: views.newId(),
      });
      try {
        const text = readMessage(body.message);
        const asked = { installation, channel: body.channel.id, user: body.user.id, text };
        const { answer, settings } = await answerInChannel(services, asked);
        request.answered(answer);
        const shown = { answer, id: views.newId(), place, isEmpty: text === '' };
        await placeholder.show(answerDialog(shown, inChannel(renderContext(views, installation), settings)));
        recordQuestion(services, { installation, person: body.user.id, surface: 'message shortcut' }, answer);
      } finally {
        placeholder.cancel();
      }
    };
    await handleShortcut(services, args, { name: 'answer-message', listen, notify });
  };
}

/** A reply goes into the thread of the message, or begins one below it. */
function placeOfMessage({ channel, message, response_url }: MessageShortcut): Place {
  const { thread_ts: thread = message.ts } = message as { thread_ts?: string; ts: string };
  return { channel: channel.id, thread, ...(response_url && { replyTo: response_url }) };
}

/** A notice about a reply in a thread belongs there; one about a message in the channel does not begin a thread. */
function inThread({ message }: MessageShortcut): { thread_ts?: string } {
  const thread: unknown = message.thread_ts;
  return typeof thread === 'string' && thread !== message.ts ? { thread_ts: thread } : {};
}

type AnswerState = Extract<DialogState, { dialog: 'answer' }>;

/** What an open dialog with an answer to a message is about; undefined for a press anywhere else. */
export function answerState({ view }: Pick<BlockAction, 'view'>): AnswerState | undefined {
  const state = view && decodeDialog(view.private_metadata);
  return state?.dialog === 'answer' ? state : undefined;
}

/**
 * Shows another answer in the dialog after a press in it, so that it can be posted instead. @param isOwn the person asked for it in words
 * @returns false for a press anywhere else
 */
export async function showInAnswerDialog(
  { slack, views }: Pick<Services, 'slack' | 'views'>,
  { body, context, installation }: Pick<Press, 'body' | 'context' | 'installation'>,
  answer: Answer,
  { isOwn = false, part }: { readonly isOwn?: boolean; readonly part?: number | undefined } = {},
): Promise<boolean> {
  const state = answerState(body);
  if (state === undefined || body.view === undefined) return false;
  const shown = { answer, id: views.newId(), place: state.place, isOwn: isOwn || state.isOwn === true, part };
  try {
    await slack.clientFor(installation).views.update({ view_id: body.view.id, view: answerDialog(shown, context) });
  } catch (error) {
    // The person has closed the dialog.
    if (slackErrorCode(error) !== 'not_found') throw error;
  }
  return true;
}

type AnswerSubmission = Parameters<SubmissionListener<'answer'>>[0];

/**
 * `answer`: posts the answer into the thread of the message. What is still in the field is asked first: nothing is posted that the person has
 * not seen. A repeated submission has the same `id`, and posts nothing more.
 */
export function replyInThread(services: Services): SubmissionListener<'answer'> {
  const { views } = services;
  return async (submission) => {
    const { by, context, installation, request, show, state, values } = submission;
    const { place, isOwn = false } = state;
    const again = (
      answer: Answer,
      { settings = DEFAULT_SETTINGS, ...more }: { isOwn?: boolean; problem?: Message; settings?: ChannelSettings } = {},
    ): Promise<void> =>
      show(answerDialog({ answer, id: views.newId(), place, isOwn, ...more }, inChannel(context, settings)));
    const typed = values.text(questionField(state.id));
    if (typed !== '') {
      const asked = { installation, channel: place.channel, user: by.id, text: typed };
      const { answer, settings } = await answerInChannel(services, asked);
      request.answered(answer);
      await again(answer, { isOwn: true, settings });
      return recordQuestion(services, { installation, person: by.id, surface: 'message shortcut' }, answer);
    }
    const answer = request.answered(await answerOf(services, submission));
    if (answer.kind !== (state.slug === undefined ? 'results' : 'page'))
      return again(answer, { problem: changedAnswerNotice() });
    const asked = { text: state.question ?? '', person: by.id, from: isOwn ? 'dialog' : 'message' } as const;
    const outcome = await postCard(services, { installation, place, card: threadAnswer(answer, asked, context) });
    if (outcome.kind === 'failed') return again(answer, { problem: cannotReplyNotice(outcome.code) });
    const { message } = outcome;
    const url = message && (await views.messageUrls(installation))(place.channel, message, place.thread);
    await show(noticeDialog(repliedNotice({ answer, place, person: by.id, message, url }), 'Posted'));
  };
}

/** The answer that the dialog shows, found again. */
async function answerOf(
  { answering: { answers } }: Pick<Services, 'answering'>,
  { by, installation, state: { place, slug, question, section } }: AnswerSubmission,
): Promise<Answer> {
  // It was a list, so there was no page that the channel prefers.
  if (slug === undefined)
    return answers.toRequest({ installation, channel: place.channel, user: by.id, text: question ?? '' });
  const trail = { slugs: [], ...(question !== undefined && { question }), ...(section !== undefined && { section }) };
  return answers.openPage(slug, trail);
}
