import { PARAMETERS } from '../../dist/search/parameters.js';

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
    source: 'export const fullFormOf = () => undefined; export const shortFormOf = () => undefined;',
  },
  'without the stemmer': { module: 'words/stem.js', source: 'export const stem = (word) => word;' },
  'stop words are looked for': {
    module: 'words/stop-words.js',
    source:
      'export const isStopWord = () => false; export const isAskingWord = (word) => /^(who|what|which|when|where|why|how|show|tell)$/.test(word); export const stopWords = () => [];',
  },
};
