import type { IndexData } from './index-data.js';
import type { PageName } from './page-names.js';
import { openPostings, type Postings } from './postings.js';
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

export const openIndex = (data: IndexData): Index => {
  const stems = data.stems === '' ? [] : data.stems.split('\n');
  const numbers = new Map(stems.map((stem, number) => [stem, number]));
  return {
    vocabulary: openVocabulary(data, { numbers, stems }),
    pages: openPostings(data.pages),
    sections: openPostings(data.sections),
    headlines: openPostings(data.headlines),
    owners: data.owners,
    firstSections: data.firstSections,
    names: JSON.parse(data.names),
    keywords: JSON.parse(data.keywords),
  };
};
