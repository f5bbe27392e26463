import type { Index } from './index.js';
import type { ReadQuestion, Term } from './query.js';
import { isNamed, type RankedPage, readingOn } from './rank.js';
import type { SearchResult } from './search.js';
import { isStopWord } from './words/stop-words.js';

/**
 * What speaks for a question being one that the page answers, in units of the logarithm of the odds. Fitted by logistic
 * regression on questions for two guides and on questions from other fields for three, then rounded; see docs/search.md.
 */
const VOTES = {
  /** Each word that the page puts forward: in its names, keywords or headings. */
  putForward: 1.5,
  /** Each other word of its text. */
  mentioned: 0.6,
  /** Each word that was guessed with certainty: what is misspelt loses elsewhere, but is hardly from another field for it. */
  guessed: 1.5,
  /** Each word that the guide does not have. */
  unknown: -0.5,
  /** All words of the question, by how informative they are, found on the page. */
  covered: 3.4,
  /** The page's whole name, where that is the whole question; a keyword counts half. */
  said: 4.5,
};
/** The votes that it takes to be an answer at all, and to be the one answer. */
const LEAST = 2;
const SURE = 6.2;
/** The one answer must also be better than the next page. */
const SURE_LEAD = 1.1;
/** A page that has all that was asked is an answer, however it votes. */
const ALL = 0.9;
/** What a keyword votes beside a name. */
const KEYWORD_SHARE = 0.5;
/** A question of a single word is answered wherever that word stands, if it is hardly a guess: "lunch" is no "launch". */
const CERTAIN = 0.75;
/** … and tells something, against the weight of an unknown word: "work" stands on every page. */
const TELLING = 0.3;

/**
 * How sure the guide can be of its first match. The words of the question vote: one from another field shares an everyday
 * word or two with some text in passing, while a guide's own uses the words that its pages put forward.
 */
export function judge(
  index: Index,
  { terms }: ReadQuestion,
  [first, second]: readonly RankedPage[],
): SearchResult['verdict'] {
  if (first === undefined) return 'nothing';
  if (terms.every(({ written }) => isStopWord(written))) return isNamed(first) ? 'sure' : 'nothing';
  const isOneWord = terms.length === 1;
  const sums = { votes: 0, found: 0, weight: 0 };
  const leastWeight = TELLING * index.vocabulary.unknownWeight;
  let isCertainWord = false;
  for (const term of terms) {
    const { certainty, votes, found, weight } = vote(index, first.number, term);
    sums.votes += term.importance * votes;
    sums.found += term.importance * found;
    sums.weight += term.importance * weight;
    isCertainWord = isOneWord && certainty >= CERTAIN && (weight >= leastWeight || isNamed(first));
  }
  const covered = sums.found / sums.weight;
  const votes = sums.votes + VOTES.covered * covered + VOTES.said * Math.max(first.named, KEYWORD_SHARE * first.said);
  if (votes < LEAST && !isCertainWord && covered < ALL) return 'nothing';
  const isAlone = second === undefined || (isNamed(first) && !isNamed(second));
  const lead = isAlone ? Number.POSITIVE_INFINITY : first.score / second.score;
  return (isOneWord ? isCertainWord : votes >= SURE) && lead >= SURE_LEAD ? 'sure' : 'unsure';
}

function vote({ pages, headlines, vocabulary }: Index, page: number, term: Term) {
  const reading = readingOn(pages, page, term);
  const certainty = reading?.certainty ?? 0;
  const isPutForward = reading !== undefined && headlines.impact(reading.number, page) > 0;
  const isGuessed = reading?.guess !== undefined;
  return {
    certainty,
    votes:
      certainty * (isPutForward ? VOTES.putForward : VOTES.mentioned) +
      (isGuessed && certainty >= CERTAIN ? VOTES.guessed : 0) +
      (term.readings.length === 0 ? VOTES.unknown : 0),
    found: certainty * term.weight,
    // The less certain a guess, the likelier is it that the guide does not have the word.
    weight: isGuessed ? certainty * term.weight + (1 - certainty) * vocabulary.unknownWeight : term.weight,
  };
}
