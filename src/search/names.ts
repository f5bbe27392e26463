import type { Page } from '../guide/page.js';
import type { Query, Term } from './query.js';
import { isStopWord } from './words/stop-words.js';
import { stem } from './words/terms.js';
import { tokenize } from './words/tokenize.js';

/** A name of a page, or a keyword, ready to be compared with a question. */
export interface PageName {
  /** The stems that a question must have to have the name. */
  readonly terms: readonly string[];
  /** All its stems, with stop words: "other" tells "Other web frameworks" from "Web frameworks". */
  readonly words: readonly string[];
}

/** What people may call a page: its title, its aliases and, for a title of several words, the initials. */
export function namesOf(page: Page): string[] {
  return [page.title, ...page.aliases, ...initials(page.title)];
}

/** `paas` for "Platform-as-a-Service", `cdn` for "Content delivery networks"; nothing for a single word or a sentence. */
export function initials(title: string): string[] {
  const letters = wordsOf(title)
    .map((word) => word.slice(0, 1))
    .join('');
  return /^[a-z]{2,6}$/.test(letters) ? [letters] : [];
}

export function toPageName(name: string): PageName {
  const parts = wordsOf(name);
  const topics = parts.filter((part) => !isStopWord(part));
  const words = [...new Set(parts.map(stem))];
  return { terms: topics.length > 0 ? [...new Set(topics.map(stem))] : words, words };
}

function wordsOf(text: string): string[] {
  return tokenize(text).flatMap(({ parts }) => parts);
}

/** How much each stop word adds that name and question share: not much, but it tells two such names apart. */
const STOP_WORD_SHARE = 0.1;
const MAX_COVERAGE = 1.4;

/** The names of all pages, each by its rarest term, so that a question looks at few of them. */
export type NameIndex = ReadonlyMap<string, readonly { readonly page: number; readonly name: PageName }[]>;

/** @param names of each page */
export function indexNames(names: readonly (readonly PageName[])[]): NameIndex {
  const frequencies = new Map<string, number>();
  for (const ofPage of names) {
    for (const { terms } of ofPage) for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const frequency = (term: string): number => frequencies.get(term) ?? 0;
  const byRarestTerm = new Map<string, { page: number; name: PageName }[]>();
  for (const [page, ofPage] of names.entries()) {
    for (const name of ofPage) {
      if (name.terms.length === 0) continue;
      const rarest = name.terms.reduce((one, other) => (frequency(other) < frequency(one) ? other : one));
      const list = byRarestTerm.get(rarest);
      if (list === undefined) byRarestTerm.set(rarest, [{ page, name }]);
      else list.push({ page, name });
    }
  }
  return byRarestTerm;
}

/**
 * Finds the pages whose whole name a question has. A name does not match where one of its terms is missing. Stop words tip the
 * scale: "show me other web frameworks" matches "Other web frameworks" a little more than "Web frameworks".
 * @returns for each such page, the part of the question's weight that its name covers; above 1 with shared stop words
 */
export function nameCoverages(names: NameIndex, query: Query): Map<number, number> {
  const coverages = new Map<number, number>();
  const whole = weightOf(query.terms);
  for (const stem of query.stems) {
    for (const { page, name } of names.get(stem) ?? []) {
      if (!name.terms.every((term) => query.stems.has(term))) continue;
      const coverage = Math.min(MAX_COVERAGE, weightOfName(name, query) / whole);
      if (coverage > (coverages.get(page) ?? 0)) coverages.set(page, coverage);
    }
  }
  return coverages;
}

/** The weight of all words of a question. */
function weightOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { weight, importance }) => sum + weight * importance, 0);
}

function weightOfName({ terms, words }: PageName, query: Query): number {
  let weight = 0;
  for (const term of query.terms) {
    const variant = term.variants.find(({ stem }) => terms.includes(stem));
    weight += term.weight * term.importance * (variant?.likelihood ?? 0);
  }
  const shared = words.filter((word) => query.stems.has(word)).length;
  return (weight * shared * (1 + STOP_WORD_SHARE * (shared - terms.length))) / words.length;
}
