import type { Guide, Page } from '../guide/page.js';
import { markBeginnings } from './beginnings.js';
import { createPostingsBuilder } from './build-postings.js';
import type { IndexData } from './index-data.js';
import { Numbering } from './numbering.js';
import { PageCounts } from './page-counts.js';
import { initials, namesOf, type PageName, toPageName } from './page-names.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { stem } from './stem.js';
import { createReader, type ReadText } from './to-terms.js';

/** Reads a guide's texts, each once. Its next steps are left out: they are the questions that other pages answer. */
export function createIndexData(
  { pages: guidePages }: Pick<Guide, 'pages'>,
  { pageBoosts, sectionBoosts, bm25 }: Parameters = PARAMETERS,
): IndexData {
  const stems = new Numbering();
  const spellingStems: number[] = [];
  const spellings = new Numbering((word) => spellingStems.push(stems.numberOf(stem(word))));
  const toNumber = (found: string): number => stems.numberOf(found);
  const read = createReader({ word: (word) => spellings.numberOf(word), stem: toNumber });
  const pages = createPostingsBuilder(Object.values(pageBoosts), bm25);
  const sections = createPostingsBuilder(Object.values(sectionBoosts), bm25);
  const headlines = createPostingsBuilder([1], bm25);
  const stemPages = new PageCounts();
  const spellingPages = new PageCounts();
  const owners: number[] = [];
  const firstSections: number[] = [];

  for (const [number, page] of guidePages.entries()) {
    firstSections.push(owners.length);
    const fields = readFields(page, read);
    const parts = page.sections.map(({ heading = '', text }) => ({
      heading: read(heading),
      initials: initials(heading).map(toNumber),
      text: read(text),
    }));
    for (const { heading, initials, text } of parts) {
      sections.add([[...heading.terms, ...initials], text.terms]);
      owners.push(number);
    }
    // Of a phrase such as "leaked key" a word alone says little: `judge` counts the phrase.
    const keywords = read(page.keywords.filter((keyword) => !/\s/.test(keyword)).join('\n'));
    const { title, names } = fields;
    headlines.add([[title, names, keywords, ...parts.map(({ heading }) => heading)].flatMap(({ terms }) => terms)]);
    pages.add([
      ...Object.values(fields).map(({ terms }) => terms),
      parts.flatMap(({ heading, text }) => [...heading.terms, ...text.terms]),
    ]);
    stemPages.nextPage();
    spellingPages.nextPage();
    for (const { terms, words } of [
      ...Object.values(fields),
      ...parts.flatMap(({ heading, text }) => [heading, text]),
    ]) {
      stemPages.add(terms);
      spellingPages.add(words);
    }
  }
  // Before the stems are counted: a name has a number for each of its words.
  const toNames = (names: readonly string[]): PageName[] => names.map((name) => toPageName(name, toNumber));
  const names = JSON.stringify(guidePages.map((page) => toNames(namesOf(page))));
  const keywords = JSON.stringify(guidePages.map((page) => toNames(page.keywords)));
  return {
    stems: stems.toLines(),
    stemPages: stemPages.toArray(stems.size),
    spellings: spellings.toLines(),
    spellingPages: spellingPages.toArray(spellings.size),
    spellingStems: Int32Array.from(spellingStems),
    // What the guide hyphenates is spelt in parts, and among the stems as one.
    beginnings: markBeginnings([...spellings.texts(), ...stems.texts()]),
    pages: pages.build(stems.size),
    sections: sections.build(stems.size),
    headlines: headlines.build(stems.size),
    owners: Int32Array.from(owners),
    firstSections: Int32Array.from(firstSections),
    names,
    keywords,
  };
}

/** In the order of the boosts. */
function readFields(page: Page, read: (text: string) => ReadText<number>) {
  return {
    title: read(page.title),
    names: read(namesOf(page).slice(1).join('\n')),
    keywords: read(page.keywords.join('\n')),
    summary: read(page.summary),
  };
}
