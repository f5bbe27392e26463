import type { BlockAction } from '@slack/bolt';
import type { Answer } from '../../../answer/answer.js';
import type { ButtonAction } from '../../block-kit/action-value.js';
import type { Message } from '../../block-kit/blocks.js';
import { type DialogState, decodeDialog } from '../../block-kit/dialog-state.js';
import { placeOf, pressedIn, threadOf } from '../../payload.js';
import type { Services } from '../../services.js';
import { inChannel } from '../../views/channel-settings.js';
import type { RenderContext } from '../../views/context.js';
import { directAnswer } from '../../views/direct-answer.js';
import { pageKeptMessage, pageSnoozedMessage } from '../../views/owner-messages.js';
import { readingDialog } from '../../views/reading-dialog.js';
import { renderAnswer } from '../../views/render-answer.js';
import { checklistsMessage } from '../../views/run-list.js';
import { withFirstLine } from '../../views/welcome.js';
import { showInAnswerDialog } from '../answer-message.js';
import { answerInChannel } from '../channel-settings.js';
import { showDialog } from '../dialogs.js';
import { goOn } from '../direct-message.js';
import type { Press, PressListener } from '../press.js';
import { askerOf, isFirstCard, recordOpened, recordQuestion, recordRead } from '../record.js';
import { messageFor } from './report.js';

type Answerers = Pick<Services, 'answering' | 'channels' | 'handling' | 'logger' | 'owners' | 'slack' | 'views'>;

/** `question:ask`: answers a question: an example in the help, the second of two, or one from Home's search field. */
export function ask(services: Answerers): PressListener<'question:ask'> {
  return async (press) => {
    const { acknowledge, action, body, context, installation, request } = press;
    await acknowledge();
    const asked = { installation, channel: pressedIn(body)?.channel ?? '', user: body.user.id, text: action.question };
    const { answer, settings } = await answerInChannel(services, asked);
    request.answered(answer);
    const messageUrl = await services.views.messageUrls(installation);
    if (answer.kind === 'report') {
      const report = await messageFor(services, { installation, person: body.user.id }, answer, context);
      return showCard(press, report);
    }
    // A checklist can be posted into the thread that it was asked for in.
    const thread = threadOf(body);
    await showAnswer(services, press, answer, {
      ...inChannel(context, settings),
      ...(thread !== undefined && { thread }),
      messageUrl,
    });
    recordQuestion(services, askerOf(press), answer);
  };
}

/** `page:open`: a next step, Back, or a page from a list. */
export function openPage(services: Answerers): PressListener<'page:open'> {
  return async (press) => {
    await press.acknowledge();
    const { slug, trail, part } = press.action;
    const answer = press.request.answered(services.answering.answers.openPage(slug, trail));
    await showAnswer(services, press, answer, press.context, part);
    // Another part of the next steps opens nothing.
    if (part === undefined) recordOpened(services, askerOf(press), answer);
  };
}

/** Shows an answer. In the app's own conversation, "next" and a number are then about it. */
async function showAnswer(
  services: Answerers,
  press: Omit<Press, 'action'> & { readonly action: { readonly anew?: true; readonly question?: string } },
  answer: Answer,
  context: RenderContext,
  part?: number,
): Promise<void> {
  const isOwn = press.action.question !== undefined;
  if (await showInAnswerDialog(services, { ...press, context }, answer, { isOwn, part })) return;
  const shown = async (message: Message): Promise<void> =>
    showCard(press, (await isFirstCard(services, askerOf(press), answer)) ? withFirstLine(message, context) : message);
  if (press.action.anew || !isInConversation(press.body)) return shown(renderAnswer(answer, context, part));
  await goOn(services, { installation: press.installation, person: press.by.id }, answer);
  await shown(directAnswer(answer, context, part));
}

/**
 * A message that the person alone sees may be in any conversation; one in a direct message that is not private is in the app's own. What everybody
 * sees may be in a direct message between people, too: its buttons answer apart.
 */
export function isInConversation({ channel, container }: BlockAction): boolean {
  return channel?.id.startsWith('D') === true && container.is_ephemeral !== true;
}

/** Replaces the pressed card; or answers privately if everyone sees that card, which one person must not change. */
export function showCard(
  { action, replace, whisper }: Pick<Press, 'replace' | 'whisper'> & { readonly action: { readonly anew?: true } },
  message: Message,
): Promise<void> {
  return action.anew ? whisper(message) : replace(message);
}

