import type { Guide, Keyword, Page } from '../guide/page.js';
import { type IndexData, type IndexedGuide, openIndex, type SearchIndex } from './index.js';
import { indexNames, initials, namesOf, type PageName, toPageName } from './names.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { PostingsBuilder, type TermCounts } from './postings.js';
import { indexSynonyms } from './synonyms.js';
import { stem, termsOfWord } from './words/terms.js';
import { splitIntoWords, toTokens } from './words/tokenize.js';

/** What is indexed of a guide. */
type IndexedParts = Pick<Guide, 'pages' | 'synonyms'>;

/** A guide with its index. */
export function indexGuide(guide: Guide): IndexedGuide {
  return { guide, index: buildIndex(guide) };
}

export function buildIndex(guide: IndexedParts, parameters: Parameters = PARAMETERS): SearchIndex {
  return openIndex(guide.pages, buildIndexData(guide, parameters));
}

/** @returns the index as plain data, which `openIndex` makes searchable */
export function buildIndexData({ pages, synonyms }: IndexedParts, parameters: Parameters = PARAMETERS): IndexData {
  const builder = new IndexBuilder(parameters);
  for (const page of pages) builder.add(page);
  return { ...builder.build(), synonyms: indexSynonyms(synonyms) };
}

/** Next steps are not indexed: they are the questions that other pages answer. */
class IndexBuilder {
  readonly #words = new WordTable();
  readonly #counter = new TermCounter();
  readonly #pageText = new TermCounter();
  readonly #pages: Page[] = [];
  readonly #pagePostings: PostingsBuilder;
  readonly #sectionPostings: PostingsBuilder;
  readonly #sectionPages: number[] = [];
  readonly #firstSections: number[] = [];
  readonly #headlineTerms: ReadonlySet<string>[] = [];

