import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PARAMETERS, type Parameters } from '../../src/search/parameters.js';
import { table } from '../measure.js';
import { type CorpusFiles, type Figures, percent } from './questions.js';

/** How a part of the ranking is removed: by other parameters, or by replacing functions of src/search/. */
export interface Part {
  readonly parameters?: Partial<Parameters>;
  /** The name of each function, with the JavaScript expression that it returns instead. */
  readonly functions?: Readonly<Record<string, string>>;
}

function pageBoosts(boosts: Partial<Parameters['pageBoosts']>): Partial<Parameters> {
  return { pageBoosts: { ...PARAMETERS.pageBoosts, ...boosts } };
}
function bm25(parameters: Partial<Parameters['bm25']>): Partial<Parameters> {
  return { bm25: { ...PARAMETERS.bm25, ...parameters } };
}

export const PARTS: Readonly<Record<string, Part>> = {
  'without the best section': { parameters: { sectionShare: 0 } },
  'without the whole page (its fields stay)': { parameters: pageBoosts({ text: 0 }) },
  'without the bonus for the whole name': { parameters: { nameBonus: 0 } },
  'background counts in full': { parameters: { background: 1 } },
  'without the summary as a field': { parameters: pageBoosts({ summary: 0 }) },
  'without aliases and initials': { parameters: pageBoosts({ names: 0 }) },
  'without the path of the file': { parameters: pageBoosts({ path: 0 }) },
  'without keywords': { parameters: pageBoosts({ keywords: 0 }) },
  'title counts 1': { parameters: pageBoosts({ title: 1 }) },
  'title counts 4': { parameters: pageBoosts({ title: 4 }) },
  'word weights from each field alone': { parameters: bm25({ anywhere: 0 }) },
  'BM25 instead of BM25+': { parameters: bm25({ delta: 0 }) },
  'without the length of texts': { parameters: bm25({ b: 0 }) },
  'without corrections': { parameters: { corrections: false } },
  'everyday words are corrected': { functions: { isEveryday: 'false' } },
  'without short forms': { functions: { fullFormOf: 'undefined', shortFormOf: 'undefined' } },
  'without the stemmer': { functions: { stem: 'arguments[0]' } },
  'with stop words': {
    functions: {
      isStopWord: 'false',
      isAskingWord: '/^(who|what|which|when|where|why|how|show|tell)$/.test(arguments[0])',
      stopWords: '[]',
    },
  },
};

/** What `measure-part.ts` prints. */
export interface PartFigures {
  readonly correct: Figures;
  readonly typos: Figures;
}

export interface AblateOptions extends CorpusFiles {
  /** How often the questions are misspelled. */
  readonly rounds: number;
}

/** What each part contributes: the figures without it. Each runs in a separate process, because some replace functions. */
export function ablate(options: AblateOptions): string {
  const whole = measureWithout('', options);
  const cells = (name: string, { correct, typos }: PartFigures, change: (kind: keyof PartFigures) => string) => [
    name,
    percent(correct.hit1),
    percent(correct.hit3),
    correct.mrr.toFixed(3),
    change('correct'),
    typos.mrr.toFixed(3),
    change('typos'),
  ];
  return table([
    ['', 'Hit@1', 'Hit@3', 'MRR', 'change', 'MRR with typos', 'change'],
    cells('everything', whole, () => ''),
    ...Object.keys(PARTS).map((name) => {
      const found = measureWithout(name, options);
      return cells(name, found, (kind) => signed(found[kind].mrr - whole[kind].mrr));
    }),
  ]);
}

function signed(value: number): string {
  return (value < 0 ? '−' : '+') + Math.abs(value).toFixed(3);
}

function measureWithout(part: string, options: AblateOptions): PartFigures {
  const script = fileURLToPath(new URL('measure-part.js', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, ['--no-warnings', script], {
    env: { ...process.env, PART: part, OPTIONS: JSON.stringify(options) },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`Measuring "${part}" failed`);
  return JSON.parse(stdout);
}
