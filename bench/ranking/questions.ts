import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readGuide } from '../../src/guide/load.js';
import { createRandom, pick } from '../measure.js';

/** A guide and the questions whose pages are known. Those that the guide has no page for are apart: no peer says "nothing". */
export async function readCorpus({ guide: folder, questions: file }) {
  const { guide } = await readGuide({ folder: resolve(folder) });
  if (guide === undefined) throw new Error(`${folder}: no guide can be read there; try "guidepost check ${folder}"`);
  const all = parse(await readFile(resolve(file), 'utf8'));
  return {
    guide,
    questions: all.filter(({ page }) => page !== 'none'),
    foreign: all.filter(({ page }) => page === 'none').map(({ question }) => question),
  };
}

/** The questions, or as many rounds of them with two misspelt words each. */
export function withTypos(questions, rounds) {
  return Array.from({ length: rounds }, (_, round) => {
    const random = createRandom(round + 1);
    return questions.map(({ question, page }) => ({ question: misspell(question, random), page }));
  }).flat();
}

/** Where each question's page comes. `search` gives the slugs, best first. */
export function askAll(questions, search) {
  return questions.map(({ question, page }) => ({ page, rank: rankOf(search(question), page) }));
}

/** Our own search, by its order alone as the peers have it, or as an asker sees it, to whom "nothing found" shows no page. */
export function ours(search, { asAsked = false } = {}) {
  return (question) => {
    const { matches, verdict } = search.find(question);
    return asAsked && verdict === 'nothing' ? [] : matches.map(({ page }) => page.slug);
  };
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** A question with one edit in each of its two longest words: a letter left out, put in, mistaken, or swapped with the next. */
export function misspell(question, random) {
  const words = [...question.matchAll(/[\p{L}]{3,}/gu)]
    .map((match) => ({ word: match[0], start: match.index, tie: random() }))
    .sort((a, b) => b.word.length - a.word.length || a.tie - b.tie)
    .slice(0, 2)
    .sort((a, b) => b.start - a.start);
  return words.reduce(
    (text, { word, start }) => text.slice(0, start) + edit(word, random) + text.slice(start + word.length),
    question,
  );
}

function edit(word, random) {
  const place = Math.floor(random() * word.length);
  const [before, after] = [word.slice(0, place), word.slice(place)];
  const edited = pick(
    [
      () => before + after.slice(1),
      () => before + pick(LETTERS, random) + after,
      () => before + pick(LETTERS, random) + after.slice(1),
      () =>
        after.length > 1
          ? before + after[1] + after[0] + after.slice(2)
          : before.slice(0, -1) + after + before.slice(-1),
    ],
    random,
  )();
  return edited === word ? edit(word, random) : edited;
}

/** Where a question's page came, from 1; 0 where it was not among the first ten. */
export function rankOf(slugs, page) {
  return slugs.slice(0, 10).indexOf(page) + 1;
}

/** Hit@1, Hit@3 and MRR@10 of many ranks, each from 0 to 1. */
export function measure(ranks) {
  return {
    hit1: mean(ranks.map((rank) => (rank === 1 ? 1 : 0))),
    hit3: mean(ranks.map((rank) => (rank >= 1 && rank <= 3 ? 1 : 0))),
    mrr: mean(ranks.map((rank) => (rank === 0 ? 0 : 1 / rank))),
  };
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/**
 * A 95 % interval of a mean by bootstrap (Efron 1979). What is drawn are the target pages, each with all of its questions, as
 * questions for one page are alike. @param {readonly { page: string, value: number }[]} outcomes
 */
export function interval(outcomes, { rounds = 2000, seed = 1 } = {}) {
  const random = createRandom(seed);
  const byPage = new Map();
  for (const { page, value } of outcomes) byPage.set(page, [...(byPage.get(page) ?? []), value]);
  const groups = [...byPage.values()];
  const means = Float64Array.from({ length: rounds }, () => mean(groups.flatMap(() => pick(groups, random)))).sort();
  return [means[Math.floor(0.025 * rounds)], means[Math.ceil(0.975 * rounds) - 1]];
}

/** Rows of texts, in columns: the first to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join('  '),
    )
    .join('\n');
}

export function percent(part) {
  return (100 * part).toFixed(1);
}

/** Hit@1, Hit@3, and MRR with its interval. */
export function figures(outcomes) {
  const { hit1, hit3, mrr } = measure(outcomes.map(({ rank }) => rank));
  const [low, high] = interval(outcomes.map(({ page, rank }) => ({ page, value: rank === 0 ? 0 : 1 / rank })));
  return [percent(hit1), percent(hit3), mrr.toFixed(3), `${low.toFixed(3)}–${high.toFixed(3)}`];
}
