import type { IndexData } from './index-data.js';
import type { PageName } from './page-names.js';
import { openPostings, type Postings } from './postings.js';
import { A_STEP, type Steps } from './steps.js';
import { openVocabulary, type Vocabulary } from './vocabulary.js';

/** A guide, ready to be looked into. Pages and sections go by their number. */
export interface Index {
  readonly vocabulary: Vocabulary;
  readonly pages: Postings;
  readonly sections: Postings;
  /** The words that a page puts forward: in its title, its other names, its keywords of one word and its headings, not in prose. */
  readonly headlines: Postings;
  /** The page of each section. */
  readonly owners: Int32Array;
  /** The number of each page's first section. */
  readonly firstSections: Int32Array;
  readonly names: readonly (readonly PageName[])[];
  /** Each page's keywords, as phrases. */
  readonly keywords: readonly (readonly PageName[])[];
}

export function* openIndex(data: IndexData): Steps<Index> {
  const stems = data.stems === '' ? [] : data.stems.split('\n');
  const numbers = new Map<string, number>();
  for (const [number, stem] of stems.entries()) {
    if (number % A_STEP === 0) yield;
    numbers.set(stem, number);
  }
  const names: Index['names'] = JSON.parse(data.names);
  yield;
  const keywords: Index['keywords'] = JSON.parse(data.keywords);
  yield;
  return {
    vocabulary: openVocabulary(data, { numbers, stems }),
    pages: openPostings(data.pages),
    sections: openPostings(data.sections),
    headlines: openPostings(data.headlines),
    owners: data.owners,
    firstSections: data.firstSections,
    names,
    keywords,
  };
}
