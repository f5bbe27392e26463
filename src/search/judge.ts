import type { RankedMatch } from './rank.js';
import type { ReadQuestion } from './read-question.js';
import type { SearchResult } from './search.js';
import type { Vocabulary } from './vocabulary.js';

/** How much evidence makes a page an answer at all. */
const LEAST_EVIDENCE = 2;
/** A page with all that was asked needs no evidence; of a single word a good guess is enough. */
const ALL = 0.9;
const ALL_OF_ONE = 0.65;
/** When the first page may be the one answer: most of the question, well found, and better than on the next page. */
const SURE_SUPPORT = 0.7;
const SURE_EVIDENCE = 4.5;
const SURE_LEAD = 1.1;

/**
 * How sure the guide can be of its first match. Support is the part of the question's weight that stands on the page, and once
 * more the part that is its name; evidence is support times score, in units of the weight of an unknown word, so that guides
 * of any size compare. A question from another field shares an everyday word or two with some text: little of the question,
 * badly found. The thresholds part such questions from a guide's own.
 */
export const judge = (
  { terms }: ReadQuestion,
  [first, second]: readonly RankedMatch[],
  vocabulary: Vocabulary,
): SearchResult['verdict'] => {
  if (first === undefined) return 'nothing';
  const support = first.coverage + first.named;
  const evidence = (support * first.score) / vocabulary.unknownWeight;
  const isOneWord = terms.filter((term) => !term.variant).length === 1;
  if (first.coverage < (isOneWord ? ALL_OF_ONE : ALL) && evidence < LEAST_EVIDENCE) return 'nothing';
  const lead = second === undefined ? Number.POSITIVE_INFINITY : first.score / second.score;
  const isSure =
    support >= SURE_SUPPORT && lead >= SURE_LEAD && ((isOneWord && support >= ALL) || evidence >= SURE_EVIDENCE);
  return isSure ? 'sure' : 'unsure';
};
