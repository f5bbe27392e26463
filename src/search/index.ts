import type { Guide, Page } from '../guide/page.js';
import type { NameIndex } from './names.js';
import { documentFrequency, inverseDocumentFrequency, type Postings } from './postings.js';
import { SpellingCorrector } from './spelling.js';
import type { SynonymIndex } from './synonyms.js';

/** A guide, ready to be searched. */
export interface SearchIndex extends IndexData {
  readonly pages: readonly Page[];
  /** Made for the first word that the guide does not have: a start is quicker without. */
  readonly corrector: () => SpellingCorrector;
}

/**
 * What is worked out from the pages: plain data, which a worker can hand over. Pages and sections go by their number, from 0, in the
 * order of the guide.
 */
export interface IndexData {
  readonly pagePostings: Postings;
  readonly sectionPostings: Postings;
  /** The number of the page of each section. */
  readonly sectionPages: readonly number[];
  /** The number of each page's first section. */
  readonly firstSections: readonly number[];
  /** The terms that each page puts forward: in its title, other names, keywords of one word and headings, but not in its text. */
  readonly headlineTerms: readonly ReadonlySet<string>[];
  /** The stems of each page's title. */
  readonly titles: readonly (readonly string[])[];
  readonly names: NameIndex;
  readonly keywords: NameIndex;
  /** The keywords that name a section: `page` is the section's number. */
  readonly sectionKeywords: NameIndex;
  /** In how many pages each word occurs, folded, as it is spelled. */
  readonly spellings: ReadonlyMap<string, number>;
  readonly synonyms: SynonymIndex;
}

/** A guide that questions can be answered from. */
export interface IndexedGuide {
  readonly guide: Guide;
  readonly index: SearchIndex;
}

/** @param data of these pages, by `buildIndexData` */
export function openIndex(pages: readonly Page[], data: IndexData): SearchIndex {
  let corrector: SpellingCorrector | undefined;
  return {
    ...data,
    pages,
    corrector() {
      corrector ??= new SpellingCorrector(data.spellings);
      return corrector;
    },
  };
}

/** Whether a page of the guide has a stem. */
export function isKnown({ pagePostings }: SearchIndex, stem: string): boolean {
  return documentFrequency(pagePostings, stem) > 0;
}

/** How informative a stem is: the fewer pages have it, the more. A stem that no page has is the most informative. */
export function stemWeight({ pagePostings, pages }: SearchIndex, stem: string): number {
  return inverseDocumentFrequency(documentFrequency(pagePostings, stem), pages.length);
}

/** The weight of a stem that no page has. */
export function unknownWeight({ pages }: SearchIndex): number {
  return inverseDocumentFrequency(0, pages.length);
}
