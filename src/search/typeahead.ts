import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Guide, Page, Section } from '../guide/page.js';
import { isStopWord } from './words/stop-words.js';
import { tokenize } from './words/tokenize.js';

/** Suggests titles, other names and headings while somebody types into a search field. */
export interface Typeahead {
  /** Best first, each page and each section once; nothing for fewer than two letters. */
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

/** A page comes before its sections. */
const KIND_BOOST = { title: 1.5, alias: 1.3, heading: 1 };
/** For an entry that begins as typed. */
const BEGINNING_BOOST = 1.5;
/** For each stop word that was typed: it says nothing about the topic, but tells "Other frameworks" from "Frameworks". */
const STOP_WORD_BOOST = 1.2;
const MAX_LENGTH = 200;
const MAX_WORDS = 8;
/** Words that are searched for, each of which takes a look at most words of the guide. */
const MAX_WANTED = 5;

export function createTypeahead(guide: Guide): Typeahead {
  const entries = entriesOf(guide);
  const index = new MiniSearch<Entry>({
    fields: ['text', 'beginnings'],
    extractField: (entry, field) => (field === 'id' ? entry.id : entry.text),
    tokenize: (text, field) => (field === 'beginnings' ? wordsOf(text).flatMap(beginningsOf) : wordsOf(text)),
    processTerm: (word) => word,
  });
  index.addAll(entries);

  return {
    suggest(typed, limit) {
      const words = wordsOf(typed.slice(0, MAX_LENGTH)).slice(0, MAX_WORDS);
      if (words.join('').length < 2) return [];
      const stopWords = words.filter(isStopWord);
      const [first = ''] = words;
      const boostDocument = (id: number): number => {
        const entry = entries[id];
        if (entry === undefined) return 0;
        const beginning = entry.words[0]?.startsWith(first) ? BEGINNING_BOOST : 1;
        const shared = stopWords.filter((word) => entry.words.includes(word)).length;
        return KIND_BOOST[entry.kind] * beginning * STOP_WORD_BOOST ** shared;
      };
      const queries = wanted([...new Set(words)]).slice(0, MAX_WANTED);
      for (const options of ATTEMPTS) {
        const found = index.search({ queries, ...options }, { boostDocument });
        if (found.length > 0)
          return bestOfEachPlace(
            found.map(({ id }) => entries[id]),
            limit,
          );
      }
      return [];
    },
  };
}

/**
 * The words to search for: those of the topic, or the stop words if nothing else was typed yet. The first letter of the next word
 * says nothing.
 */
function wanted(words: readonly string[]): string[] {
  const isLongEnough = ({ length }: string): boolean => length > 1;
  const topics = words.filter((word) => isLongEnough(word) && !isStopWord(word));
  if (topics.length > 0) return topics;
  const stopWords = words.filter(isLongEnough);
  return stopWords.length > 0 ? stopWords : [...words];
}

/** What to try until something is found: all words, then also misspelled ones, then any word. */
const ATTEMPTS: readonly SearchOptions[] = [
  { combineWith: 'AND', prefix: true, fields: ['text'] },
  { combineWith: 'AND', prefix: true, fuzzy: editsAllowed },
  // Nearly every entry has a word with a given two first letters.
  { combineWith: 'OR', prefix: ({ length }) => length > 2, fuzzy: editsAllowed },
];

const MIN_BEGINNING = 4;
const MAX_BEGINNING = 8;

/** MiniSearch forgives mistakes in whole words only. With the beginnings of a long word as a field, `deplyo` finds "Deploying". */
function beginningsOf(word: string): string[] {
  const lengths = Array.from({ length: MAX_BEGINNING - MIN_BEGINNING + 1 }, (_, more) => MIN_BEGINNING + more);
  return lengths.filter((length) => length < word.length).map((length) => word.slice(0, length));
}

/** For MiniSearch, two letters that changed places are two edits. */
function editsAllowed(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 6 ? 1 : 2;
}

interface Entry extends Suggestion {
  readonly id: number;
  readonly words: readonly string[];
}

function entriesOf({ pages }: Guide): Entry[] {
  const suggestions = pages.flatMap((page): Suggestion[] => [
    { text: page.title, kind: 'title', page },
    ...page.aliases.map((text) => ({ text, kind: 'alias' as const, page })),
    ...page.sections.flatMap((section) =>
      section.heading === undefined ? [] : [{ text: section.heading, kind: 'heading' as const, page, section }],
    ),
  ]);
  return suggestions.map((suggestion, id) => ({ ...suggestion, id, words: wordsOf(suggestion.text) }));
}

function wordsOf(text: string): string[] {
  return tokenize(text).flatMap(({ parts }) => parts);
}

/** A page's title and its aliases lead to the same place: of them the best is suggested. */
function bestOfEachPlace(found: readonly (Entry | undefined)[], limit: number): Suggestion[] {
  const best = new Map<Page | Section, Suggestion>();
  for (const entry of found) {
    if (best.size === limit) break;
    if (entry === undefined) continue;
    const { id: _id, words: _words, ...suggestion } = entry;
    const place = suggestion.section ?? suggestion.page;
    if (!best.has(place)) best.set(place, suggestion);
  }
  return [...best.values()];
}
