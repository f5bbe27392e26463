import type { Page } from '../guide/page.js';
import type { Hits } from './create-index.js';
import type { PageName } from './page-names.js';
import { askedWeight, foundWeight } from './question-weight.js';
import type { ReadQuestion } from './read-question.js';
import type { Match } from './search.js';

/** A match with what the verdict is made from. */
export interface RankedMatch extends Match {
  /** The part of the question's weight that stands on the page, from 0 to 1. */
  readonly coverage: number;
  /** The part of the question's weight that the page's own name covers, where the question has the whole name. */
  readonly named: number;
}

/** What a page's best section adds to the page. */
const SECTION_SHARE = 1;
/** What a question adds, at most, that says a page's whole name. */
const NAME_BONUS = 0.5;
/** What each word of grammar in a name adds to it where the question says that too. */
const GRAMMAR_BONUS = 0.1;

/**
 * Orders the pages by (page + best section) · (1 + bonus · named): BM25+ of the whole page together with that of its best
 * section, raised where the question says the page's whole title or alias.
 */
export const rank = (
  hits: Hits,
  question: ReadQuestion,
  namesOf: (page: Page) => readonly PageName[],
): RankedMatch[] => {
  const asked = question.terms.filter((term) => !term.variant);
  const total = askedWeight(asked);
  return hits.pages
    .map(({ page, score, found }): RankedMatch => {
      const best = hits.sections.get(page);
      const named = Math.max(0, ...namesOf(page).map((name) => saidWeight(name, question) / total));
      const covering = asked.filter((term) => [term.stem, ...term.within].some((stem) => found.has(stem)));
      return {
        page,
        section: best?.section ?? introductionOf(page),
        score: (score + SECTION_SHARE * (best?.score ?? 0)) * (1 + NAME_BONUS * named),
        coverage: foundWeight(covering) / total,
        named,
      };
    })
    .sort((a, b) => b.score - a.score);
};

/**
 * The weight of a name that the question says, 0 where it lacks a word of it. Grammar only tips the scale: a question for
 * "other web frameworks" says "Other web frameworks" a little more than "Web frameworks", one without "other" rather less.
 */
const saidWeight = (name: PageName, { terms, words }: ReadQuestion): number => {
  if (name.terms.length === 0 || !name.terms.every((stem) => words.has(stem))) return 0;
  const weight = foundWeight(terms.filter((term) => name.terms.includes(term.stem)));
  const said = name.words.filter((stem) => words.has(stem)).length;
  const grammarSaid = said - name.terms.length;
  return (weight * said * (1 + GRAMMAR_BONUS * grammarSaid)) / name.words.length;
};

const introductionOf = (page: Page): Match['section'] =>
  page.sections[0] ?? { anchor: '', depth: 0, content: [], text: '' };
