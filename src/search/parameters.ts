import type { Bm25 } from './postings.js';

/** What the ranking can be tuned by. `npm run bench -- ranking --ablate` measures what each is worth. */
export interface Parameters {
  readonly bm25: Bm25;
  /** How much a term counts by where it stands, against 1 in the running text. */
  readonly pageBoosts: { title: number; names: number; keywords: number; summary: number; text: number };
  readonly sectionBoosts: { heading: number; text: number };
  /** What a page's best section adds to the page. */
  readonly sectionShare: number;
  /** What a question adds, at most, that says a page's whole name, or one of its keywords. */
  readonly nameBonus: number;
  /** What a sentence counts that only gives the background, where another one does the asking. */
  readonly background: number;
  /** Whether a word that the guide does not have is read as those near it. */
  readonly corrections: boolean;
}

export const PARAMETERS: Parameters = {
  bm25: { k: 1.2, b: 0.7, delta: 0.5, anywhere: 0.7 },
  // Keywords most: an author puts them there to be found by. Prose half, as it counts again in its section.
  pageBoosts: { title: 2, names: 2, keywords: 4, summary: 1.5, text: 0.5 },
  sectionBoosts: { heading: 1, text: 1 },
  sectionShare: 1,
  nameBonus: 0.5,
  background: 0.5,
  corrections: true,
};
