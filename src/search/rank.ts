import { createNamesSaid, MOST_SAID } from './names-said.js';
import type { Index } from './open-index.js';
import type { Parameters } from './parameters.js';
import type { ReadQuestion } from './read-question.js';
import { createScoreDocuments } from './score-documents.js';

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
export const isNamed = ({ named }: Pick<RankedPage, 'named'>): boolean => named >= 0.999;

const MOST_MATCHES = 10;

/**
 * Orders the pages by (page + best section) · (1 + bonus · said): BM25+ of the whole page together with that of its best
 * section, raised where the question says the page's whole title, alias or keyword. A page whose title or alias is the whole
 * question comes before all others. At most ten, the best first.
 */
export type Rank = (question: ReadQuestion) => RankedPage[];

export const createRank = (index: Index, { sectionShare, nameBonus }: Parameters): Rank => {
  const namesSaid = createNamesSaid(index.names);
  const keywordsSaid = createNamesSaid(index.keywords);
  const scorePages = createScoreDocuments(index.pages);
  const scoreSections = createScoreDocuments(index.sections);
  const best = new Float32Array(index.names.length);
  return (question) => {
    const scores = scorePages(question.terms);
    keepBest(best, scoreSections(question.terms), index.owners);
    for (let page = 0; page < scores.length; page++) {
      scores[page] = (scores[page] ?? 0) + sectionShare * (best[page] ?? 0);
    }
    const names = namesSaid(question);
    const keywords = keywordsSaid(question);
    const ranked: RankedPage[] = [];
    for (const number of contenders(scores, 1 + nameBonus * MOST_SAID)) {
      const named = names.get(number) ?? 0;
      const said = Math.max(named, keywords.get(number) ?? 0);
      takeIn(ranked, { number, named, said, score: (scores[number] ?? 0) * (1 + nameBonus * said) });
    }
    return ranked;
  };
};

/** Puts a page in its place among the best. To sort all contenders takes longer: most are none of the ten. */
const takeIn = (ranked: RankedPage[], page: RankedPage): void => {
  let place = ranked.length;
  for (; place > 0; place--) {
    const before = ranked[place - 1];
    if (before === undefined || comparePages(before, page) <= 0) break;
    if (place < MOST_MATCHES) ranked[place] = before;
  }
  if (place < MOST_MATCHES) ranked[place] = page;
};

const comparePages = (a: RankedPage, b: RankedPage): number =>
  Number(isNamed(b)) - Number(isNamed(a)) || b.score - a.score || a.number - b.number;

/** The score of each page's best section. */
const keepBest = (best: Float32Array, scores: Float32Array, owners: Int32Array): void => {
  best.fill(0);
  for (let section = 0; section < scores.length; section++) {
    const score = scores[section] ?? 0;
    if (score === 0) continue;
    const page = owners[section] ?? 0;
    if (score > (best[page] ?? 0)) best[page] = score;
  }
};

/** The pages that can still come among the first ten: no other reaches them with all that a name adds. */
const contenders = (scores: Float32Array, highest: number): number[] => {
  const least = nthHighest(scores, MOST_MATCHES) / highest;
  const numbers: number[] = [];
  for (let page = 0; page < scores.length; page++) {
    const score = scores[page] ?? 0;
    if (score > 0 && score >= least) numbers.push(page);
  }
  return numbers;
};

/** The n-th highest of the scores, 0 where fewer are above it. */
const nthHighest = (scores: Float32Array, n: number): number => {
  const top = new Float32Array(n);
  for (const score of scores) {
    if (score <= (top[0] ?? 0)) continue;
    let place = 0;
    for (; place < n - 1 && (top[place + 1] ?? 0) < score; place++) top[place] = top[place + 1] ?? 0;
    top[place] = score;
  }
  return top[0] ?? 0;
};
