import { keepLast } from '../guide/keep-last.js';
import type { Page } from '../guide/page.js';
import { tokenize } from './words/tokenize.js';

/** A word of the guide, folded, as a page mostly writes it: `PostgreSQL` for "postgresql"; as it is where the page lacks it. */
export type WrittenAs = (word: string, page: Page | undefined) => string;

/** The pages of most guides. Of a larger one those that were read first make room. */
const MOST_KEPT = 300;

/** Reads each page once, when a misspelt word first leads to it. */
export function createWrittenAs(): WrittenAs {
  const spellings = keepLast(MOST_KEPT, spellingsOf);
  return (word, page) => (page && spellings(page).get(word)) ?? word;
}

/** How a page mostly writes each of its words, of those that it does not write as they are folded. */
function spellingsOf(page: Page): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  const texts = [...page.aliases, ...page.keywords, page.summary, ...page.sections.map(({ text }) => text), page.title];
  for (const { written, parts } of texts.flatMap(tokenize)) {
    const [word = ''] = parts;
    if (parts.length !== 1) continue;
    const ways = counts.get(word) ?? new Map<string, number>();
    counts.set(word, ways.set(written, (ways.get(written) ?? 0) + 1));
  }
  const spellings = new Map<string, string>();
  for (const [word, ways] of counts) {
    const [way = word] = [...ways].sort(([, a], [, b]) => b - a)[0] ?? [];
    const spelling = way.replace(/['’]s$/, '');
    if (spelling !== word) spellings.set(word, spelling);
  }
  return spellings;
}
