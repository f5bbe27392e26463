import type { Page, Section } from '../guide/page.js';
import type { SearchIndex } from './index.js';
import type { Parameters } from './parameters.js';
import { firstFrom, impactIn, type Postings } from './postings.js';
import type { Query, Term, Variant } from './query.js';

/** A page, by its number in the index. */
export interface RankedPage {
  readonly number: number;
  readonly score: number;
  /** The part of the question's weight that a name of the page covers, if the question has the whole name; else 0. */
  readonly nameCoverage: number;
  /** The same for its names and its keywords, whichever covers more. */
  readonly phraseCoverage: number;
}

const MAX_MATCHES = 10;

/**
 * The pages that match best, at most ten. A page scores
 *
 *     (BM25+ of the whole page + BM25+ of its best section) · (1 + bonus · coverage of its names and keywords)
 *
 * and a page whose name is the whole question comes before all others.
 */
export function rankPages(query: Query, index: SearchIndex, { sectionShare, nameBonus }: Parameters): RankedPage[] {
  const scores = scoreDocuments(index.pagePostings, index.pages.length, query.terms);
  const best = bestSectionScores(index, query);
  const names = index.names.coverages(query);
  const keywords = index.keywords.coverages(query);
  const ranked: RankedPage[] = [];
  for (let number = 0; number < scores.length; number++) {
    const score = (scores[number] ?? 0) + sectionShare * (best[number] ?? 0);
    if (score <= 0) continue;
    const nameCoverage = names.get(number) ?? 0;
    const phraseCoverage = Math.max(nameCoverage, keywords.get(number) ?? 0);
    ranked.push({ number, score: score * (1 + nameBonus * phraseCoverage), nameCoverage, phraseCoverage });
  }
  return ranked
    .sort((a, b) => Number(isExactName(b)) - Number(isExactName(a)) || b.score - a.score)
    .slice(0, MAX_MATCHES);
}

/** Whether the question is a name of the page and nothing else. */
export function isExactName({ nameCoverage }: RankedPage): boolean {
  return nameCoverage >= 0.999;
}

/** The variant of a term that counts most in a document; none if the document has none of them. */
export function bestVariant(postings: Postings, document: number, { variants }: Term): Variant | undefined {
  let best: Variant | undefined;
  let most = 0;
  for (const variant of variants) {
    const impact = variant.likelihood * impactIn(postings, variant.stem, document);
    if (impact > most) [best, most] = [variant, impact];
  }
  return best;
}

/** The score of each document. Of a term's variants, the one that counts most in a document counts. */
function scoreDocuments(postings: Postings, documents: number, terms: readonly Term[]): number[] {
  const scores = new Array<number>(documents).fill(0);
  for (const { variants, importance } of terms) {
    const best = new Map<number, number>();
    for (const { stem, likelihood } of variants) {
      const list = postings.get(stem);
      if (list === undefined) continue;
      const factor = importance * likelihood;
      const isOnly = variants.length === 1;
      for (let place = 0; place < list.documents.length; place++) {
        const document = list.documents[place] ?? 0;
        const impact = factor * (list.impacts[place] ?? 0);
        if (isOnly) scores[document] = (scores[document] ?? 0) + impact;
        else if (impact > (best.get(document) ?? 0)) best.set(document, impact);
      }
    }
    for (const [document, impact] of best) scores[document] = (scores[document] ?? 0) + impact;
  }
  return scores;
}

/** For each page, the score of its best section. */
function bestSectionScores({ sectionPostings, sectionPages, pages }: SearchIndex, { terms }: Query): number[] {
  const best = new Array<number>(pages.length).fill(0);
  const scores = scoreDocuments(sectionPostings, sectionPages.length, terms);
  for (let section = 0; section < scores.length; section++) {
    const page = sectionPages[section] ?? 0;
    best[page] = Math.max(best[page] ?? 0, scores[section] ?? 0);
  }
  return best;
}

/** What a word of the page's title counts in a section: it stands for the whole page, and headings repeat it. */
const TITLE_SHARE = 0.25;
/** A checklist mentions everything, and the card has a button for it. */
const CHECKLIST_SHARE = 0.5;

/** The section of a page that answers a question; the introduction if the question is only about the title. */
export function chooseSection(index: SearchIndex, page: Page, number: number, { terms }: Query): Section {
  const introduction = page.sections[0] ?? { anchor: '', depth: 0, content: [], text: '' };
  const title = index.titles[number] ?? [];
  const scores = page.sections.map(() => 0);
  let isAboutTitle = true;
  for (const term of terms) {
    const variant = compoundIn(index.pagePostings, number, term) ?? bestVariant(index.pagePostings, number, term);
    if (variant === undefined) continue;
    const isInTitle = title.includes(variant.stem);
    if (!isInTitle) isAboutTitle = false;
    const factor = term.importance * variant.likelihood * (isInTitle ? TITLE_SHARE : 1);
    addToSections(scores, index, number, variant.stem, factor);
  }
  if (isAboutTitle && introduction.text !== '') return introduction;
  let best = introduction;
  let most = 0;
  for (const [place, section] of page.sections.entries()) {
    const isChecklist = section.heading !== undefined && section.heading === page.checklist?.heading;
    const score = (scores[place] ?? 0) * (isChecklist ? CHECKLIST_SHARE : 1);
    if (score > most) [best, most] = [section, score];
  }
  return best;
}

/** Compounds tell the sections of a page apart: `roll back` asks for "Rollback", not for "Rolling". */
function compoundIn(postings: Postings, page: number, { variants }: Term): Variant | undefined {
  return variants.length === 1
    ? undefined
    : variants.find(({ isCompound, stem }) => isCompound === true && impactIn(postings, stem, page) > 0);
}

function addToSections(scores: number[], index: SearchIndex, page: number, stem: string, factor: number): void {
  const list = index.sectionPostings.get(stem);
  const first = index.firstSections[page] ?? 0;
  if (list === undefined) return;
  for (let place = firstFrom(list, first); place < list.documents.length; place++) {
    const section = (list.documents[place] ?? 0) - first;
    if (section >= scores.length) return;
    scores[section] = (scores[section] ?? 0) + factor * (list.impacts[place] ?? 0);
  }
}
