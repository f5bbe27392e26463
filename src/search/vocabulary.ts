import { inverseFrequency } from './postings.js';
import type { ReadText } from './to-terms.js';

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

export interface VocabularyBuilder {
  /** Adds the texts of the next page. */
  add(texts: readonly ReadText[]): void;
  build(): Vocabulary;
}

export const createVocabularyBuilder = (): VocabularyBuilder => {
  const spellings = new Map<string, number>();
  const stems = new Map<string, number>();
  let pages = 0;
  return {
    add: (texts) => {
      pages++;
      countOnce(spellings, texts, ({ words }) => words);
      countOnce(stems, texts, ({ terms }) => terms);
    },
    build: () => ({
      spellings,
      unknownWeight: inverseFrequency(0, pages),
      has: (stem) => stems.has(stem),
      weight: (stem) => inverseFrequency(stems.get(stem) ?? 0, pages),
    }),
  };
};

const countOnce = (
  counts: Map<string, number>,
  texts: readonly ReadText[],
  keysOf: (text: ReadText) => readonly string[],
): void => {
  const seen = new Set<string>();
  for (const text of texts) for (const key of keysOf(text)) seen.add(key);
  for (const key of seen) counts.set(key, (counts.get(key) ?? 0) + 1);
};
