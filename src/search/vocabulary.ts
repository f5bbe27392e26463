import { isStopWord } from './stop-words.js';
import { toTerms } from './to-terms.js';
import { tokenize } from './tokenize.js';

/** What the guide's words are, and how much each tells: for corrections and for the weight of a question's words. */
export interface Vocabulary {
  /** Tells whether a page of the guide has the stem. */
  has(stem: string): boolean;
  /** How informative a stem is, by how few pages have it (the idf of BM25); for a word that no page has, the highest. */
  weight(stem: string): number;
  readonly unknownWeight: number;
  /** The words as they are spelt, folded, with the number of pages that have each. */
  readonly spellings: ReadonlyMap<string, number>;
}

/** Reads the words of each page's texts. */
export const createVocabulary = (pages: readonly (readonly string[])[]): Vocabulary => {
  const spellings = new Map<string, number>();
  const stems = new Map<string, number>();
  for (const texts of pages) {
    const words = texts.flatMap((text) => tokenize(text).flatMap(({ parts }) => parts));
    for (const word of new Set(words)) if (!isStopWord(word)) count(spellings, word);
    for (const term of new Set(texts.flatMap(toTerms))) count(stems, term);
  }
  return {
    spellings,
    unknownWeight: inverseFrequency(0, pages.length),
    has: (stem) => stems.has(stem),
    weight: (stem) => inverseFrequency(stems.get(stem) ?? 0, pages.length),
  };
};

const count = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const inverseFrequency = (having: number, all: number): number => Math.log(1 + (all - having + 0.5) / (having + 0.5));
