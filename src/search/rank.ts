import { createNamesSaid } from './names-said.js';
import type { Index } from './open-index.js';
import type { Parameters } from './parameters.js';
import type { ReadQuestion } from './read-question.js';
import { createScoreDocuments } from './score-documents.js';
import { StemSet } from './stem-set.js';
import type { Steps } from './steps.js';
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
