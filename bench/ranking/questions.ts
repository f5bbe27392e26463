import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readGuide } from '../../src/guide/load.js';
import type { Guide } from '../../src/guide/page.js';
import type { Search } from '../../src/search/search.js';
import { createRandom, mean, pick, type Random } from '../measure.js';

/** A question with the slug of the page that answers it. */
export interface Question {
  readonly question: string;
  readonly page: string;
  /** Slugs of other pages that answer it too. */
  readonly also?: string | readonly string[];
}

export interface Corpus {
  readonly guide: Guide;
  readonly questions: readonly Question[];
  /** Questions that the guide has no page for. The peers never say "nothing found", so they are not asked these. */
  readonly unanswerable: readonly string[];
}

/** @throws Error if the guide has errors */
export async function readCorpus({ guide: folder, questions: file }: CorpusFiles): Promise<Corpus> {
  const { guide } = await readGuide({ folder: resolve(folder) });
  if (guide === undefined) throw new Error(`${folder}: the guide has errors; see "guidepost check ${folder}"`);
  const all = await readYaml<Question[]>(resolve(file));
  return {
    guide,
    questions: all.filter(({ page }) => page !== 'none'),
    unanswerable: all.filter(({ page }) => page === 'none').map(({ question }) => question),
  };
}

export interface CorpusFiles {
  /** A folder of Markdown. */
  readonly guide: string;
  /** A YAML file of questions. */
  readonly questions: string;
}

/** The caller knows what the file contains. */
export async function readYaml<T>(file: string): Promise<T> {
  return parse(await readFile(file, 'utf8'));
}

/** Returns the slugs of the pages that answer a question, best first. */
export type Find = (question: string) => string[];

/** Guidepost's own search. @param options `asAsked`: as people see it, to whom "nothing found" shows no page; otherwise all matches */
export function findWith(search: Search, { asAsked = false } = {}): Find {
  return (question) => {
    const { matches, confidence } = search.find(question);
    return asAsked && confidence === 'nothing' ? [] : matches.map(({ page }) => page.slug);
  };
}

export interface Outcome {
  readonly page: string;
  /** The rank of the right page, from 1; 0 if it was not among the first ten. */
  readonly rank: number;
}

export function askAll(questions: readonly Question[], find: Find): Outcome[] {
  return questions.map(({ question, page, also = [] }) => {
    const right = [page, also].flat();
    const slugs = find(question).slice(0, 10);
    return { page, rank: slugs.findIndex((slug) => right.includes(slug)) + 1 };
  });
}

/** The questions several times, each time with two misspelled words in each question. */
export function withTypos<Q extends { readonly question: string }>(questions: readonly Q[], rounds: number): Q[] {
  return Array.from({ length: rounds }, (_, round) => {
    const random = createRandom(round + 1);
    return questions.map((each) => ({ ...each, question: misspell(each.question, random) }));
  }).flat();
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** One edit in each of the two longest words: a letter left out, added, replaced, or swapped with the next. */
function misspell(question: string, random: Random): string {
  const words = [...question.matchAll(/[\p{L}]{3,}/gu)]
    .map((match) => ({ word: match[0], start: match.index, tie: random() }))
    .sort((a, b) => b.word.length - a.word.length || a.tie - b.tie)
    .slice(0, 2)
    .sort((a, b) => b.start - a.start);
  return words.reduce(
    (text, { word, start }) => text.slice(0, start) + misspellWord(word, random) + text.slice(start + word.length),
    question,
  );
}

function misspellWord(word: string, random: Random): string {
  const index = Math.floor(random() * word.length);
  const [before, after] = [word.slice(0, index), word.slice(index)];
  const swap = () =>
    after.length > 1 ? before + after[1] + after[0] + after.slice(2) : before.slice(0, -1) + after + before.slice(-1);
  const edits = [
    () => before + after.slice(1),
    () => before + pick(LETTERS, random) + after,
    () => before + pick(LETTERS, random) + after.slice(1),
    swap,
  ];
  const edited = pick(edits, random)();
  return edited === word ? misspellWord(word, random) : edited;
}

/** Each from 0 to 1. */
export interface Figures {
  readonly hit1: number;
  readonly hit3: number;
  readonly mrr: number;
}

/** Hit@1, Hit@3 and MRR@10. */
export function measure(outcomes: readonly Outcome[]): Figures {
  return {
    hit1: mean(outcomes.map(({ rank }) => (rank === 1 ? 1 : 0))),
    hit3: mean(outcomes.map(({ rank }) => (rank >= 1 && rank <= 3 ? 1 : 0))),
    mrr: mean(outcomes.map(reciprocalRank)),
  };
}

export function reciprocalRank({ rank }: Outcome): number {
  return rank === 0 ? 0 : 1 / rank;
}

/** Cells of a table: Hit@1, Hit@3, and MRR with its 95 % interval. */
export function figureCells(outcomes: readonly Outcome[]): string[] {
  const { hit1, hit3, mrr } = measure(outcomes);
  const [low, high] = interval(outcomes);
  return [percent(hit1), percent(hit3), mrr.toFixed(3), `${low.toFixed(3)}–${high.toFixed(3)}`];
}

export function percent(part: number): string {
  return (100 * part).toFixed(1);
}

/**
 * A 95 % interval of the MRR by bootstrap (Efron 1979). Pages are drawn, each with all of its questions, because questions about one
 * page are alike.
 */
function interval(outcomes: readonly Outcome[], { rounds = 2000, seed = 1 } = {}): [number, number] {
  const random = createRandom(seed);
  const byPage = new Map<string, number[]>();
  for (const outcome of outcomes) {
    byPage.set(outcome.page, [...(byPage.get(outcome.page) ?? []), reciprocalRank(outcome)]);
  }
  const groups = [...byPage.values()];
  const means = Float64Array.from({ length: rounds }, () => mean(groups.flatMap(() => pick(groups, random)))).sort();
  return [means[Math.floor(0.025 * rounds)] ?? Number.NaN, means[Math.ceil(0.975 * rounds) - 1] ?? Number.NaN];
}
