import { type MayBegin, openBeginnings } from './beginnings.js';
import type { IndexData } from './index-data.js';
import { inverseFrequency } from './inverse-frequency.js';
import { once } from './once.js';
import { A_STEP, lazily, type Steps } from './steps.js';

/** What the guide's words are, and how much each tells: for corrections and for the weight of a question's words. */
export interface Vocabulary {
  /** How many stems have a number, from 0 on. */
  readonly size: number;
  /** The number of a stem; negative where the guide has it nowhere. */
  numberOf(stem: string): number;
  /** Tells whether a page of the guide has the stem of this number: grammar has one, but is left out of most texts. */
  has(stem: number): boolean;
  /** How informative a stem is, by how few pages have it (the idf of BM25); for a word that no page has, the highest. */
  weight(stem: number): number;
  readonly unknownWeight: number;
  /** Tells whether the guide has this very word, folded. */
  isSpelt(word: string): boolean;
  /** Tells whether the guide may have a word that begins with the first and goes on with the second; false only where it has none. */
  readonly mayBegin: MayBegin;
  /** The words as they are spelt, each once. */
  spellings(): Iterable<Spelling>;
  /** Makes what is else made when it is first asked for. */
  prepare(): Steps<void>;
}

export interface Spelling {
  /** Folded. */
  readonly word: string;
  readonly stem: string;
  /** How many pages have it. */
  readonly frequency: number;
}

export function openVocabulary(
  data: Pick<IndexData, 'stemPages' | 'spellings' | 'spellingPages' | 'spellingStems' | 'beginnings' | 'pages'>,
  { numbers, stems }: { readonly numbers: ReadonlyMap<string, number>; readonly stems: readonly string[] },
): Vocabulary {
  const pagesWith = (stem: number): number => data.stemPages[stem] ?? 0;
  const pages = data.pages.documents;
  // Made when they are first asked for: most questions are spelt as the guide is.
  const words = once(() => (data.spellings === '' ? [] : data.spellings.split('\n')));
  const spelt = lazily(() => setOf(words()));
  return {
    size: stems.length,
    numberOf: (stem) => numbers.get(stem) ?? -1,
    has: (stem) => pagesWith(stem) > 0,
    weight: (stem) => inverseFrequency(pagesWith(stem), pages),
    unknownWeight: inverseFrequency(0, pages),
    isSpelt: (word) => spelt().has(word),
    mayBegin: openBeginnings(data.beginnings),
    *spellings() {
      for (const [number, word] of words().entries()) {
        const stem = stems[data.spellingStems[number] ?? -1] ?? word;
        yield { word, stem, frequency: data.spellingPages[number] ?? 0 };
      }
    },
    prepare: () => spelt.prepare(),
  };
}

function* setOf(words: readonly string[]): Steps<ReadonlySet<string>> {
  const set = new Set<string>();
  for (const word of words) if (set.add(word).size % A_STEP === 0) yield;
  return set;
}
