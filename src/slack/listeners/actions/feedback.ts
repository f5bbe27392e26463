import type { Answer } from '../../../answer/answer.js';
import { MAX_A_DAY } from '../../../asks/owner-questions.js';
import type { Owner, Page } from '../../../guide/page.js';
import { isChannel, placeOf, pressedIn } from '../../payload.js';
import type { Services } from '../../services.js';
import { directAnswer } from '../../views/direct-answer.js';
import { ASK, cannotAskDialog, feedbackDialog, feedbackSentDialog, MISSING } from '../../views/feedback.js';
import { plainNotice } from '../../views/notices.js';
import { ANSWER, ownerAnswerDialog, questionMessage } from '../../views/owner-messages.js';
import { renderAnswer } from '../../views/render-answer.js';
import { answerState, showInAnswerDialog } from '../answer-message.js';
import { answerInChannel } from '../channel-settings.js';
import { showDialog } from '../dialogs.js';
import type { Press, PressListener } from '../press.js';
import { askerOf } from '../record.js';
import type { SubmissionListener } from '../submission.js';
import { isInConversation } from './page.js';

/** `answer:judge`: the card says thanks in its last row. After a No, a dialog asks what was missing. */
export function judge(services: Services): PressListener<'answer:judge'> {
  const { handling } = services;
  return async (press) => {
    const { acknowledge, action, body, context, replace, request } = press;
    await acknowledge();
    const { helpful, slug, trail } = action;
    // First: it counts also if the dialog cannot open.
    handling.asks.record({
      ...{ kind: 'judged', ...askerOf(press), page: slug, question: trail.question, isHelpful: helpful },
    });
    if (!helpful) await openFeedback(services, press, { slug, question: trail.question });
    const answer = request.answered(await sameAnswer(services, press));
    const shown = { ...context, verdict: helpful ? 'helpful' : 'unhelpful' } as const;
    // There, the card is still the one that can be posted.
    if (!(await showInAnswerDialog(services, { ...press, context: shown }, answer)))
      await replace(isInConversation(body) ? directAnswer(answer, shown) : renderAnswer(answer, shown));
  };
}

/** The answer whose card was pressed: Slack sends no blocks of a private message back. */
async function sameAnswer(
  services: Pick<Services, 'answering' | 'channels'>,
  { action: { slug, trail }, body, installation }: Press<{ do: 'answer:judge' } & Press['action']>,
): Promise<Answer> {
  const { question } = trail;
  if (question !== undefined && trail.slugs.length === 0) {
    const asked = { installation, channel: pressedIn(body)?.channel ?? '', user: body.user.id, text: question };
    const { answer } = await answerInChannel(services, asked);
    if (answer.kind === 'page' && answer.page.slug === slug) return answer;
  }
  return services.answering.answers.openPage(slug, trail);
}

/** `owner:ask`: the dialog for what was missing, or for a question that no page answers. */
export function askOwner(services: Services): PressListener<'owner:ask'> {
  return async (press) => {
    await press.acknowledge();
    await openFeedback(services, press, press.action);
  };
}

async function openFeedback(
  { answering, channels, handling, owners, slack, views }: Services,
  { body, installation }: Pick<Press, 'body' | 'installation'>,
  { slug, question }: { slug?: string | undefined; question?: string | undefined },
): Promise<void> {
  const page = slug === undefined ? undefined : answering.guide().bySlug.get(slug);
  // What no page answers is for the person whom the channel has chosen; a page has its own owner.
  const { questionsTo: to } = page ? {} : await channels.of({ installation, channel: pressedIn(body)?.channel ?? '' });
  const whom =
    to === undefined ? owners.of(installation, page) : ({ owners: [personOwner(to)], who: 'colleague' } as const);
  const state = answerState(body);
  const isAboutMessage = state !== undefined && state.isOwn !== true;
  const view = feedbackDialog(
    { page, question, id: views.newId(), to, isAboutMessage },
    { ...whom, isKept: handling.asks.isOn },
  );
  await showDialog(slack.clientFor(installation), body, view);
}

function personOwner(id: string): Owner {
  return { kind: 'person', id };
}

