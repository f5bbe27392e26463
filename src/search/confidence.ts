import { type SearchIndex, unknownWeight } from './index.js';
import type { Query, Term } from './query.js';
import { bestVariant, isExactName, type RankedPage } from './rank.js';
import { isStopWord } from './words/stop-words.js';

/** `sure`: the first page is the answer. `unsure`: several pages could be. `nothing`: none fits. */
export type Confidence = 'sure' | 'unsure' | 'nothing';

/**
 * How much each piece of evidence says for the page answering the question, in log odds. Fitted by logistic regression on questions
 * for two guides and on questions from other fields for three, then rounded; see docs/search.md.
 */
const EVIDENCE = {
  /** Each word in the page's names, keywords or headings. */
  headline: 1.5,
  /** Each other word of its text. */
  text: 0.6,
  /** Each confident correction: misspelled words lose elsewhere, but do not make a question foreign. */
  corrected: 1.5,
  /** Each word that the guide does not have. */
  unknown: -0.5,
  /** The part of the question that the page has, by how informative its words are. */
  coverage: 3.4,
  /** The part of the question that a name of the page covers. */
  name: 4.5,
  /** The logarithm of how many times better than the second page it is. */
  lead: 2,
};
/** A keyword counts half as much as a name. */
const KEYWORD_SHARE = 0.5;
const MIN_ANSWER = 2;
const MIN_SURE = 7;
/** Farther ahead of the second page than this is as good as alone. */
const MAX_LEAD = 3;
/** What the lead must count where the question is one word: two pages with the same word may both be meant. */
const MIN_LEAD_OF_WORD = 0.2;
/** A page with so much of the question is an answer in any case. */
const MIN_COVERAGE = 0.9;
/** For a question of one word, how certain a correction must be: "lunch" is not "launch". */
const MIN_CERTAINTY = 0.75;
/** … and how informative the word, compared with an unknown one: "work" is on every page. */
const MIN_WEIGHT_SHARE = 0.3;

/**
 * How sure it is that the first page answers the question. A question from another field shares an everyday word or two with some
 * text; a question for this guide uses words that its pages put forward.
 */
export function confidenceOf(query: Query, ranked: readonly RankedPage[], index: SearchIndex): Confidence {
  const [first, ...others] = ranked;
  if (first === undefined) return 'nothing';
  if (query.terms.every(({ written }) => isStopWord(written))) return isExactName(first) ? 'sure' : 'nothing';
  const sums = { evidence: 0, found: 0, weight: 0 };
  for (const term of query.terms) {
    const { evidence, found, weight } = evidenceOf(term, first.number, index);
    sums.evidence += term.importance * evidence;
    sums.found += term.importance * found;
    sums.weight += term.importance * weight;
  }
  const coverage = sums.found / sums.weight;
  const name = Math.max(first.nameCoverage, KEYWORD_SHARE * first.phraseCoverage);
  const evidence = sums.evidence + EVIDENCE.coverage * coverage + EVIDENCE.name * name;
  const [only] = query.terms.length === 1 ? query.terms : [];
  const isCertainWord = only !== undefined && isCertain(only, first, index);
  if (evidence < MIN_ANSWER && coverage < MIN_COVERAGE && !isCertainWord) return 'nothing';
  if (isOnlyPageWithName(query, first, others, index)) return 'sure';
  const lead = EVIDENCE.lead * Math.log(leadOver(others, first));
  return (only === undefined ? evidence + lead >= MIN_SURE : isCertainWord && lead >= MIN_LEAD_OF_WORD)
    ? 'sure'
    : 'unsure';
}

/** An error code or a setting, such as `E_SCHEMA_AHEAD`. */
const NAME = /^(?=.{6})[A-Z0-9]+(?:_[A-Z0-9]+)+$/;

/** Whether the question has such a name that of all pages found only the first has: whatever is said around it, that page is meant. */
function isOnlyPageWithName(
  { terms }: Query,
  first: RankedPage,
  others: readonly RankedPage[],
  index: SearchIndex,
): boolean {
  const names = new Set(terms.flatMap(({ written }) => (NAME.test(written) ? [written] : [])));
  return [...names].some((name) => {
    const parts = terms.filter(({ written }) => written === name);
    const has = ({ number }: RankedPage): boolean =>
      parts.every((part) => bestVariant(index.pagePostings, number, part)?.certainty === 1);
    return has(first) && !others.some(has);
  });
}

/** How many times better than the second page the first is; no better if the question names another page and not the first. */
function leadOver(others: readonly RankedPage[], first: RankedPage): number {
  const [second] = others;
  if (second === undefined || (isExactName(first) && !isExactName(second))) return MAX_LEAD;
  if (others.some(({ nameCoverage }) => nameCoverage > 0 && nameCoverage >= first.nameCoverage)) return 1;
  return Math.min(MAX_LEAD, first.score / second.score);
}

/** Whether the only word of a question is enough to answer it. */
function isCertain(term: Term, page: RankedPage, index: SearchIndex): boolean {
  const { certainty, weight } = evidenceOf(term, page.number, index);
  return certainty >= MIN_CERTAINTY && (weight >= MIN_WEIGHT_SHARE * unknownWeight(index) || isExactName(page));
}

function evidenceOf(term: Term, page: number, index: SearchIndex) {
  const variant = bestVariant(index.pagePostings, page, term);
  const certainty = variant?.certainty ?? 0;
  const isHeadline = variant !== undefined && index.headlineTerms[page]?.has(variant.stem) === true;
  const isCorrected = variant?.correction !== undefined;
  return {
    certainty,
    evidence:
      certainty * (isHeadline ? EVIDENCE.headline : EVIDENCE.text) +
      (isCorrected && certainty >= MIN_CERTAINTY ? EVIDENCE.corrected : 0) +
      (term.variants.length === 0 ? EVIDENCE.unknown : 0),
    found: certainty * term.weight,
    // The less certain a correction, the likelier the guide does not have the word.
    weight: isCorrected ? certainty * term.weight + (1 - certainty) * unknownWeight(index) : term.weight,
  };
}
