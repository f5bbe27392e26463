import type { Page, Section } from '../guide/page.js';
import type { Index } from './open-index.js';
import type { Term } from './read-question.js';
import { readingOn } from './reading-on.js';

/** What a word of the page's title counts here: it is said of the whole page, and headings repeat it. */
const TITLE_SHARE = 0.25;
/** A checklist touches on everything, and the card has a button for it. */
const CHECKLIST_SHARE = 0.5;

/** The section of a page that answers a question; the introduction where the question says no more than the title. */
export const chooseSection = (index: Index, page: Page, number: number, terms: readonly Term[]): Section => {
  const title = new Set(index.names[number]?.[0]?.terms);
  const said = terms.flatMap((term) => {
    const reading = readingOn(index.pages, number, term);
    if (reading === undefined) return [];
    const factor = term.importance * reading.likelihood * (title.has(reading.stem) ? TITLE_SHARE : 1);
    return [{ stem: reading.stem, factor }];
  });
  const introduction = page.sections[0] ?? { anchor: '', depth: 0, content: [], text: '' };
  if (said.every(({ stem }) => title.has(stem)) && introduction.text !== '') return introduction;
  let best = { section: introduction, score: 0 };
  for (const [place, section] of page.sections.entries()) {
    const share = section.heading !== undefined && section.heading === page.checklist?.heading ? CHECKLIST_SHARE : 1;
    const document = (index.firstSections[number] ?? 0) + place;
    const score =
      share * said.reduce((sum, { stem, factor }) => sum + factor * index.sections.impact(stem, document), 0);
    if (score > best.score) best = { section, score };
  }
  return best.section;
};
