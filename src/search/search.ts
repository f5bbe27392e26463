import { LruMap } from 'toad-cache';
import type { Guide, Page } from '../guide/page.js';
import { buildIndex } from './build-index.js';
import { type Confidence, confidenceOf } from './confidence.js';
import type { SearchIndex } from './index.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { parseQuestion } from './parse-question.js';
import {
  bestVariant,
  type RankedSections,
  rankPages,
  rankSections,
  type SectionMatch,
  type TermWeights,
} from './rank.js';
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
