import type { Index } from './create-index.js';
import { isNamed, type RankedPage } from './rank.js';
import type { ReadQuestion, Term } from './read-question.js';
import { readingOn } from './reading-on.js';
import type { SearchResult } from './search.js';

/**
 * What speaks for a question being one that the page answers, in units of the logarithm of the odds. Fitted by logistic
 * regression on questions for two guides and on questions from other fields for three, then rounded; see docs/search.md.
 */
const VOTES = {
  /** Each word that the page puts forward: in its names, keywords or headings. */
  putForward: 2.25,
  /** Each other word of its text that some other page puts forward. */
  mentioned: 1.25,
  /** All words of the question, by how informative they are, found on the page. */
  covered: 2,
  /** The page's whole name, where that is the whole question. */
  named: 7,
  /** The score, in units of the weight of an unknown word, so that guides of any size compare. */
  score: 0.35,
};
/** The votes that it takes to be an answer at all, and to be the one answer. */
const LEAST = 4.5;
const SURE = 8;
/** The one answer must also be better than the next page. */
const SURE_LEAD = 1.1;
/** A page that has all that was asked is an answer, however it votes. */
const ALL = 0.9;
/** A question of a single word is answered wherever that word stands, if it is hardly a guess. */
const CERTAIN = 0.6;

/**
 * How sure the guide can be of its first match. The words of the question vote: one from another field shares an everyday
 * word or two with some text in passing, while a guide's own uses the words that its pages put forward.
 */
export const judge = (
  index: Index,
  { terms }: ReadQuestion,
  [first, second]: readonly RankedPage[],
): SearchResult['verdict'] => {
  if (first === undefined) return 'nothing';
  const sums = { votes: 0, found: 0, weight: 0 };
  for (const term of terms) {
    const { votes, found, weight } = vote(index, first.number, term);
    sums.votes += term.importance * votes;
    sums.found += term.importance * found;
    sums.weight += term.importance * weight;
  }
  const covered = sums.found / sums.weight;
  const votes =
    sums.votes +
    VOTES.covered * covered +
    VOTES.named * first.named +
    (VOTES.score * first.score) / index.vocabulary.unknownWeight;
  const [only] = terms;
  const isOneWord =
    only !== undefined && terms.length === 1 && (readingOn(index.pages, first.number, only)?.certainty ?? 0) >= CERTAIN;
  if (votes < LEAST && !isOneWord && covered < ALL) return 'nothing';
  const isAlone = second === undefined || (isNamed(first) && !isNamed(second));
  const lead = isAlone ? Number.POSITIVE_INFINITY : first.score / second.score;
  return (votes >= SURE || isOneWord) && lead >= SURE_LEAD ? 'sure' : 'unsure';
};

const vote = ({ pages, headlines, vocabulary }: Index, page: number, term: Term) => {
  const reading = readingOn(pages, page, term);
  const certainty = reading?.certainty ?? 0;
  const isPutForward = reading !== undefined && headlines.impact(reading.stem, page) > 0;
  const isMentioned = reading !== undefined && headlines.has(reading.stem);
  return {
    votes: certainty * (isPutForward ? VOTES.putForward : isMentioned ? VOTES.mentioned : 0),
    found: certainty * term.weight,
    // The less certain a guess, the likelier is it that the guide does not have the word.
    weight:
      reading?.guess === undefined ? term.weight : certainty * term.weight + (1 - certainty) * vocabulary.unknownWeight,
  };
};
