import type { PageName } from './page-names.js';
import type { ReadQuestion, Term } from './read-question.js';

/** What words of a question tell together, by how few pages have each; of each the part that is given. */
export const weigh = (terms: readonly Term[], part: (term: Term) => number): number =>
  terms.reduce((sum, term) => sum + term.weight * term.importance * part(term), 0);

/** What each word of grammar in a name adds where the question says it too: not much, but it tells two such names apart. */
const GRAMMAR = 0.1;
export const MOST_SAID = 1.4;

/**
 * The part of a question's weight that says a page's name, 0 where it lacks a telling word of every name. Grammar
 * tips the scale: a question for "other web frameworks" says "Other web frameworks" a little more than "Web frameworks", one
 * without "other" rather less. At most MOST_SAID.
 */
export const nameSaid = (names: readonly PageName[], question: ReadQuestion): number => {
  let most = 0;
  for (const name of names) {
    if (name.terms.length === 0 || !name.terms.every((stem) => question.words.has(stem))) continue;
    const weight = weigh(
      question.terms,
      ({ readings }) => readings.find(({ stem }) => name.terms.includes(stem))?.likelihood ?? 0,
    );
    const said = name.words.filter((stem) => question.words.has(stem)).length;
    const grammar = 1 + GRAMMAR * (said - name.terms.length);
    most = Math.max(most, (weight * said * grammar) / name.words.length);
  }
  return most === 0 ? 0 : Math.min(MOST_SAID, most / weigh(question.terms, () => 1));
};
