import { type AnswerKind, type Evaluation, evaluate, type JudgedQuestion } from '../../src/answer/evaluate.js';
import { createSources } from '../../src/answer/sources.js';
import { readQuestions } from '../../src/cli/questions-file.js';
import { readGuide } from '../../src/guide/load.js';
import type { Guide } from '../../src/guide/page.js';
import { createSearch } from '../../src/search/search.js';
import { projectPath, table } from '../measure.js';
import { percent, readYaml, withTypos } from './questions.js';

const FOLDER = 'bench/ranking/passages';

/**
 * How often the page and the passage answer, and what kind of answer came, for the guide that ships; with the pages of 2015 also for
 * those, without and with the keywords of `2015-keywords.yml`. "first" counts the first passage alone, "two" how many showed two.
 */
export async function measurePassages({ pages2015, heldOut, rounds }: PassageOptions): Promise<string> {
  const shipped = await readPages(projectPath('content'));
  const old = pages2015 === undefined ? undefined : await readPages(pages2015);
  const parts = heldOut ? ['-held-out', '-held-out-2'] : ['', '-more'];
  const rows: string[][] = [];
  for (const part of parts) {
    rows.push(...(await rowsFor(`shipped${part}`, shipped, `shipped${part}.yml`, rounds)));
    if (old === undefined) continue;
    rows.push(...(await rowsFor(`2015${part}`, old, `2015${part}.yml`, rounds)));
    rows.push(...(await rowsFor(`2015${part}, keywords`, await withKeywords(old), `2015${part}.yml`, rounds)));
  }
  return table([
    [
      '',
      'asked',
      'Hit@1',
      'Hit@3',
      'MRR',
      'passage',
      '95 %',
      'first',
      'two',
      'card',
      'right',
      'list',
      'right',
      'nothing',
    ],
    ...rows,
  ]);
}

export interface PassageOptions {
  /** The folder of the pages of Full Stack Python of 2015. */
  readonly pages2015: string | undefined;
  /** The questions that nothing was chosen by: the half that was kept apart at first, and the larger sets written later. */
  readonly heldOut: boolean;
  /** How often the questions are misspelled. */
  readonly rounds: number;
}

async function readPages(folder: string): Promise<Guide> {
  const { guide } = await readGuide({ folder });
  if (guide === undefined) throw new Error(`${folder}: the guide has errors; see "guidepost check ${folder}"`);
  return guide;
}

async function withKeywords(guide: Guide): Promise<Guide> {
  const phrases = await readYaml<Record<string, string[]>>(projectPath(`${FOLDER}/2015-keywords.yml`));
  const pages = guide.pages.map((page) => ({
    ...page,
    keywords: [...page.keywords, ...(phrases[page.slug] ?? []).map((text) => ({ text }))],
  }));
  return { ...guide, pages, bySlug: new Map(pages.map((page) => [page.slug, page])) };
}

async function rowsFor(name: string, guide: Guide, file: string, rounds: number): Promise<string[][]> {
  const questions = await readQuestions(`${FOLDER}/${file}`, projectPath('.'));
  const sources = createSources(guide, createSearch(guide));
  const row = (label: string, asked: readonly JudgedQuestion[], samples: number) =>
    cells(label, evaluate(asked, sources), samples);
  return [row(name, questions, 1), row(`${name}, misspelled`, withTypos(questions, rounds), rounds)];
}

/** @param samples how often each question was asked: the same question misspelled again is no new evidence */
function cells(
  label: string,
  { questions, hitAt1, hitAt3, mrrAt10, passages, kinds }: Evaluation,
  samples: number,
): string[] {
  const part = passages.hits / Math.max(1, passages.judged);
  const [low, high] = wilson(part, passages.judged / samples);
  const kind = (name: AnswerKind) => [
    `${kinds[name].count}`,
    percent(kinds[name].right / Math.max(1, kinds[name].count)),
  ];
  return [
    label,
    `${questions}`,
    percent(hitAt1),
    percent(hitAt3),
    mrrAt10.toFixed(3),
    `${percent(part)} of ${passages.judged}`,
    `${percent(low)}–${percent(high)}`,
    percent(passages.firstHits / Math.max(1, passages.judged)),
    percent(passages.pairs / Math.max(1, passages.judged)),
    ...kind('card'),
    ...kind('list'),
    `${kinds.nothing.count}`,
  ];
}

/** The 95 % interval of a share (Wilson 1927). */
function wilson(part: number, count: number): [number, number] {
  const z = 1.96;
  const middle = part + (z * z) / (2 * count);
  const width = z * Math.sqrt((part * (1 - part)) / count + (z * z) / (4 * count * count));
  const scale = 1 + (z * z) / count;
  return [(middle - width) / scale, (middle + width) / scale];
}
