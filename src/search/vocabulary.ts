import type { IndexData } from './index-data.js';
import { inverseFrequency } from './inverse-frequency.js';

/** What the guide's words are, and how much each tells: for corrections and for the weight of a question's words. */
export interface Vocabulary {
  /** Tells whether a page of the guide has the stem. */
  has(stem: string): boolean;
  /** How informative a stem is, by how few pages have it (the idf of BM25); for a word that no page has, the highest. */
  weight(stem: string): number;
  readonly unknownWeight: number;
  /** Tells whether the guide has this very word, folded. */
  isSpelt(word: string): boolean;
  /** The words as they are spelt, each once. */
  spellings(): Iterable<Spelling>;
}

export interface Spelling {
  /** Folded. */
  readonly word: string;
  readonly stem: string;
  /** How many pages have it. */
  readonly frequency: number;
}

export const openVocabulary = (
  data: Pick<IndexData, 'stemPages' | 'spellings' | 'spellingPages' | 'spellingStems' | 'pages'>,
  { ids, stems }: { readonly ids: ReadonlyMap<string, number>; readonly stems: readonly string[] },
): Vocabulary => {
  const pagesWith = (stem: string): number => data.stemPages[ids.get(stem) ?? -1] ?? 0;
  const pages = data.pages.documents;
  // Words are made of it when they are first asked for: most questions are spelt as the guide is.
  const words = (): string[] => (data.spellings === '' ? [] : data.spellings.split('\n'));
  let spelt: ReadonlySet<string> | undefined;
  return {
    has: (stem) => pagesWith(stem) > 0,
    weight: (stem) => inverseFrequency(pagesWith(stem), pages),
    unknownWeight: inverseFrequency(0, pages),
    isSpelt(word) {
      spelt ??= new Set(words());
      return spelt.has(word);
    },
    *spellings() {
      for (const [number, word] of words().entries()) {
        const stem = stems[data.spellingStems[number] ?? -1] ?? word;
        yield { word, stem, frequency: data.spellingPages[number] ?? 0 };
      }
    },
  };
};