  constructor({ pageBoosts, sectionBoosts, bm25 }: Parameters) {
    const { title, names, keywords, summary, text, path } = pageBoosts;
    this.#pagePostings = new PostingsBuilder([title, names, keywords, summary, text, path], bm25);
    this.#sectionPostings = new PostingsBuilder(
      [sectionBoosts.heading, sectionBoosts.text, sectionBoosts.keywords],
      bm25,
    );
  }

  add(page: Page): void {
    const number = this.#pages.push(page) - 1;
    this.#firstSections.push(this.#sectionPages.length);
    const title = this.#count(page.title);
    const names = this.#count(namesOf(page).slice(1).join('\n'));
    // One word of a phrase such as "leaked key" says little, so phrases do not count as headlines: see `nameCoverages`.
    const singleKeywords = this.#count(
      textsOf(page.keywords)
        .filter((text) => !/\s/.test(text))
        .join('\n'),
    );
    const headlines = [title, names, singleKeywords];
    for (const { anchor, heading = '', text } of page.sections) {
      const inHeading = this.#count(heading);
      const inText = this.#count(text);
      this.#sectionPages.push(number);
      const ofSection = page.keywords.filter((keyword) => keyword.anchor === anchor);
      const inKeywords = this.#count(textsOf(ofSection).join('\n'));
      this.#sectionPostings.add([this.#withInitials(inHeading, heading), inText, inKeywords]);
      this.#pageText.addAll(inHeading);
      this.#pageText.addAll(inText);
      headlines.push(inHeading);
    }
    const [keywords, summary] = [this.#count(textsOf(page.keywords).join('\n')), this.#count(page.summary)];
    const path = this.#count(pathWords(page.file));
    this.#pagePostings.add([title, names, keywords, summary, this.#pageText.take(), path]);
    this.#headlineTerms.push(
      new Set(headlines.flatMap(({ terms }) => terms.map((term) => this.#words.terms[term] ?? ''))),
    );
  }

  #count(text: string): TermCounts {
    this.#words.read(text, this.#pages.length, this.#counter);
    return this.#counter.take();
  }

  #withInitials(counts: TermCounts, heading: string): TermCounts {
    const letters = initials(heading);
    if (letters.length === 0) return counts;
    this.#counter.addAll(counts);
    for (const each of letters) this.#counter.add(this.#words.numberOf(stem(each)));
    return this.#counter.take();
  }

  build(): Omit<IndexData, 'synonyms'> {
    const names = this.#pages.map((page) => namesOf(page).map(toPageName));
    return {
      pagePostings: this.#pagePostings.build(this.#words.numbers),
      sectionPostings: this.#sectionPostings.build(this.#words.numbers),
      sectionPages: this.#sectionPages,
      firstSections: this.#firstSections,
      headlineTerms: this.#headlineTerms,
      titles: names.map(([title]) => title?.terms ?? []),
      names: indexNames(names),
      keywords: indexNames(this.#pages.map(({ keywords }) => keywords.map(({ text }) => toPageName(text)))),
      sectionKeywords: indexNames(this.#pages.flatMap(sectionKeywords)),
      spellings: this.#words.spellings(),
    };
  }
}

function sectionKeywords({ sections, keywords }: Page): PageName[][] {
  return sections.map(({ anchor }) =>
    anchor === '' ? [] : keywords.filter((each) => each.anchor === anchor).map(({ text }) => toPageName(text)),
  );
}

/** `queue/error_rate.md` → `queue error rate`: people ask by the name of the file, too. */
function pathWords(file: string): string {
  return file.replace(/\.\w+$/, '').replace(/[/_-]+/g, ' ');
}

function textsOf(keywords: readonly Keyword[]): string[] {
  return keywords.map(({ text }) => text);
}

/** A word as it is written somewhere. */
interface KnownWord {
  /** The numbers of its terms. */
  readonly terms: readonly number[];
  readonly stopWords: readonly number[];
  readonly spellings: readonly Spelling[];
  lastPage: number;
}

/** A folded word, the number of pages that have it, and the last of them. */
interface Spelling {
  readonly word: string;
  pages: number;
  lastPage: number;
}

/** Reads many texts. What a word means is worked out once, however often it occurs. */
class WordTable {
  /** By their number. */
  readonly terms: string[] = [];
  /** The number of each term, from 0. */
  readonly numbers = new Map<string, number>();
  readonly #words = new Map<string, KnownWord>();
  readonly #spellings = new Map<string, Spelling>();

  numberOf(term: string): number {
    let number = this.numbers.get(term);
    if (number === undefined) {
      number = this.terms.push(term) - 1;
      this.numbers.set(term, number);
    }
    return number;
  }

  /**
   * Adds the terms of a text to a counter, as `TermReader` reads them.
   * @param page counts from 1
   */
  read(text: string, page: number, counter: TermCounter): void {
    const words = splitIntoWords(text);
    let isEmpty = true;
    for (const written of words) {
      const word = this.#wordOf(written);
      if (word.lastPage !== page) countSpellings(word, page);
      for (const term of word.terms) {
        counter.add(term);
        isEmpty = false;
      }
    }
    if (isEmpty) for (const written of words) for (const term of this.#wordOf(written).stopWords) counter.add(term);
  }

  /** In how many pages each folded word occurs. */
  spellings(): Map<string, number> {
    return new Map([...this.#spellings.values()].map(({ word, pages }) => [word, pages]));
  }

  #wordOf(written: string): KnownWord {
    let word = this.#words.get(written);
    if (word === undefined) {
      const { words, terms, stopWords } = termsOfWord(toTokens(written));
      word = {
        terms: terms.map((term) => this.numberOf(term)),
        stopWords: stopWords.map((term) => this.numberOf(term)),
        spellings: words.map((each) => this.#spellingOf(each)),
        lastPage: 0,
      };
      this.#words.set(written, word);
    }
    return word;
  }

  #spellingOf(word: string): Spelling {
    let spelling = this.#spellings.get(word);
    if (spelling === undefined) {
      spelling = { word, pages: 0, lastPage: 0 };
      this.#spellings.set(word, spelling);
    }
    return spelling;
  }
}

function countSpellings(word: KnownWord, page: number): void {
  word.lastPage = page;
  for (const spelling of word.spellings) {
    if (spelling.lastPage === page) continue;
    spelling.lastPage = page;
    spelling.pages++;
  }
}

/** Counts terms by their number. */
class TermCounter {
  /** By term: an array for all texts, because a Map for each would be slower. */
  #counts = new Uint32Array(1024);
  #terms: number[] = [];

  add(term: number, times = 1): void {
    if (term >= this.#counts.length) {
      const larger = new Uint32Array(2 * term);
      larger.set(this.#counts);
      this.#counts = larger;
    }
    const before = this.#counts[term] ?? 0;
    if (before === 0) this.#terms.push(term);
    this.#counts[term] = before + times;
  }

  addAll({ terms, counts }: TermCounts): void {
    for (let place = 0; place < terms.length; place++) this.add(terms[place] ?? 0, counts[place]);
  }

  /** What was counted since the last time. */
  take(): TermCounts {
    const terms = this.#terms;
    const counts = terms.map((term) => this.#counts[term] ?? 0);
    for (const term of terms) this.#counts[term] = 0;
    this.#terms = [];
    return { terms, counts };
  }
}
