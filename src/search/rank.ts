import type { Page, Section } from '../guide/page.js';
import type { Index, PageName } from './index.js';
import type { Parameters } from './parameters.js';
import type { Postings } from './postings.js';
import type { Reading, ReadQuestion, Term } from './query.js';
import { StemSet } from './stem-set.js';
import { A_STEP, type Steps } from './steps.js';
import { TopList } from './top-list.js';

/** A page by its number in the guide. */
export interface RankedPage {
  readonly number: number;
  readonly score: number;
  /** The part of the question's weight that the page's own name covers, where the question has the whole name. */
  readonly named: number;
  /** The same of its name or one of its keywords, whichever covers more. */
  readonly said: number;
}

/** Whether the question is the page's name and nothing else: whoever types a name wants that page. */
export function isNamed({ named }: Pick<RankedPage, 'named'>): boolean {
  return named >= 0.999;
}

const MOST_MATCHES = 10;

/**
 * Orders the pages by (page + best section) · (1 + bonus · said): BM25+ of the whole page together with that of its best
 * section, raised where the question says the page's whole title, alias or keyword. A page whose title or alias is the whole
 * question comes before all others. At most ten, the best first.
 */
export type Rank = (question: ReadQuestion) => RankedPage[];

export function* createRank(index: Index, { sectionShare, nameBonus }: Parameters): Steps<Rank> {
  const stems = index.vocabulary.size;
  const namesSaid = yield* createNamesSaid(index.names, stems);
  const keywordsSaid = yield* createNamesSaid(index.keywords, stems);
  const stemsSaid = new StemSet(stems);
  const scorePages = createScoreDocuments(index.pages);
  const scoreSections = createScoreDocuments(index.sections);
  const best = new Float32Array(index.names.length);
  const totals = new Float64Array(index.names.length);
  const top = new TopList(MOST_MATCHES);
  return (question) => {
    const scores = scorePages(question.terms);
    keepBest(best, scoreSections(question.terms), index.owners);
    stemsSaid.hold(question.said);
    const names = namesSaid(question, stemsSaid);
    const keywords = keywordsSaid(question, stemsSaid);
    top.clear();
    for (let number = 0; number < scores.length; number++) {
      const score = Math.fround((scores[number] ?? 0) + sectionShare * (best[number] ?? 0));
      if (score <= 0) continue;
      const named = names[number] ?? 0;
      const raised = score * (1 + nameBonus * Math.max(named, keywords[number] ?? 0));
      totals[number] = raised;
      top.offer(number, isNamed({ named }) ? FIRST + raised : raised);
    }
    return top.numbers().map((number) => {
      const named = names[number] ?? 0;
      return { number, score: totals[number] ?? 0, named, said: Math.max(named, keywords[number] ?? 0) };
    });
  };
}

/** More than any score: the page whose name is the whole question comes before all others. */
const FIRST = 2 ** 20;

/** The score of each page's best section. */
function keepBest(best: Float32Array, scores: Float32Array, owners: Int32Array): void {
  best.fill(0);
  for (let section = 0; section < scores.length; section++) {
    const score = scores[section] ?? 0;
    if (score === 0) continue;
    const page = owners[section] ?? 0;
    if (score > (best[page] ?? 0)) best[page] = score;
  }
}

/** Scores every document, term at a time. What it returns is overwritten by the next question. */
export type ScoreDocuments = (terms: readonly Term[]) => Float32Array;

/** Of several readings of a word, the one that counts most in a document counts. */
export function createScoreDocuments(postings: Postings): ScoreDocuments {
  // Used again and again: in a large guide they are the most that a question would leave to the garbage collector.
  const scores = new Float32Array(postings.documents);
  const best = new Float32Array(postings.documents);
  return (terms) => {
    scores.fill(0);
    for (const { readings, importance } of terms) {
      const [first] = readings;
      if (first === undefined) continue;
      if (readings.length === 1) {
        postings.add(scores, first.number, importance * first.likelihood);
        continue;
      }
      best.fill(0);
      for (const { number, likelihood } of readings) postings.raise(best, number, importance * likelihood);
      for (let document = 0; document < best.length; document++) {
        scores[document] = (scores[document] ?? 0) + (best[document] ?? 0);
      }
    }
    return scores;
  };
}

/** What each word of grammar in a name adds where the question says it too: not much, but it tells two such names apart. */
const GRAMMAR = 0.1;
const MOST_SAID = 1.4;

/**
 * For each page the part of the question's weight that a name of it has which the question says, else 0. What it returns is
 * overwritten by the next question.
 * @param said The stems of the question
 */
export type NamesSaid = (question: ReadQuestion, said: StemSet) => Float64Array;

interface Entry {
  readonly page: number;
  readonly name: PageName;
}

/**
 * Looks for pages' names in questions. A page's name is not said where a telling word of it is missing. Grammar tips the scale:
 * a question for "other web frameworks" says "Other web frameworks" a little more than "Web frameworks", one without "other"
 * rather less. At most MOST_SAID.
 */
