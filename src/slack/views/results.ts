import type { KnownBlock } from '@slack/types';
import type {
  ChooseChecklistAnswer,
  NoChecklistAnswer,
  NothingFoundAnswer,
  PageGoneAnswer,
  Result,
  ResultsAnswer,
  Trail,
} from '../../answer/answer.js';
import { emphasise, snippetOf } from '../../answer/excerpt.js';
import { actions, button, contextLine, header, type Message, messageOf, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn, escapeName } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import { checklistNameButton, checklistRow } from './checklist-rows.js';
import type { RenderContext } from './context.js';
import { tellAuthorsButton } from './feedback.js';
import { alsoAsked, askedLine, browseTopicsButton, correctionNote, openButton, pageRow, pageTexts } from './pages.js';

/** Results that show what matched. The others are buttons: nobody reads five passages. */
const ROWS = 3;

/** Several pages could be meant: the person chooses. */
export function resultsMessage(
  { question, secondQuestion, results, corrections }: ResultsAnswer,
  context: Pick<RenderContext, 'pageUrl' | 'isAboutMessage'>,
): Message {
  const { pageUrl } = context;
  const trail = { slugs: [], question };
  const others = results.slice(ROWS);
  return messageOf([
    ...askedLine(question, correctionNote(corrections), context),
    header('Several pages could answer this'),
    ...results.slice(0, ROWS).map((result) => resultRow(result, trail, pageUrl)),
    ...(others.length > 0 ? [contextLine('Or one of these:')] : []),
    actions([...others.map(({ page }) => openButton(page, { trail })), browseTopicsButton]),
    ...alsoAsked(secondQuestion),
  ]);
}

const TITLE = 150;
const PATH = 150;
/** Characters around the words that matched. */
const SNIPPET = 200;
/** The same with the marks of bold, and with entities. */
const MAX_SNIPPET = 1_000;

/** A page with the words that matched, under its title and their headings. */
function resultRow(result: Result, trail: Trail, pageUrl: RenderContext['pageUrl']): KnownBlock {
  const { page } = result;
  return section(resultText(result, pageUrl), openButton(page, { text: 'Open', trail }));
}

/** The same as mrkdwn. */
export function resultText({ page, passage }: Result, pageUrl: RenderContext['pageUrl']): string {
  if (passage === undefined) return pageTexts(page).row;
  const { content, path, words } = passage;
  const value = snippetOf(content, words, SNIPPET);
  const paragraph = { type: 'paragraph', children: [{ type: 'text', value }] } as const;
  const [snippet = ''] = layOut(
    emphasise([{ ...paragraph, children: [...paragraph.children] }], words),
    pageUrl,
    MAX_SNIPPET,
  );
  const headings = cutPlain(path.join(' › '), PATH);
  return `${bold(cutPlain(page.title, TITLE))}${headings === '' ? '' : ` › ${escapeName(headings)}`}\n${snippet}`;
}

const QUESTION = 150;
const WORDS = 6;
const WORD = 40;

/** No page answers: what was searched for, the closest pages, and how to go on. */
export function nothingFoundMessage(answer: NothingFoundAnswer, context: RenderContext): Message {
  return messageOf(
    [
      ...askedLine(answer.question, [], context),
      header('The guide has no page that answers that'),
      ...understood(answer).map((line) => contextLine(line)),
      section(answer.related ? '*The closest pages:*' : '*The guide starts here:*'),
      ...answer.closest.map((page) => pageRow(page)),
      section(
        `Try other words, or the name of the tool. \`${escapeEntities(context.command)} help\` shows what else you can ask.`,
      ),
      actions([
        button('Search as you type', { do: 'search:open' }),
        browseTopicsButton,
        ...tellAuthorsButton(answer.question, context),
      ]),
    ],
    `The guide has no page that answers “${cutPlain(answer.question, QUESTION)}”.`,
  );
}

/** How the question was read: the words that were searched for, those that the guide does not have, and corrections. */
function understood({ searchedWords, unknownWords, corrections }: NothingFoundAnswer): string[] {
  // If none is in the guide, one line says both.
  const isAllUnknown = searchedWords.every((word) => unknownWords.includes(word));
  const lines = [
    ...(isAllUnknown ? [] : [`Searched for: ${wordList(searchedWords)}`]),
    ...(unknownWords.length > 0 ? [`Not in the guide: ${wordList(unknownWords)}`] : []),
    ...correctionNote(corrections),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function wordList(words: readonly string[]): string {
  const shown = words.slice(0, WORDS).map((word) => `“${escapeMrkdwn(cutPlain(word, WORD))}”`);
  return `${shown.join(', ')}${words.length > WORDS ? ' …' : ''}`;
}

/** A button of an old card led to a page that was renamed or removed. */
export function pageGoneMessage({ slug, closest }: PageGoneAnswer): Message {
  const name = cutPlain(slug, 100);
  return messageOf([
    section(`The page “${escapeMrkdwn(name)}” is no longer in the guide. These pages are the closest:`),
    actions([...closest.map((page) => openButton(page)), browseTopicsButton]),
  ]);
}

/** Several checklists could be meant: the person chooses. */
export function chooseChecklistMessage({ topic, candidates, ...run }: ChooseChecklistAnswer): Message {
  const asked = escapeMrkdwn(cutPlain(topic, QUESTION));
  const [only, ...others] = candidates;
  return messageOf([
    header(others.length > 0 ? 'Which checklist?' : 'Is it this checklist?'),
    contextLine(
      others.length > 0 || only === undefined
        ? `Several could be meant by “${asked}”.`
        : `No checklist is quite “${asked}”. This one is the closest.`,
    ),
    ...candidates.map((list) => checklistRow(list, run)),
    actions([allChecklists]),
  ]);
}

const allChecklists = button('All checklists', { do: 'list:open', what: 'checklists', part: 0 });

/** The page that was meant has no checklist: those of other pages that are about the same. */
export function noChecklistMessage({ page, alternatives, ...run }: NoChecklistAnswer): Message {
  const title = cutPlain(page.title, TITLE);
  const more = alternatives.length > 0 ? ' These checklists are about it, too:' : '';
  return messageOf([
    section(`The page “${escapeMrkdwn(title)}” has no checklist.${more}`),
    actions([
      ...alternatives.map((list) => checklistNameButton(list, run)),
      openButton(page, { text: 'Open the page' }),
      allChecklists,
    ]),
  ]);
}

/** The guide is still to be fetched. */
export function noGuideMessage(): Message {
  return messageOf([
    section(
      "I can't answer yet: I haven't been able to load the guide. I keep trying, so ask again in a few minutes. If this doesn't pass, tell the person who runs this app.",
    ),
  ]);
}