/** `list:open`: topics or checklists, page by page. */
export function list(services: Answerers): PressListener<'list:open'> {
  const { answering, views } = services;
  return async (press) => {
    const { acknowledge, action, body, context, installation, replace, request } = press;
    await acknowledge();
    const { answers } = answering;
    const where = { installation, channel: body.channel?.id ?? '' };
    if (action.what === 'topics')
      return showAnswer(services, { ...press, action: {} }, request.answered(answers.topics()), context, action.part);
    const { archived, earlier, from, text } = action;
    const answer = request.answered(await answers.checklists(where, { archived, from, text }));
    const messageUrl = await views.messageUrls(installation);
    if (answer.kind !== 'checklists') return replace(renderAnswer(answer, context));
    await replace(checklistsMessage(answer, { ...context, messageUrl }, earlier));
  };
}

/** `page:read`: the page in a dialog, at the section that matched. */
export function readPage(
  services: Pick<Services, 'answering' | 'handling' | 'slack' | 'views'>,
): PressListener<'page:read'> {
  const { answering, slack, views } = services;
  return async (press) => {
    await press.acknowledge();
    const { action, body, installation } = press;
    const { bySlug, lastChanges } = answering.guide();
    const page = bySlug.get(action.slug);
    if (page === undefined) return showPageGone(answering, press);
    const before = readingState(body);
    const back = before === undefined ? [] : action.back ? before.back.slice(0, -1) : [...before.back, before.slug];
    const reading = {
      section: action.section,
      back: back.slice(-MAX_BACK),
      place: before === undefined ? placeOf(body) : before.place,
    };
    await showDialog(
      slack.clientFor(installation),
      body,
      readingDialog(page, { ...views, bySlug, lastChanges }, reading),
    );
    recordRead(services, askerOf(press), page.slug);
  };
}

/** Pages that Back remembers. */
const MAX_BACK = 5;

/** What an open dialog with a page is about; undefined for a press anywhere else. */
export function readingState({ view }: BlockAction): Extract<DialogState, { dialog: 'reading' }> | undefined {
  const state = view && decodeDialog(view.private_metadata);
  return state?.dialog === 'reading' ? state : undefined;
}

/** `page:turn`: another part of a page, or another section, in the open dialog. */
export function turnPage({
  answering,
  slack,
  views,
}: Pick<Services, 'answering' | 'slack' | 'views'>): PressListener<'page:turn'> {
  return async (press) => {
    await press.acknowledge();
    const { action, body, installation } = press;
    const { bySlug, lastChanges } = answering.guide();
    const page = bySlug.get(action.slug);
    if (page === undefined) return showPageGone(answering, press);
    if (body.view === undefined) return;
    const { back = [], place } = readingState(body) ?? {};
    await slack.clientFor(installation).views.update({
      view_id: body.view.id,
      hash: body.view.hash,
      view: readingDialog(
        page,
        { ...views, bySlug, lastChanges },
        { section: action.section, part: action.part, back, place },
      ),
    });
  };
}

/** The page was removed from the guide after the button was shown. */
function showPageGone(
  { answers }: Services['answering'],
  press: Press<Extract<ButtonAction, { do: 'page:read' | 'page:turn' }>>,
): Promise<void> {
  const gone = press.request.answered(answers.openPage(press.action.slug, { slugs: [] }));
  return showCard(
    { ...press, action: 'anew' in press.action ? { anew: true } : {} },
    renderAnswer(gone, press.context),
  );
}

/** `page:keep`: a page is still right. It counts as checked from today, and the message says how to keep that with the page. */
export function keepPage({ reviews }: Pick<Services, 'reviews'>): PressListener<'page:keep'> {
  return async ({ acknowledge, action, by, installation, replace }) => {
    const day = await reviews.keep({ installation, slug: action.slug }, by.id);
    await acknowledge();
    await replace(pageKeptMessage(action, by, day));
  };
}

/** `page:snooze`: the owner of a page is asked again in a month. */
export function snoozePage({ reviews }: Pick<Services, 'reviews'>): PressListener<'page:snooze'> {
  return async ({ acknowledge, action, installation, replace }) => {
    const day = await reviews.snooze({ installation, slug: action.slug });
    await acknowledge();
    await replace(pageSnoozedMessage(action, day));
  };
}