/** `feedback`: keeps what was missing, and asks who looks after the page. */
export function sendFeedback({ answering, handling, owners }: Services): SubmissionListener<'feedback'> {
  return async ({ by, close, installation, refuse, show, state, values }) => {
    const page = state.slug === undefined ? undefined : answering.guide().bySlug.get(state.slug);
    const missing = values.text(MISSING) || undefined;
    // Without a page there is nothing else to say than the question; and where nothing is kept, only a question gets anywhere.
    const isAsked = state.slug === undefined || !handling.asks.isOn || values.options(ASK).includes(ASK);
    if (isAsked && missing === undefined && state.question === undefined)
      return refuse({ [MISSING]: 'Write what you want to know.' });
    if (!isAsked && missing === undefined) return close();
    if (isAsked) {
      const to = state.to === undefined ? await recipientsOf(owners, installation, page) : [state.to];
      if (to.length === 0) return show(cannotAskDialog());
      const outcome = await owners.questions.ask(
        {
          ...{ installation, id: state.id, asker: by, question: state.question, missing },
          page: page && { slug: page.slug, title: page.title },
        },
        to,
      );
      if (outcome === 'too many')
        return refuse({
          [MISSING]: `You have asked ${MAX_A_DAY} questions within a day. Ask in a channel, or tomorrow.`,
        });
      owners.wake();
    }
    await show(feedbackSentDialog(isAsked));
    if (missing === undefined) return;
    handling.asks.record({
      ...{ kind: 'judged', installation, person: by.id, surface: 'button' },
      ...{ page: state.slug, question: state.question, isHelpful: false, comment: missing },
    });
  };
}

/** If Slack tells nobody of a group, the question goes to the authors of the guide. */
async function recipientsOf(
  owners: Services['owners'],
  installation: string,
  page: Page | undefined,
): Promise<string[]> {
  const named = await owners.recipients(installation, owners.of(installation, page).owners);
  if (named.length > 0) return named;
  return owners.recipients(installation, owners.authors(installation));
}

/** `owner:answer`: the dialog in which an owner answers. */
export function openAnswer({ owners, slack }: Services): PressListener<'owner:answer'> {
  return async ({ acknowledge, action, body, installation, replace, context, whisper }) => {
    await acknowledge();
    const question = await owners.questions.find({ installation, id: action.id });
    if (question === undefined) return whisper(plainNotice(GONE));
    // A colleague was faster: their own message shows it.
    if (question.answer !== undefined) return replace(questionMessage(question, context.pageUrl));
    const message: unknown = body.container.message_ts;
    const view = ownerAnswerDialog(question, {
      place: placeOf(body),
      message: typeof message === 'string' ? message : undefined,
    });
    await showDialog(slack.clientFor(installation), body, view);
  };
}

const GONE = 'This question is no longer stored: it is too old, or the person who asked has deleted it.';

/** `answer`: the answer goes to the asker. The first one counts. */
export function sendAnswer({ logger, owners, slack, views }: Services): SubmissionListener<'owner-answer'> {
  return async ({ by, close, context, installation, refuse, state, values }) => {
    const text = values.text(ANSWER);
    if (text === '') return refuse({ [ANSWER]: 'Write an answer.' });
    const { place, message } = state;
    const link =
      place !== undefined && isChannel(place.channel) && message !== undefined
        ? (await views.messageUrls(installation))(place.channel, message, place.thread)
        : undefined;
    const question = await owners.questions.answer({ installation, id: state.id }, { by, text, link });
    if (question?.answer === undefined) return refuse({ [ANSWER]: GONE });
    const { answer } = question;
    if (answer.by.id !== by.id || answer.text !== text)
      return refuse({ [ANSWER]: `${answer.by.name} has answered already: ${answer.text.slice(0, 300)}` });
    owners.wake();
    await close();
    if (place?.replyTo === undefined) return;
    try {
      await slack.replyTo(place.replyTo, { replace_original: true, ...questionMessage(question, context.pageUrl) });
    } catch (error) {
      logger.info('The message of a question could not show that it is answered', { installation, error });
    }
  };
}
