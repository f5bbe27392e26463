import type { Guide } from '../guide/page.js';
import { createCorrect } from './correct.js';
import { createIndex } from './create-index.js';
import { judge } from './judge.js';
import { namesOf, toPageName } from './page-names.js';
import { textsOf } from './page-texts.js';
import { rank } from './rank.js';
import { readQuestion } from './read-question.js';
import type { Search } from './search.js';
import { toTerms } from './to-terms.js';
import { createVocabulary } from './vocabulary.js';

const MOST_MATCHES = 10;

/** Indexes a guide. Questions are then answered from memory alone. */
export const createSearch = (guide: Guide): Search => {
  const vocabulary = createVocabulary(guide.pages.map(textsOf));
  const correct = createCorrect(vocabulary.spellings);
  const index = createIndex(guide);
  const names = new Map(guide.pages.map((page) => [page, namesOf(page).map(toPageName)]));

  return {
    find: (question) => {
      const read = readQuestion(question, vocabulary, correct);
      const ranked = rank(index.find(read.terms), read, (page) => names.get(page) ?? []);
      const stems = new Set(read.terms.map((term) => term.stem));
      return {
        matches: ranked.slice(0, MOST_MATCHES).map(({ page, section, score }) => ({ page, section, score })),
        verdict: judge(read, ranked, vocabulary),
        corrections: read.corrections,
        unknownWords: read.unknownWords,
        isMatch: (word) => toTerms(word).some((term) => stems.has(term)),
      };
    },
  };
};
