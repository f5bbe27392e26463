import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Guide, Page } from '../guide/page.js';
import { initials, NameMatcher, namesOf, toPageName } from './names.js';
import { PARAMETERS, type Parameters } from './parameters.js';
import { inverseDocumentFrequency, type Postings, PostingsBuilder } from './postings.js';
import { SpellingCorrector } from './spelling.js';
import { stem } from './words/stem.js';
import { TermReader, type TextTerms } from './words/terms.js';

/** A guide, ready to be searched. Pages and sections go by their number, from 0, in the order of the guide. */
export interface SearchIndex {
  readonly pages: readonly Page[];
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
  readonly names: NameMatcher;
  readonly keywords: NameMatcher;
  /** In how many pages each word occurs, folded, as it is spelled. */
  readonly spellings: ReadonlyMap<string, number>;
  /** Made for the first word that the guide does not have: a start is quicker without. */
  readonly corrector: () => SpellingCorrector;
}

/** Whether a page of the guide has a stem. */
export function isKnown({ pagePostings }: SearchIndex, stem: string): boolean {
  return pagePostings.has(stem);
}

/** How informative a stem is: the fewer pages have it, the more. A stem that no page has is the most informative. */
export function stemWeight({ pagePostings, pages }: SearchIndex, stem: string): number {
  return inverseDocumentFrequency(pagePostings.get(stem)?.documents.length ?? 0, pages.length);
}

/** The weight of a stem that no page has. */
export function unknownWeight({ pages }: SearchIndex): number {
  return inverseDocumentFrequency(0, pages.length);
}

export function buildIndex({ pages }: Pick<Guide, 'pages'>, parameters: Parameters = PARAMETERS): SearchIndex {
  const builder = new IndexBuilder(parameters);
  for (const page of pages) builder.add(page);
  return builder.build();
}

/** The same, but other work gets its turn between pages: a large guide takes a second. */
export async function buildIndexInBackground(
  { pages }: Pick<Guide, 'pages'>,
  parameters: Parameters = PARAMETERS,
): Promise<SearchIndex> {
  const builder = new IndexBuilder(parameters);
  for (const page of pages) {
    builder.add(page);
    await nextTurn();
  }
  const index = builder.build();
  // Its last step takes as long as the caller's next one.
  await nextTurn();
  return index;
}

/** Next steps are not indexed: they are the questions that other pages answer. */
class IndexBuilder {
  readonly #reader = new TermReader();
  readonly #pages: Page[] = [];
  readonly #pagePostings: PostingsBuilder;
  readonly #sectionPostings: PostingsBuilder;
  readonly #sectionPages: number[] = [];
  readonly #firstSections: number[] = [];
  readonly #headlineTerms: ReadonlySet<string>[] = [];
  readonly #spellings = new Map<string, number>();
  #corrector: SpellingCorrector | undefined;

  constructor({ pageBoosts, sectionBoosts, bm25 }: Parameters) {
    const { title, names, keywords, summary, text } = pageBoosts;
    this.#pagePostings = new PostingsBuilder([title, names, keywords, summary, text], bm25);
    this.#sectionPostings = new PostingsBuilder([sectionBoosts.heading, sectionBoosts.text], bm25);
  }

  add(page: Page): void {
    const number = this.#pages.push(page) - 1;
    this.#firstSections.push(this.#sectionPages.length);
    const read = (text: string): TextTerms => this.#reader.read(text);
    const title = read(page.title);
    const names = read(namesOf(page).slice(1).join('\n'));
    const keywords = read(page.keywords.join('\n'));
    const summary = read(page.summary);
    const headings: TextTerms[] = [];
    const texts: TextTerms[] = [];
    for (const { heading = '', text } of page.sections) {
      const section = { heading: read(heading), text: read(text) };
      this.#sectionPages.push(number);
      this.#sectionPostings.add([[section.heading, { terms: initials(heading).map(stem) }], [section.text]]);
      headings.push(section.heading);
      texts.push(section.text);
    }
    this.#pagePostings.add([[title], [names], [keywords], [summary], [...headings, ...texts]]);
    // One word of a phrase such as "leaked key" says little, so phrases are left out here: see NameMatcher.
    const singleKeywords = read(page.keywords.filter((keyword) => !/\s/.test(keyword)).join('\n'));
    this.#headlineTerms.push(new Set(allTerms([title, names, singleKeywords, ...headings])));
    this.#countSpellings([title, names, keywords, summary, ...headings, ...texts]);
  }

  #countSpellings(texts: readonly TextTerms[]): void {
    const ofPage = new Set<string>();
    for (const { words } of texts) for (const word of words) ofPage.add(word);
    for (const word of ofPage) this.#spellings.set(word, (this.#spellings.get(word) ?? 0) + 1);
  }

  build(): SearchIndex {
    const names = this.#pages.map((page) => namesOf(page).map(toPageName));
    return {
      pages: this.#pages,
      pagePostings: this.#pagePostings.build(),
      sectionPostings: this.#sectionPostings.build(),
      sectionPages: this.#sectionPages,
      firstSections: this.#firstSections,
      headlineTerms: this.#headlineTerms,
      titles: names.map(([title]) => title?.terms ?? []),
      names: new NameMatcher(names),
      keywords: new NameMatcher(this.#pages.map(({ keywords }) => keywords.map(toPageName))),
      spellings: this.#spellings,
      corrector: () => {
        this.#corrector ??= new SpellingCorrector(this.#spellings);
        return this.#corrector;
      },
    };
  }
}

function allTerms(texts: readonly TextTerms[]): string[] {
  return texts.flatMap(({ terms }) => terms);
}
