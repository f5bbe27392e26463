import { editDistance } from '../guide/edit-distance.js';
import type { Guide, Page, Section } from '../guide/page.js';
import { sortInSteps } from './sort-in-steps.js';
import { A_STEP, atOnce, type Steps } from './steps.js';
import { isStopWord } from './words/stop-words.js';
import { tokenize } from './words/tokenize.js';

/** Completes what somebody is typing into a search field. */
export interface Typeahead {
  /** The best first, each page and each section once; nothing for fewer than two letters. */
  suggest(typed: string, limit: number): Suggestion[];
}

export interface Suggestion {
  /** The title, alias or heading that matched. */
  readonly text: string;
  readonly kind: 'title' | 'alias' | 'heading';
  readonly page: Page;
  /** The section of a heading. */
  readonly section?: Section;
}

const KIND = { title: 0.3, alias: 0.2, heading: 0 };
/** What it adds that an entry begins as typed, and what it adds, at most, that nothing else stands in it. */
const BEGINS = 0.3;
const WHOLE = 0.3;
/** What a word of grammar counts: it tells "Other frameworks" from "Frameworks", but not what a sentence is about. */
const GRAMMAR = 0.3;
/** Whatever matches less of what was typed than this part of what matches most is no help. */
const LEAST = 0.5;

/** Indexes the titles, aliases and section headings of a guide. */
export function createTypeahead(guide: Guide): Typeahead {
  return atOnce(createTypeaheadInSteps(guide));
}

/** The same in steps. */
export function* createTypeaheadInSteps(guide: Guide): Steps<Typeahead> {
  const entries = yield* entriesOf(guide);
  const having = new Map<string, number[]>();
  for (const [number, { words }] of entries.entries()) {
    if (number % A_STEP === 0) yield;
    for (const word of words) {
      const list = having.get(word);
      if (list === undefined) having.set(word, [number]);
      else if (list.at(-1) !== number) list.push(number);
    }
  }
  const complete = yield* createCompleteWord([...having.keys()]);

  return {
    suggest: (typed, limit) => {
      const parts = partsOf(typed);
      if (parts.join('').length < 2) return [];
      const matched = new Map<number, number>();
      for (const part of parts) {
        const weight = isStopWord(part) ? GRAMMAR : 1;
        for (const [number, quality] of bestOf(complete(part), having)) {
          matched.set(number, (matched.get(number) ?? 0) + weight * quality);
        }
      }
      return best(entries, matched, parts, limit);
    },
  };
}

interface Entry {
  readonly suggestion: Suggestion;
  readonly words: readonly string[];
  /** Entries that lead to the same place: of them one is suggested. */
  readonly place: number;
}

function* entriesOf({ pages }: Guide): Steps<Entry[]> {
  const entries: Entry[] = [];
  let place = 0;
  const add = (suggestion: Suggestion): void => {
    const words = wordsOf(suggestion.text);
    if (words.length > 0) entries.push({ suggestion, words, place });
  };
  for (const page of pages) {
    yield;
    place++;
    add({ text: page.title, kind: 'title', page });
    for (const text of page.aliases) add({ text, kind: 'alias', page });
    for (const section of page.sections) {
      place++;
      if (section.heading !== undefined) add({ text: section.heading, kind: 'heading', page, section });
    }
  }
  return entries;
}

function wordsOf(text: string): string[] {
  return tokenize(text).flatMap(({ parts }) => parts);
}

/** The words that were typed, the last perhaps in part. */
function partsOf(typed: string): string[] {
  return wordsOf(typed.slice(0, 200)).slice(0, 8);
}

function bestOf(
  completions: ReturnType<CompleteWord>,
  having: ReadonlyMap<string, readonly number[]>,
): Map<number, number> {
  const qualities = new Map<number, number>();
  for (const { word, quality } of completions) {
    for (const number of having.get(word) ?? []) qualities.set(number, Math.max(qualities.get(number) ?? 0, quality));
  }
  return qualities;
}

function best(
  entries: readonly Entry[],
  all: ReadonlyMap<number, number>,
  parts: readonly string[],
  limit: number,
): Suggestion[] {
  let most = 0;
  for (const matched of all.values()) most = Math.max(most, matched);
  const places = new Map<number, { score: number; suggestion: Suggestion }>();
  for (const [number, matched] of all) {
    const entry = entries[number];
    if (matched < LEAST * most || entry === undefined) continue;
    const { suggestion, words, place } = entry;
    const begins = words[0]?.startsWith(parts[0] ?? '') === true ? BEGINS : 0;
    const score = matched + begins + WHOLE * Math.min(1, parts.length / words.length) + KIND[suggestion.kind];
    if (score > (places.get(place)?.score ?? 0)) places.set(place, { score, suggestion });
  }
  return [...places.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ suggestion }) => suggestion);
}

/** A word that begins as typed, and how well: 1 for the word itself, less for a beginning, least for a misspelt one. */
export interface Completion {
  readonly word: string;
  readonly quality: number;
}

const BEGINNING = 0.8;
const MISSPELT = 0.4;

/** Finds the words that a typed beginning may become. Misspelt ones count from four letters on, where no other is found. */
export type CompleteWord = (typed: string) => Completion[];

/** @param words Each once */
export function* createCompleteWord(words: readonly string[]): Steps<CompleteWord> {
  const sorted = yield* sortInSteps(words);
  return (typed) => {
    const found: Completion[] = [];
    for (let place = firstFrom(sorted, typed); sorted[place]?.startsWith(typed); place++) {
      const word = sorted[place] ?? '';
      found.push({ word, quality: word === typed ? 1 : BEGINNING });
    }
    if (found.length > 0 || typed.length < 4) return found;
    return sorted
      .filter((word) => word.length >= typed.length - 1 && isNear(typed, word))
      .map((word) => ({ word, quality: MISSPELT }));
  };
}

/** The place of the first word that does not come before the typed one. */
function firstFrom(sorted: readonly string[], typed: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < typed) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether one edit makes the typed letters a beginning of the word. Of their first two one then stands at the beginning as well. */
function isNear(typed: string, word: string): boolean {
  return (
    (typed[0] === word[0] || typed[1] === word[1] || typed[0] === word[1] || typed[1] === word[0]) &&
    [-1, 0, 1].some((more) => editDistance(typed, word.slice(0, typed.length + more), 1) <= 1)
  );
}
