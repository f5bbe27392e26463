import type { Page, Section } from '../guide/page.js';
import type { Index } from './open-index.js';
import type { Reading, Term } from './read-question.js';
import { readingOn } from './reading-on.js';

/** What a word of the page's title counts here: it is said of the whole page, and headings repeat it. */
const TITLE_SHARE = 0.25;
/** A checklist touches on everything, and the card has a button for it. */
const CHECKLIST_SHARE = 0.5;

/** The section of a page that answers a question; the introduction where the question says no more than the title. */
export function chooseSection(index: Index, page: Page, number: number, terms: readonly Term[]): Section {
  const title = index.names[number]?.[0]?.terms ?? [];
  const introduction = page.sections[0] ?? { anchor: '', depth: 0, content: [], text: '' };
  const scores = new Array<number>(page.sections.length).fill(0);
  let saysMore = false;
  for (const term of terms) {
    const reading = compoundOn(index, number, term) ?? readingOn(index.pages, number, term);
    if (reading === undefined) continue;
    const inTitle = title.includes(reading.number);
    if (!inTitle) saysMore = true;
    const factor = term.importance * reading.likelihood * (inTitle ? TITLE_SHARE : 1);
    index.sections.addWithin(scores, index.firstSections[number] ?? 0, reading.number, factor);
  }
  if (!saysMore && introduction.text !== '') return introduction;
  let best = introduction;
  let most = 0;
  for (const [place, section] of page.sections.entries()) {
    const share = section.heading !== undefined && section.heading === page.checklist?.heading ? CHECKLIST_SHARE : 1;
    const score = share * (scores[place] ?? 0);
    if (score > most) [best, most] = [section, score];
  }
  return best;
}

/** What tells the sections of a page apart: "Rollback" is what `roll back` asks for, "Rolling" is not. */
function compoundOn({ pages }: Index, page: number, { readings }: Term): Reading | undefined {
  return readings.length === 1
    ? undefined
    : readings.find(({ isCompound, number }) => isCompound === true && pages.impact(number, page) > 0);
}
