import type { Guide, Page } from '../guide/page.js';
import { type MayBegin, markBeginnings, openBeginnings } from './beginnings.js';
import { Numbering } from './numbering.js';
import { once } from './once.js';
import { PageCounts } from './page-counts.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { createPostingsBuilder, inverseFrequency, openPostings, type Postings, type PostingsData } from './postings.js';
import { A_STEP, lazily, type Steps } from './steps.js';
import { stem } from './words/stem.js';
import { isStopWord } from './words/stop-words.js';
import { createReader, type ReadText } from './words/terms.js';
import { tokenize } from './words/tokenize.js';

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

/** What a person may call the page: its title, its aliases and, for a title of several words, the initials. */
export function namesOf(page: Page): string[] {
  return [page.title, ...page.aliases, ...initials(page.title)];
}

/** `paas` for "Platform-as-a-Service", `cdn` for "Content delivery networks"; none for a single word or a sentence. */
export function initials(title: string): string[] {
  const parts = tokenize(title).flatMap((token) => token.parts);
  const letters = parts.map((part) => part.slice(0, 1)).join('');
  return /^[a-z]{2,6}$/.test(letters) ? [letters] : [];
}

/** A name, ready to be compared with a question. */
export interface PageName {
  /** The numbers of the stems that must stand in a question for it to say the name. */
  readonly terms: readonly number[];
  /** Those of all its stems, with those of grammar: "other" tells "Other web frameworks" from "Web frameworks". */
  readonly words: readonly number[];
}

export function toPageName(name: string, numberOf: (stem: string) => number): PageName {
  const parts = tokenize(name).flatMap((token) => token.parts);
  const topics = parts.filter((part) => !isStopWord(part));
  const toNumber = (part: string): number => numberOf(stem(part));
  const words = [...new Set(parts.map(toNumber))];
  return { terms: topics.length > 0 ? [...new Set(topics.map(toNumber))] : words, words };
}

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

/** A guide's index as plain data, texts and arrays of numbers: fit to be kept in a file or sent by a thread. */
export interface IndexData {
  /** Each stem on its line; their numbers are those of the postings. */
  readonly stems: string;
  /** In how many pages each stem stands. */
  readonly stemPages: Int32Array;
  /** Each word as it is spelt, folded, on its line. */
  readonly spellings: string;
  /** In how many pages each spelling stands, and the number of its stem. */
  readonly spellingPages: Int32Array;
  readonly spellingStems: Int32Array;
  /** What words begin with, as `openBeginnings` reads it. */
  readonly beginnings: Uint8Array;
  readonly pages: PostingsData;
  readonly sections: PostingsData;
  readonly headlines: PostingsData;
  readonly owners: Int32Array;
  readonly firstSections: Int32Array;
  /** Each page's names and its keywords, as JSON, which is read faster than so many small lists are copied. */
  readonly names: string;
  readonly keywords: string;
}

/** What a thread hands over instead of copying it. */
export function buffersOf(index: IndexData): ArrayBuffer[] {
  const { stemPages, spellingPages, spellingStems, beginnings, owners, firstSections, pages, sections, headlines } =
    index;
  const postings = [pages, sections, headlines].flatMap((data) => [data.starts, data.owners, data.impacts]);
  return [stemPages, spellingPages, spellingStems, beginnings, owners, firstSections, ...postings].flatMap(
    ({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []),
  );
}
