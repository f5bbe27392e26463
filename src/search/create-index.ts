import MiniSearch from 'minisearch';
import type { Guide, Page, Section } from '../guide/page.js';
import { initials, namesOf } from './page-names.js';
import type { Term } from './read-question.js';
import { toTerms } from './to-terms.js';

/** Looks terms up by BM25+ (MiniSearch's), in pages and in their sections. */
export interface Index {
  find(terms: readonly Term[]): Hits;
}

export interface Hits {
  readonly pages: readonly PageHit[];
  /** The best section of each page that has one. */
  readonly sections: ReadonlyMap<Page, SectionHit>;
}

export interface PageHit {
  readonly page: Page;
  readonly score: number;
  /** The terms that stand on the page. */
  readonly found: ReadonlySet<string>;
}

export interface SectionHit {
  readonly section: Section;
  readonly score: number;
}

/** How much a term counts by where it stands, against 1 in the running text. Titles hardly more: many share their words. */
const PAGE_BOOSTS = { title: 1.5, names: 1, keywords: 1, summary: 1.5, text: 1 };
const SECTION_BOOSTS = { heading: 1, text: 1 };

export const createIndex = (guide: Guide): Index => {
  const pages = newIndex(Object.keys(PAGE_BOOSTS));
  const sections = newIndex(Object.keys(SECTION_BOOSTS));
  const owners: { page: Page; section: Section }[] = [];
  for (const [id, page] of guide.pages.entries()) {
    pages.add({ id, ...pageFields(page) });
    for (const section of page.sections) {
      sections.add({ id: owners.length, heading: headingNames(section.heading ?? ''), text: section.text });
      owners.push({ page, section });
    }
  }

  return {
    find: (terms) => {
      const best = new Map<Page, SectionHit>();
      for (const { id, score } of lookUp(sections, terms, SECTION_BOOSTS)) {
        const owner = owners[id];
        if (owner === undefined) continue;
        if (!best.has(owner.page)) best.set(owner.page, { section: owner.section, score });
      }
      const hits = lookUp(pages, terms, PAGE_BOOSTS).flatMap(({ id, score, found }) => {
        const page = guide.pages[id];
        return page === undefined ? [] : [{ page, score, found: new Set(found) }];
      });
      return { pages: hits, sections: best };
    },
  };
};

const headingNames = (heading: string): string => [heading, ...initials(heading)].join('\n');

const pageFields = (page: Page): Record<keyof typeof PAGE_BOOSTS, string> => ({
  title: page.title,
  names: namesOf(page).slice(1).join('\n'),
  keywords: page.keywords.join('\n'),
  summary: page.summary,
  text: page.sections.flatMap(({ heading, text }) => [heading ?? '', text]).join('\n'),
});

const newIndex = (fields: string[]): MiniSearch =>
  new MiniSearch({ fields, tokenize: toTerms, processTerm: (term) => term });

const lookUp = (index: MiniSearch, terms: readonly Term[], boost: Record<string, number>) =>
  index
    .search(terms.map((term) => term.stem).join(' '), {
      tokenize: (stems) => stems.split(' '),
      boost,
      boostTerm: (_stem, position) => terms[position]?.importance ?? 1,
    })
    // MiniSearch multiplies the sum by the number of terms that were found: then many common words beat the telling one.
    .map(({ id, score, queryTerms, match }) => ({ id, score: score / queryTerms.length, found: Object.keys(match) }))
    .sort((a, b) => b.score - a.score);