export function* createNamesSaid(names: readonly (readonly PageName[])[], stems: number): Steps<NamesSaid> {
  const byWord = yield* shelve(names, stems);
  const parts = new Float64Array(names.length);
  return (question, said) => {
    parts.fill(0);
    let all = 0;
    for (const word of question.said) {
      const entries = byWord[word];
      if (entries === undefined) continue;
      for (const { page, name } of entries) {
        if (!isSaid(name, said)) continue;
        if (all === 0) all = weigh(question.terms);
        const part = Math.min(MOST_SAID, weightOf(name, question, said) / all);
        if (part > (parts[page] ?? 0)) parts[page] = part;
      }
    }
    return parts;
  };
}

/** Names by the rarest word that must be said: most are passed over by a look at the question's few words. */
function* shelve(names: readonly (readonly PageName[])[], stems: number): Steps<(Entry[] | undefined)[]> {
  const frequency = new Uint32Array(stems);
  for (const { terms } of names.flat()) for (const word of terms) frequency[word] = (frequency[word] ?? 0) + 1;
  yield;
  const rarer = (one: number, other: number): number => ((frequency[other] ?? 0) < (frequency[one] ?? 0) ? other : one);
  const byWord = new Array<Entry[] | undefined>(stems).fill(undefined);
  for (const [page, ofPage] of names.entries()) {
    if (page % A_STEP === 0) yield;
    for (const name of ofPage) {
      if (name.terms.length === 0) continue;
      const word = name.terms.reduce(rarer);
      const same = byWord[word];
      if (same === undefined) byWord[word] = [{ page, name }];
      else same.push({ page, name });
    }
  }
  return byWord;
}

function isSaid({ terms }: PageName, said: StemSet): boolean {
  for (const stem of terms) if (!said.has(stem)) return false;
  return true;
}

function weightOf(name: PageName, { terms }: ReadQuestion, stems: StemSet): number {
  const weight = weigh(terms, name.terms);
  let said = 0;
  for (const stem of name.words) if (stems.has(stem)) said++;
  return (weight * said * (1 + GRAMMAR * (said - name.terms.length))) / name.words.length;
}

/** What words of a question tell together, by how few pages have each; those of a name alone, where one is given. */
function weigh(terms: readonly Term[], name?: readonly number[]): number {
  let sum = 0;
  for (const { weight, importance, readings } of terms) {
    const part = name === undefined ? 1 : (readings.find(({ number }) => name.includes(number))?.likelihood ?? 0);
    sum += weight * importance * part;
  }
  return sum;
}

/** What a word of the page's title counts here: it is said of the whole page, and headings repeat it. */
const TITLE_SHARE = 0.25;
/** A checklist touches on everything, and the card has a button for it. */
const CHECKLIST_SHARE = 0.5;

/** The section of a page that answers a question; the introduction where the question says no more than the title. */
export function chooseSection(index: Index, page: Page, number: number, terms: readonly Term[]): Section {
  const title = index.names[number]?.[0]?.terms ?? [];
  const introduction = page.sections[0] ?? { anchor: '', depth: 0, content: [], text: '' };
  const scores = new Array<number>(page.sections.length).fill(0);
  let saysMore = false;
  for (const term of terms) {
    const reading = compoundOn(index, number, term) ?? readingOn(index.pages, number, term);
    if (reading === undefined) continue;
    const inTitle = title.includes(reading.number);
    if (!inTitle) saysMore = true;
    const factor = term.importance * reading.likelihood * (inTitle ? TITLE_SHARE : 1);
    index.sections.addWithin(scores, index.firstSections[number] ?? 0, reading.number, factor);
  }
  if (!saysMore && introduction.text !== '') return introduction;
  let best = introduction;
  let most = 0;
  for (const [place, section] of page.sections.entries()) {
    const share = section.heading !== undefined && section.heading === page.checklist?.heading ? CHECKLIST_SHARE : 1;
    const score = share * (scores[place] ?? 0);
    if (score > most) [best, most] = [section, score];
  }
  return best;
}

/** What tells the sections of a page apart: "Rollback" is what `roll back` asks for, "Rolling" is not. */
function compoundOn({ pages }: Index, page: number, { readings }: Term): Reading | undefined {
  return readings.length === 1
    ? undefined
    : readings.find(({ isCompound, number }) => isCompound === true && pages.impact(number, page) > 0);
}

/** The reading of a word that counts most in a document; none where the document has none of them. */
export function readingOn(postings: Postings, document: number, { readings }: Term): Reading | undefined {
  let best: { reading: Reading; impact: number } | undefined;
  for (const reading of readings) {
    const impact = reading.likelihood * postings.impact(reading.number, document);
    if (impact > (best?.impact ?? 0)) best = { reading, impact };
  }
  return best?.reading;
}
