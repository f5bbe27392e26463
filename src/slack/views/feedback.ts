import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import type { Owner, Page } from '../../guide/page.js';
import { button, contextLine, dialog, input, option } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { cutPlain } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { noticeDialog, plainNotice } from './notices.js';
import { askedLine } from './pages.js';

/** Whether people are asked if an answer helped, and whether somebody can be asked in the place of the guide. */
export interface FeedbackWanted {
  /** Whether a card asks. */
  readonly onCard: (page: Page) => boolean;
  /** Who can be told that nothing was found: the guide's authors, or the person whom the channel has chosen. */
  readonly onNothing: () => 'authors' | 'colleague' | undefined;
}

/**
 * "Was this helpful?": two thumbs among the buttons of a card, or what comes after a No. Without words, because next steps matter more.
 * Ordinary buttons: Slack's documentation does not say whether its feedback buttons work in private replies, and dialogs do not take them.
 */
export function verdictButtons({ page, trail }: PageAnswer, { feedback, verdict }: RenderContext): Button[] {
  const { slug } = page;
  if (verdict === 'unhelpful')
    return [button('Say what was missing…', { do: 'owner:ask', slug, ...questionOf(trail.question) })];
  if (verdict !== undefined || !feedback?.onCard(page)) return [];
  const judge = { do: 'answer:judge', slug, trail } as const;
  return [
    button('', { ...judge, helpful: true }, { emoji: 'thumbsup', label: 'Yes, this was helpful' }),
    button('', { ...judge, helpful: false }, { emoji: 'thumbsdown', label: 'No, this was not helpful' }),
  ];
}

/** What the person said about the card. */
export function verdictLine({ verdict }: Pick<RenderContext, 'verdict'>): KnownBlock[] {
  if (verdict === undefined) return [];
  return [contextLine(`Thanks. You said that this was ${verdict === 'helpful' ? 'helpful' : 'not helpful'}.`)];
}

/** Below "nothing found": somebody who may know can be asked. */
export function tellAuthorsButton(question: string, { feedback }: Pick<RenderContext, 'feedback'>) {
  const who = feedback?.onNothing();
  if (who === undefined) return [];
  const [text, label] =
    who === 'authors'
      ? ['Ask the authors…', 'Ask the authors of the guide']
      : ['Ask a colleague…', 'Ask the person who answers open questions of this channel'];
  return [button(text, { do: 'owner:ask', ...questionOf(question) }, { label })];
}

/** A value has room for this much of a question, even if each character is an escaped one. */
const QUESTION = 300;

function questionOf(question: string | undefined): { question?: string } {
  return question === undefined ? {} : { question: question.slice(0, QUESTION) };
}

/** The fields of the dialog. */
export const MISSING = 'missing';
export const ASK = 'ask';

const MAX_MISSING = 1_500;
const TITLE = 100;

/** Whom a question can be put to. */
export interface Askable {
  /** The owners of the page or of the guide; otherwise the guide's authors. Empty if nobody is named. */
  readonly owners: readonly Owner[];
  readonly who: 'owner' | 'authors' | 'colleague';
  /** Whether what is written is kept. Otherwise it has to go to somebody. */
  readonly isKept: boolean;
}

/**
 * "What was missing?", and whether somebody should be asked.
 * @param id of the question, if one is put to somebody
 * @param to the id of the person whom the channel has chosen for it
 * @param isAboutMessage the question is what somebody's message says
 */
export function feedbackDialog(
  {
    page,
    question,
    id,
    to,
    isAboutMessage = false,
  }: {
    page?: Page | undefined;
    question?: string | undefined;
    id: string;
    to?: string | undefined;
    isAboutMessage?: boolean;
  },
  { owners, who, isKept }: Askable,
): ModalView {
  const asks = owners.length > 0;
  const mayAsk = asks && isKept && page !== undefined;
  const name = page === undefined ? undefined : cutPlain(page.title, TITLE);
  return dialog({
    kind: 'feedback',
    title: page ? 'What was missing?' : who === 'colleague' ? 'Ask a colleague' : 'Ask the authors',
    submit: 'Send',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'feedback',
      id,
      ...(page && { slug: page.slug }),
      ...questionOf(question),
      ...(to !== undefined && { to }),
    }),
    blocks: [
      ...askedLine(question, [], { isAboutMessage }),
      input(
        MISSING,
        name === undefined ? 'What do you want to know?' : `What were you looking for on “${name}”?`,
        { type: 'plain_text_input', action_id: MISSING, multiline: true, max_length: MAX_MISSING, focus_on_load: true },
        { optional: true },
      ),
      ...(mayAsk
        ? [
            input(
              ASK,
              'Do you need an answer?',
              { type: 'checkboxes', action_id: ASK, options: [option(ASK_TEXT[who], ASK)] },
              { optional: true },
            ),
          ]
        : []),
      ...(asks
        ? [
            contextLine(
              `${mayAsk ? 'Then this goes' : 'This goes'} to ${namesOf(owners)}, with your name. The answer comes to you as a direct message.`,
            ),
          ]
        : []),
    ],
  });
}

const ASK_TEXT = {
  owner: 'Ask the page’s owner',
  authors: 'Ask the guide’s authors',
  colleague: 'Ask a colleague',
} as const;
const NAMES = 3;

/** `<@U0ADA00001> and <#C0DEPLOY02>`: in a dialog, a mention notifies nobody. */
function namesOf(owners: readonly Owner[]): string {
  const names = owners
    .slice(0, NAMES)
    .map(({ kind, id }) => ({ person: `<@${id}>`, group: `<!subteam^${id}>`, channel: `<#${id}>` })[kind]);
  const more = owners.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' and ');
}

/** After the dialog. */
export function feedbackSentDialog(asked: boolean): ModalView {
  return noticeDialog(
    asked
      ? plainNotice('Sent. When somebody answers, you get a direct message from me.')
      : plainNotice('The authors of the guide will read it.'),
    asked ? 'Question sent' : 'Thank you',
  );
}

/** Nobody could be asked. */
export function cannotAskDialog(): ModalView {
  return noticeDialog(
    plainNotice(
      'I could not find out who to ask: Slack does not let me read the members of the group that looks after this page. Ask in a channel, or tell the person who runs this app that it needs the permission usergroups:read.',
    ),
    'Not sent',
  );
}
