import { askedWeight, foundWeight } from './question-weight.js';
import type { RankedMatch } from './rank.js';
import type { ReadQuestion, Term } from './read-question.js';
import type { SearchResult } from './search.js';

/** How much must speak for the best page for it to be an answer at all. */
const LEAST_SUPPORT = 0.51;
/** From here on it may be the one answer, where it also stands out from the next. */
const SURE_SUPPORT = 0.7;
const SURE_LEAD = 1.1;
/** How much of a question the guide must understand for a page's name alone to make it an answer. */
const UNDERSTOOD = 0.6;

/**
 * How sure the guide can be of its first match. What speaks for a page is the part of the question's weight that stands on it,
 * and once more the part that is its name. A word that the guide does not have weighs most, so a question from another field
 * is not answered by the everyday words that it shares with the guide.
 */
export const judge = ({ terms }: ReadQuestion, [first, second]: readonly RankedMatch[]): SearchResult['verdict'] => {
  if (first === undefined || terms.length === 0) return 'nothing';
  const support = first.coverage + first.named;
  const isNamed = first.named > 0 && understood(terms) >= UNDERSTOOD;
  if (support < LEAST_SUPPORT && !isNamed) return 'nothing';
  const lead = second === undefined ? Number.POSITIVE_INFINITY : first.score / second.score;
  return support >= SURE_SUPPORT && lead >= SURE_LEAD ? 'sure' : 'unsure';
};

/** The part of the question's weight that is in words of the guide. */
const understood = (terms: readonly Term[]): number => {
  const asked = terms.filter((term) => !term.variant);
  return foundWeight(asked.filter((term) => term.known)) / askedWeight(asked);
};
