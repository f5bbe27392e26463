import type { Button, KnownBlock } from '@slack/types';
import type { Answer, PageAnswer } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { actions, button, contextLine, type Message, messageOf, section } from '../block-kit/blocks.js';
import { cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { nextStepButton, shortPassage } from './card.js';
import type { RenderContext } from './context.js';
import { tellAuthorsButton } from './feedback.js';
import { alsoAsked, correctionNote, pageTexts } from './pages.js';

/** What was asked in a channel, and by whom. */
export interface Asked {
  readonly text: string;
  /** The id in Slack of the person who asked: only they can remove the answer. */
  readonly person: string;
  /** Asked by the shortcut of a message. The answer then says who asked: it stands below what other people wrote. */
  readonly from?: 'message' | 'dialog';
}

/** Next steps: the card has them all. */
const STEPS = 2;
const PAGES = 3;
/** Characters of a question that a value has room for, even if each is an escaped one. */
const QUESTION = 300;
const SHOWN_QUESTION = 150;

/**
 * The answer to a mention, for everyone in the channel, so it is short. Its buttons answer the person who presses them privately and leave
 * it as it is.
 */
export function threadAnswer(answer: Answer, asked: Asked, context: RenderContext): Message {
  const { text, person } = asked;
  const { blocks, buttons } = partsOf(answer, cutPlain(text, QUESTION), context);
  const remove = button('Remove', { do: 'answer:remove', by: person }, { label: 'Remove this answer' });
  return messageOf([...asker(asked), ...blocks, actions([...buttons, remove])]);
}

/** Whose question it is. A mention stands above its answer, and says it itself. */
function asker({ text, person, from }: Asked): KnownBlock[] {
  if (from === undefined) return [];
  const asked = cutPlain(text, SHOWN_QUESTION);
  const what = from === 'message' || asked === '' ? ' about this thread' : `: ${escapeMrkdwn(asked)}`;
  return [contextLine(`<@${person}> asked the guide${what}`)];
}

interface Parts {
  readonly blocks: readonly KnownBlock[];
  readonly buttons: readonly Button[];
}

function partsOf(answer: Answer, question: string, context: RenderContext): Parts {
  switch (answer.kind) {
    case 'page':
      return page(answer, context);
    case 'results':
      return {
        blocks: [...notes(answer.corrections), section('*Several pages could answer this:*')],
        buttons: [
          ...answer.results.slice(0, PAGES).map((result) => pageButton(result.page, { question: answer.question })),
          privately('More', question),
        ],
      };
    case 'nothing-found':
      return {
        blocks: [
          section(
            `*The guide has no page that answers that.* ${answer.related ? 'The closest pages:' : 'The guide starts here:'}`,
          ),
        ],
        buttons: [
          ...answer.closest.slice(0, PAGES).map((found) => pageButton(found)),
          ...tellAuthorsButton(answer.question, context),
        ],
      };
    case 'help':
      return {
        blocks: [section('Mention me with a question in your own words, for example:')],
        buttons: answer.examples.map((example) => privately(example, example)),
      };
    case 'checklist':
      return only(
        `*Checklist:* ${escapeMrkdwn(cutPlain(answer.checklist.title, TITLE))}`,
        'Open the checklist',
        question,
      );
    case 'choose-checklist':
      return only('Several checklists could be meant.', 'Choose a checklist', question);
    case 'no-checklist':
      return only(`The page “${escapeMrkdwn(cutPlain(answer.page.title, TITLE))}” has no checklist.`, 'More', question);
    case 'checklists':
      return only('Checklists of this channel, and those that you can post:', 'Show the checklists', question);
    case 'topics':
      return only(
        `The guide has ${answer.pages.length === 1 ? 'one page' : `${answer.pages.length} pages`}.`,
        'Show all topics',
        question,
      );
    case 'search':
      return {
        blocks: [section('Search the guide as you type:')],
        buttons: [button('Search', { do: 'search:open' })],
      };
    case 'report':
      return {
        blocks: [section('What people asked, for the authors of the guide:')],
        buttons: [button('Show the report', { do: 'report:show', days: 30, anew: true })],
      };
    case 'forget-me':
      return only('What I remember of you can be deleted.', 'Go on', question);
    case 'settings':
      return {
        blocks: [section('The settings of this channel:')],
        buttons: [button('Channel settings', { do: 'settings:open' })],
      };
    case 'page-gone':
      return only('That page is no longer in the guide.', 'Show all topics', 'topics');
    case 'no-guide':
      return only(
        "I can't answer yet: I haven't been able to load the guide. I keep trying, so ask again in a few minutes.",
        'Ask again',
        question,
      );
  }
}

const TITLE = 150;

function page(answer: PageAnswer, { pageUrl }: RenderContext): Parts {
  const { page: found, passage, question, secondQuestion, corrections, trail } = answer;
  const { title, summary } = pageTexts(found);
  const onwards = { ...trail, slugs: [...trail.slugs, found.slug] };
  return {
    blocks: [
      ...notes(corrections),
      title,
      ...(passage ? [section(shortPassage(found, passage, pageUrl))] : summary),
      ...alsoAsked(secondQuestion),
    ],
    buttons: [
      ...found.nextSteps
        .slice(0, STEPS)
        .map((step) => nextStepButton(step, (slug) => ({ do: 'page:open', slug, trail: onwards, anew: true }))),
      pageButton(found, { question: question ?? trail.question, section: trail.section }, 'More'),
    ],
  };
}

function notes(corrections: PageAnswer['corrections']): KnownBlock[] {
  return correctionNote(corrections).map((line) => contextLine(line));
}

/** Opens a page's card privately. With the question or the section, the card shows the passage that answers. */
function pageButton(
  found: Page,
  { question, section: anchor }: { question?: string | undefined; section?: string | undefined } = {},
  text = found.title,
): Button {
  const trail = {
    slugs: [],
    ...(question !== undefined && { question }),
    ...(anchor !== undefined && { section: anchor }),
  };
  const label = text === found.title ? {} : { label: `${text} about ${found.title}` };
  return button(text, { do: 'page:open', slug: found.slug, trail, anew: true }, label);
}

/** A line for everyone, and what was asked for behind a button: it is long, or about the person who presses. */
function only(line: string, label: string, question: string): Parts {
  return { blocks: [section(line)], buttons: [privately(label, question)] };
}

function privately(text: string, question: string): Button {
  return button(text, { do: 'question:ask', question, anew: true });
}
