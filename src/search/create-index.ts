import type { Guide, Page } from '../guide/page.js';
import { initials, namesOf, type PageName, toPageName } from './page-names.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { createPostingsBuilder, type Postings } from './postings.js';
import { createTextReader, type ReadText } from './to-terms.js';
import { createVocabularyBuilder, type Vocabulary } from './vocabulary.js';

/** A guide, ready to be looked into. Pages and sections go by their number. */
export interface Index {
  readonly vocabulary: Vocabulary;
  readonly pages: Postings;
  readonly sections: Postings;
  /** The words that a page puts forward: in its title, its other names, its keywords and its headings, not in prose. */
  readonly headlines: Postings;
  /** The page of each section. */
  readonly owners: Int32Array;
  /** The number of each page's first section. */
  readonly firstSections: Int32Array;
  readonly names: readonly (readonly PageName[])[];
  /** Each page's keywords, as phrases. */
  readonly keywords: readonly (readonly PageName[])[];
}

/** Reads a guide's texts, each once. Its next steps are left out: they are the questions that other pages answer. */
export const createIndex = (guide: Guide, { pageBoosts, sectionBoosts, bm25 }: Parameters = PARAMETERS): Index => {
  const read = createTextReader();
  const vocabulary = createVocabularyBuilder();
  const pages = createPostingsBuilder(Object.values(pageBoosts), bm25);
  const sections = createPostingsBuilder(Object.values(sectionBoosts), bm25);
  const headlines = createPostingsBuilder([1], bm25);
  const owners: number[] = [];
  const firstSections: number[] = [];
  const names: PageName[][] = [];
  const phrases: PageName[][] = [];

  for (const [number, page] of guide.pages.entries()) {
    firstSections.push(owners.length);
    names.push(namesOf(page).map(toPageName));
    phrases.push(page.keywords.map(toPageName));
    const { title, names: otherNames, keywords, summary } = readFields(page, read);
    const parts = page.sections.map(({ heading = '', text }) => ({
      heading: read(heading),
      initials: initials(heading),
      text: read(text),
    }));
    for (const { heading, initials, text } of parts) {
      sections.add([[...heading.terms, ...initials], text.terms]);
      owners.push(number);
    }
    headlines.add([
      [title, otherNames, keywords, ...parts.map(({ heading }) => heading)].flatMap(({ terms }) => terms),
    ]);
    pages.add(
      [title, otherNames, keywords, summary]
        .map(({ terms }) => terms)
        .concat([parts.flatMap((part) => [...part.heading.terms, ...part.text.terms])]),
    );
    vocabulary.add([title, otherNames, keywords, summary, ...parts.flatMap(({ heading, text }) => [heading, text])]);
  }
  return {
    vocabulary: vocabulary.build(),
    pages: pages.build(),
    sections: sections.build(),
    headlines: headlines.build(),
    owners: Int32Array.from(owners),
    firstSections: Int32Array.from(firstSections),
    names,
    keywords: phrases,
  };
};

const readFields = (page: Page, read: (text: string) => ReadText) => ({
  title: read(page.title),
  names: read(namesOf(page).slice(1).join('\n')),
  keywords: read(page.keywords.join('\n')),
  summary: read(page.summary),
});
