import type { NoChecklistAnswer, NothingFoundAnswer, PageGoneAnswer, ResultsAnswer } from '../../answer/answer.js';
import { actions, button, contextLine, header, type Message, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { browseTopicsButton, correctionNote, openButton, pageRow, pageTexts } from './pages.js';

/** Several pages could be meant: the person chooses. */
export function resultsMessage({ question, results, corrections }: ResultsAnswer): Message {
  const trail = { slugs: [], question };
  return {
    text: `${results.length} pages could answer that: ${results.map(({ page }) => pageTexts(page).name).join(', ')}`,
    blocks: [
      header('Did you mean one of these?'),
      ...correctionNote(corrections).map((note) => contextLine(note)),
      ...results.map(({ page }) => pageRow(page, trail)),
      actions([browseTopicsButton]),
    ],
  };
}

const QUESTION = 150;
const WORDS = 5;

/** No page answers: which words the guide does not have, the closest pages, and how to browse. */
export function nothingFoundMessage(answer: NothingFoundAnswer, { command }: RenderContext): Message {
  const question = cutPlain(answer.question, QUESTION);
  const unknown = answer.unknownWords.slice(0, WORDS).map((word) => `“${cutPlain(word, 40)}”`);
  const notes = unknown.length > 0 ? [`Not in the guide: ${escapeMrkdwn(unknown.join(', '))}`] : [];
  return {
    text: escapeEntities(`The guide has no page that answers “${question}”.`),
    blocks: [
      section(`*The guide has no page that answers that.*\n${escapeMrkdwn(question)}`),
      ...[...notes, ...correctionNote(answer.corrections)].map((note) => contextLine(note)),
      section(answer.related ? 'Did you mean one of these?' : 'The guide starts here:'),
      actions([...answer.closest.map((page) => openButton(page)), browseTopicsButton]),
      contextLine(`Try other words, or the name of the tool. \`${command} help\` shows what else you can ask.`),
    ],
  };
}

/** A button of an old card led to a page that was renamed or removed. */
export function pageGoneMessage({ slug, closest }: PageGoneAnswer): Message {
  const name = cutPlain(slug, 100);
  return {
    text: escapeEntities(`The page “${name}” is no longer in the guide.`),
    blocks: [
      section(`The page “${escapeMrkdwn(name)}” is no longer in the guide. These pages are the closest:`),
      actions([...closest.map((page) => openButton(page)), browseTopicsButton]),
    ],
  };
}

/** The page that was meant has no checklist: related pages that have one. */
export function noChecklistMessage({ page, alternatives }: NoChecklistAnswer): Message {
  const title = cutPlain(page.title, 150);
  const more = alternatives.length > 0 ? ' These related pages have one:' : '';
  return {
    text: escapeEntities(`The page “${title}” has no checklist.`),
    blocks: [
      section(`The page “${escapeMrkdwn(title)}” has no checklist.${more}`),
      actions([
        ...alternatives.map((other) => button(other.title, { do: 'checklist:preview', slug: other.slug, part: 0 })),
        openButton(page, { text: 'Open the page' }),
        button('All checklists', { do: 'list:open', what: 'checklists', part: 0 }),
      ]),
    ],
  };
}
