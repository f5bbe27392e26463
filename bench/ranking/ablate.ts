import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PARAMETERS } from '../../src/search/parameters.js';
import { percent, table } from './questions.js';

/** What each part is worth: the figures without it. Each in a process of its own, as some parts are modules left out. */
export function ablate(options) {
  const whole = measureWithout('', options);
  const rows = [['', 'Hit@1', 'Hit@3', 'MRR', 'change', 'MRR with typos', 'change']];
  for (const [name, found] of [
    ['everything', whole],
    ...Object.keys(PARTS).map((part) => [part, measureWithout(part, options)]),
  ]) {
    const change = (of) => (found === whole ? '' : signed(found[of].mrr - whole[of].mrr));
    const { clean, typos } = found;
    rows.push([
      name,
      percent(clean.hit1),
      percent(clean.hit3),
      clean.mrr.toFixed(3),
      change('clean'),
      typos.mrr.toFixed(3),
      change('typos'),
    ]);
  }
  return table(rows);
}

function signed(value) {
  return (value < 0 ? '−' : '+') + Math.abs(value).toFixed(3);
}

function measureWithout(part, options) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      '--no-warnings',
      '--import',
      new URL('leave-out-module.js', import.meta.url).href,
      fileURLToPath(new URL('measure-part.js', import.meta.url)),
    ],
    {
      env: { ...process.env, PART: part, OPTIONS: JSON.stringify(options) },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`measuring "${part}" failed`);
  return JSON.parse(stdout);
}

function pageBoosts(boosts) {
  return { pageBoosts: { ...PARAMETERS.pageBoosts, ...boosts } };
}
function bm25(parameters) {
  return { bm25: { ...PARAMETERS.bm25, ...parameters } };
}

/** The parts of the ranking, each with what the parameters, or a module, are without it. */
export const PARTS = {
  'without the best section': { parameters: { sectionShare: 0 } },
  'without the whole page (its fields stay)': { parameters: pageBoosts({ text: 0 }) },
  'without the bonus for the whole name': { parameters: { nameBonus: 0 } },
  'background counts in full': { parameters: { background: 1 } },
  'without the summary as a field': { parameters: pageBoosts({ summary: 0 }) },
  'without aliases and initials': { parameters: pageBoosts({ names: 0 }) },
  'without keywords': { parameters: pageBoosts({ keywords: 0 }) },
  'title counts 1': { parameters: pageBoosts({ title: 1 }) },
  'title counts 4': { parameters: pageBoosts({ title: 4 }) },
  'a word weighs by each field alone': { parameters: bm25({ anywhere: 0 }) },
  'BM25 instead of BM25+': { parameters: bm25({ delta: 0 }) },
  'without the length of texts': { parameters: bm25({ b: 0 }) },
  'without corrections': { parameters: { corrections: false } },
  'everyday words are corrected': {
    module: 'words/everyday-words.js',
    source: 'export const isEveryday = () => false;',
  },
  'without short forms': {
    module: 'words/short-forms.js',
    source: 'export const wholeOf = () => undefined; export const shortOf = () => undefined;',
  },
  'without the stemmer': { module: 'words/stem.js', source: 'export const stem = (word) => word;' },
  'stop words are looked for': {
    module: 'words/stop-words.js',
    source:
      'export const isStopWord = () => false; export const isAskingWord = (word) => /^(who|what|which|when|where|why|how|show|tell)$/.test(word); export const stopWords = () => [];',
  },
};
