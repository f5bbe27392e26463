import type { Checklist, Page, Section } from '../guide/page.js';
import type { SearchIndex } from './index.js';
import { nameCoverages } from './names.js';
import type { Parameters } from './parameters.js';
import { countQuotes } from './pasted-log.js';
import { firstFrom, impactIn, listOf, type Postings } from './postings.js';
import type { Query, Term, Variant } from './query.js';
import { toTerms } from './words/terms.js';

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
  const names = nameCoverages(index.names, query);
  const keywords = nameCoverages(index.keywords, query);
  const ranked: RankedPage[] = [];
  for (let number = 0; number < scores.length; number++) {
    const score = (scores[number] ?? 0) + sectionShare * (best[number] ?? 0);
    if (score <= 0) continue;
    const nameCoverage = names.get(number) ?? 0;
    const phraseCoverage = Math.max(nameCoverage, keywords.get(number) ?? 0);
    ranked.push({ number, score: score * (1 + nameBonus * phraseCoverage), nameCoverage, phraseCoverage });
  }
  const { message } = query;
  const first = ranked.sort(byRelevance).slice(0, MAX_MATCHES);
  if (message === undefined) return first;
  return first.map((page) => raiseIfQuoted(page, message, index)).sort(byRelevance);
}

/** Characters of a page that are looked at, how much each quoted run of words adds to its score, and how many count. */
const MAX_TEXT = 100_000;
const QUOTE_BONUS = 0.25;
const MAX_QUOTES = 4;

/** A page that quotes an error message, in its text, its code or its keywords, comes before those that only share words with it. */
function raiseIfQuoted(page: RankedPage, message: readonly string[], { pages }: SearchIndex): RankedPage {
  const { sections = [], keywords = [] } = pages[page.number] ?? {};
  const text = [...keywords.map(({ text }) => text), ...sections.map(({ text }) => text)].join('\n').slice(0, MAX_TEXT);
  const quotes = Math.min(countQuotes(message, text), MAX_QUOTES);
  return { ...page, score: page.score * (1 + QUOTE_BONUS * quotes) };
}

