import { LruMap } from 'toad-cache';
import type { Guide, Page } from '../guide/page.js';
import { buildIndex } from './build-index.js';
import { type SearchIndex, unknownWeight } from './index.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { parseQuestion } from './parse-question.js';
import type { Query, Term } from './query.js';
import {
  bestVariant,
  isExactName,
  type RankedPage,
  type RankedSections,
  rankPages,
  rankSections,
  type SectionMatch,
  type TermWeights,
} from './rank.js';
import { isStopWord } from './words/stop-words.js';
import { fold, splitIntoWords } from './words/tokenize.js';

/** Finds the pages that answer a question. */
export interface Search {
  find(question: string): SearchResult;
}

export interface SearchResult {
  /** Best first, each page once, at most ten. With confidence `nothing`, the closest pages. */
  readonly matches: readonly Match[];
  readonly confidence: Confidence;
  /** The words that the guide does not have and that were read as one that it has. */
  readonly corrections: readonly Correction[];
  /** The words that neither the guide nor a correction knows, as typed. */
  readonly unknownWords: readonly string[];
}

export interface Match {
  readonly page: Page;
  /** The sections that match best, at most three, best first; none if the words stand nowhere but in the page's keywords. */
  readonly sections: readonly SectionMatch[];
  /** What was found: the stems, as `toTerms` gives them for a text, with what each counts in choosing a passage. */
  readonly weights: TermWeights;
  readonly score: number;
}

export interface Correction {
  readonly typed: string;
  /** As the first page writes it. */
  readonly read: string;
}

/** @param index of this guide, built with these parameters */
export function createSearch(
  guide: Guide,
  parameters: Parameters = PARAMETERS,
  index: SearchIndex = buildIndex(guide, parameters),
): Search {
  return { find: (question) => find(question, index, parameters) };
}

function find(question: string, index: SearchIndex, parameters: Parameters): SearchResult {
  const query = parseQuestion(question, index, parameters);
  const ranked = rankPages(query, index, parameters);
  const [first] = ranked;
  const corrections: Correction[] = [];
  const unknownWords: string[] = [];
  for (const term of query.terms) {
    // A misspelled word is read as the first page has it.
    const variant = (first && bestVariant(index.pagePostings, first.number, term)) ?? term.variants[0];
    if (variant === undefined) unknownWords.push(term.written);
    if (variant?.correction !== undefined) {
      const page = first && index.pages[first.number];
      corrections.push({
        typed: term.written,
        read: page ? displayForm(variant.correction, page) : variant.correction,
      });
    }
  }
  return {
    matches: ranked.map(({ number, score }) => {
      const page = index.pages[number] as Page;
      return new RankedMatch(page, score, () => rankSections(index, number, query, parameters));
    }),
    confidence: confidenceOf(query, ranked, index),
    corrections,
    unknownWords,
  };
}

class RankedMatch implements Match {
  readonly page: Page;
  readonly score: number;
  readonly #rank: () => RankedSections;
  #ranked?: RankedSections;

  constructor(page: Page, score: number, rank: () => RankedSections) {
    this.page = page;
    this.score = score;
    this.#rank = rank;
  }

  get sections(): readonly SectionMatch[] {
    return this.#sections().sections;
  }

  get weights(): TermWeights {
    return this.#sections().weights;
  }

  /** Ranked when they are read: a card shows a passage of the first page only. */
  #sections(): RankedSections {
    this.#ranked ??= this.#rank();
    return this.#ranked;
  }
}

/** The pages that misspelled questions led to last, with the spelling of each of their words. */
const MAX_CACHED_PAGES = 200;
const displayForms = new LruMap<ReadonlyMap<string, string>>(MAX_CACHED_PAGES);

/** How a page mostly writes a folded word: `PostgreSQL` for "postgresql"; unchanged if the page does not have it. */
function displayForm(word: string, page: Page): string {
  let forms = displayForms.get(page);
  if (forms === undefined) {
    forms = readDisplayForms(page);
    displayForms.set(page, forms);
  }
  return forms.get(word) ?? word;
}

function readDisplayForms(page: Page): Map<string, string> {
  const texts = [
    ...page.aliases,
    ...page.keywords.map(({ text }) => text),
    page.summary,
    ...page.sections.map(({ text }) => text),
    page.title,
  ];
  const counts = new Map<string, number>();
  for (const written of texts.flatMap(splitIntoWords)) {
    if (!/[._-]/.test(written)) counts.set(written, (counts.get(written) ?? 0) + 1);
  }
  const forms = new Map<string, string>();
  const most = new Map<string, number>();
  for (const [written, count] of counts) {
    const folded = fold(written);
    if (count <= (most.get(folded) ?? 0)) continue;
    most.set(folded, count);
    forms.set(folded, written.replace(/['’]s$/, ''));
  }
  return forms;
}

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