function byRelevance(one: RankedPage, other: RankedPage): number {
  const [isOne, isOther] = [isExactName(one), isExactName(other)];
  if (isOne !== isOther) return isOne ? -1 : 1;
  return other.score - one.score;
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
function scoreDocuments(postings: Postings, documents: number, terms: readonly Term[]): Float64Array {
  const scores = new Float64Array(documents);
  for (const { variants, importance } of terms) {
    // Only where there are several variants, an array of its own says what the term has added so far.
    const added = variants.length > 1 ? new Float64Array(documents) : undefined;
    for (const { stem, likelihood } of variants) {
      const list = listOf(postings, stem);
      if (list === undefined) continue;
      const factor = importance * likelihood;
      for (let place = list.start; place < list.end; place++) {
        const document = postings.documents[place] ?? 0;
        const impact = factor * (postings.impacts[place] ?? 0);
        const before = added?.[document] ?? 0;
        if (impact <= before) continue;
        scores[document] = (scores[document] ?? 0) + impact - before;
        if (added !== undefined) added[document] = impact;
      }
    }
  }
  return scores;
}

/** For each page, the score of its best section. */
function bestSectionScores({ sectionPostings, sectionPages, pages }: SearchIndex, { terms }: Query): Float64Array {
  const best = new Float64Array(pages.length);
  const scores = scoreDocuments(sectionPostings, sectionPages.length, terms);
  for (let section = 0; section < scores.length; section++) {
    const page = sectionPages[section] ?? 0;
    best[page] = Math.max(best[page] ?? 0, scores[section] ?? 0);
  }
  return best;
}

/** A section that has something of the question. */
export interface SectionMatch {
  readonly section: Section;
  readonly score: number;
}

/** What a page has of a question: the stem of each term, with what it counts in telling the page's sections apart. */
export type TermWeights = ReadonlyMap<string, number>;

/** The sections of a page that match best, best first, and what its words count in choosing among them. */
export interface RankedSections {
  readonly sections: readonly SectionMatch[];
  readonly weights: TermWeights;
}

const MAX_SECTIONS = 3;
/** What a word of the page's title counts in a section: it stands for the whole page, and headings repeat it. */
const TITLE_SHARE = 0.25;
/** A checklist mentions everything, and the card has a button for it. */
const CHECKLIST_SHARE = 0.5;
/** The introduction names what the sections then explain. */
const INTRODUCTION_SHARE = 0.8;
/** How much of the coverage is the part of the words, all alike. The rest is the part of their weight. */
const COUNT_SHARE = 0.25;
/** The score of an introduction, and of the section after it, where no word tells sections apart. */
const OPENING = { introduction: 1, next: 0.75 };
/**
 * The sections of a page that answer a question best, at most three. If it is only about the page's names, that is the
 * introduction, and the section after it if the question has other words, too; if only the page's keywords have its words, there are
 * none.
 */
export function rankSections(
  index: SearchIndex,
  number: number,
  query: Query,
  { keywordBonus }: Parameters,
): RankedSections {
  const { terms } = query;
  const { sections, checklists, aliases } = index.pages[number] as Page;
  const title = index.titles[number] ?? [];
  const found = sections.map(() => ({ score: 0, weight: 0, count: 0 }));
  const weights = new Map<string, number>();
  let whole = 0;
  let count = 0;
  let isAboutTitle = true;
  for (const term of terms) {
    const variants = variantsIn(index.pagePostings, number, term);
    if (variants.length === 0) continue;
    // Of "app engine", a page may write "appengine" once: that word stands for the title like the two.
    const isInTitle = term.variants.some(({ stem }) => title.includes(stem));
    if (!isInTitle) isAboutTitle = false;
    const factor = term.importance * (isInTitle ? TITLE_SHARE : 1);
    const impacts = sectionImpacts(index, number, variants);
    // A word of nearly every section tells little about which one answers.
    const rarity = Math.log1p(sections.length / Math.max(impacts.size, 1)) / Math.log1p(sections.length);
    const weight = factor * Math.max(...variants.map(({ likelihood }) => likelihood)) * term.weight * rarity;
    for (const { stem } of variants) weights.set(stem, weight);
    whole += weight;
    count++;
    for (const [place, impact] of impacts) {
      const section = found[place];
      if (section === undefined) continue;
      section.score += factor * impact;
      section.weight += weight;
      section.count++;
    }
  }
  const [introduction, next] = sections;
  const introducing =
    introduction === undefined || introduction.text === ''
      ? []
      : [{ section: introduction, score: OPENING.introduction }];
  if (isAboutTitle) {
    // "how to roll back" on the page "Rollback and recovery": the section "Rollback" says it, and the introduction speaks of the whole.
    const isWhole = title.every((term) => weights.has(term));
    const named = isWhole ? undefined : sections.find((section) => isNamed(section, checklists, weights));
    if (named !== undefined) return { sections: [{ section: named, score: 1 }], weights };
    // "is Heroku dying": the introduction may not say it, so the section after it is shown, too.
    const isAll = terms.every(({ variants }) => variants.some(({ stem }) => weights.has(stem)));
    const more =
      isAll || next === undefined ? [] : [{ section: next, score: OPENING.next * shareOf(next, checklists) }];
    if (introducing.length > 0) return { sections: [...introducing, ...more], weights };
  }
  const keywords = nameCoverages(index.sectionKeywords, query);
  const first = index.firstSections[number] ?? 0;
  const ranked = sections.map((section, place) => {
    const { score = 0, weight = 0, count: has = 0 } = found[place] ?? {};
    // Of "nginx or caddy", a section that has one half answers little.
    const covered = whole === 0 ? 0 : (1 - COUNT_SHARE) * (weight / whole) + COUNT_SHARE * (has / count);
    const bonus = 1 + keywordBonus * (keywords.get(first + place) ?? 0);
    return { section, score: score * covered * bonus * shareOf(section, checklists) };
  });
  ranked.sort((one, other) => other.score - one.score);
  const best = ranked.slice(0, MAX_SECTIONS).filter(({ score }) => score > 0);
  const isAboutAlias = best.length === 0 && toTerms(aliases.join('\n')).some((term) => weights.has(term));
  return { sections: isAboutAlias ? introducing : best, weights };
}

/** How much a section counts for what it is. */
function shareOf({ anchor, heading }: Section, checklists: readonly Checklist[]): number {
  if (heading === undefined) return INTRODUCTION_SHARE;
  return checklists.some(({ id }) => id === anchor) ? CHECKLIST_SHARE : 1;
}

/** Whether a section's whole heading is in the question. */
function isNamed({ anchor, heading }: Section, checklists: readonly Checklist[], weights: TermWeights): boolean {
  if (heading === undefined || checklists.some(({ id }) => id === anchor)) return false;
  const terms = toTerms(heading);
  return terms.length > 0 && terms.every((term) => weights.has(term));
}

/**
 * The variants of a term that a page has. Sections may use different ones: "Postgres" here, "PostgreSQL" there. But compounds tell them
 * apart: `roll back` asks for "Rollback", not for "Rolling". Of guesses what a misspelled word means, only the best is left.
 */
function variantsIn(postings: Postings, page: number, term: Term): readonly Variant[] {
  const best = bestVariant(postings, page, term);
  if (best === undefined) return [];
  const found = term.variants.filter(({ stem }) => impactIn(postings, stem, page) > 0);
  const compound = found.find(({ isCompound }) => isCompound === true);
  if (compound !== undefined) return [compound];
  return best.correction !== undefined ? [best] : found.filter(({ correction }) => correction === undefined);
}

/** What a term counts in each section of a page that has it, by the section's place in the page: what its best variant counts there. */
function sectionImpacts(index: SearchIndex, page: number, variants: readonly Variant[]): Map<number, number> {
  const { sectionPostings: postings, firstSections, pages } = index;
  const impacts = new Map<number, number>();
  const first = firstSections[page] ?? 0;
  const count = pages[page]?.sections.length ?? 0;
  for (const { stem, likelihood } of variants) {
    const list = listOf(postings, stem);
    if (list === undefined) continue;
    for (let place = firstFrom(postings, list, first); place < list.end; place++) {
      const section = (postings.documents[place] ?? 0) - first;
      if (section >= count) break;
      const impact = likelihood * (postings.impacts[place] ?? 0);
      impacts.set(section, Math.max(impact, impacts.get(section) ?? 0));
    }
  }
  return impacts;
}
