import { describe, expect, it } from '@jest/globals';
import { evaluate, type JudgedQuestion } from '../../src/answer/evaluate.js';
import { createSources } from '../../src/answer/sources.js';
import { createSearch, type Search } from '../../src/search/search.js';
import { guideOf } from '../search/guide-of.js';
import { smallGuide } from '../search/small-guide.js';

/** Finds the pages whose slugs the question consists of. */
const search: Search = {
  find: (question) => ({
    ...createSearch(smallGuide).find(''),
    matches: question.split(' ').flatMap((slug) => {
      const page = smallGuide.bySlug.get(slug);
      return page === undefined ? [] : [{ page, score: 1, sections: [], weights: new Map() }];
    }),
    confidence: question === 'off topic' ? 'nothing' : 'sure',
  }),
};
const sources = createSources(smallGuide, search);

describe('measuring a search', () => {
  it('gives Hit@1, Hit@3, MRR@10 and every miss', () => {
    const result = evaluate(
      [
        { question: 'databases deployment', page: 'databases' },
        { question: 'databases deployment', page: 'deployment' },
        { question: 'databases deployment empty websockets', page: 'websockets' },
        { question: 'databases', page: 'deployment' },
      ],
      sources,
    );
    expect(result).toMatchObject({ questions: 4, hitAt1: 0.25, hitAt3: 0.5, mrrAt10: (1 + 1 / 2 + 1 / 4) / 4 });
    expect(result.misses.map(({ rank, got }) => [rank, got.join(' ')])).toEqual([
      [2, 'databases deployment'],
      [4, 'databases deployment empty'],
      [undefined, 'databases'],
    ]);
  });

  it('counts "nothing found" as right if the guide has no answer, and as a miss if it has one', () => {
    const questions = ['off topic', 'databases'].map((question) => ({ question, page: 'none' }));
    expect(evaluate(questions, sources)).toMatchObject({
      hitAt1: 0.5,
      misses: [{ question: 'databases', got: ['databases'] }],
    });
    expect(evaluate([{ question: 'off topic', page: 'databases' }], sources).hitAt1).toBe(0);
  });

  it('gives zeros for no questions', () => {
    expect(evaluate([], sources)).toMatchObject({ questions: 0, hitAt1: 0, hitAt3: 0, mrrAt10: 0, misses: [] });
  });

  describe('passages', () => {
    const judge = (judged: Omit<JudgedQuestion, 'question' | 'page'>) =>
      evaluate(
        [{ question: 'restore a backup', page: 'databases', ...judged }],
        createSources(smallGuide, createSearch(smallGuide)),
      );

    it('asks for the section, and for one of several texts', () => {
      const contains = ['never tried', 'restore a  BACKUP'];
      expect(judge({ sections: ['connections', 'backups'], contains })).toMatchObject({
        passages: { judged: 1, hits: 1 },
        misses: [],
      });
    });

    it('counts another section and a missing text as misses, and says what was shown', () => {
      for (const wrong of [{ sections: ['connections'] }, { sections: ['backups'], contains: ['every year'] }]) {
        const { passages, misses } = judge(wrong);
        expect(passages).toEqual({ judged: 1, hits: 0, firstHits: 0, pairs: 0 });
        expect(misses).toMatchObject([{ rank: 1, shown: 'backups' }]);
      }
    });

    it('counts a second passage, and how often the first one would have done', () => {
      const guide = guideOf({
        title: 'Zoo',
        intro: 'In general.',
        under: { House: 'The giraffe eats leaves.', Steppe: 'The giraffe eats dry leaves.', Tickets: 'For sale.' },
      });
      const questions = ['house', 'steppe', 'tickets'].map((section) => ({
        question: 'where does the giraffe eat leaves',
        page: 'zoo',
        sections: [section],
      }));
      expect(evaluate(questions, createSources(guide, createSearch(guide))).passages).toEqual({
        judged: 3,
        hits: 2,
        firstHits: 1,
        pairs: 3,
      });
    });

    it('judges no passage where another page came first, or where the question names none', () => {
      expect(judge({}).passages.judged).toBe(0);
      const other = { question: 'restore a backup', page: 'deployment', sections: ['ways-to-host'] };
      expect(evaluate([other], createSources(smallGuide, createSearch(smallGuide))).passages.judged).toBe(0);
    });

    it('accepts another page that its author names, with its own section', () => {
      const { hitAt1, passages } = evaluate(
        [{ question: 'restore a backup', page: 'deployment', sections: ['x'], also: ['databases#backups'] }],
        createSources(smallGuide, createSearch(smallGuide)),
      );
      expect([hitAt1, passages.hits]).toEqual([1, 1]);
    });
  });

  it('counts the kinds of answers, and how often each was right', () => {
    const found = (question: string) => search.find(question);
    const unsure: Search = { find: (question) => ({ ...found(question), confidence: 'unsure' }) };
    const questions = ['deployment databases', 'websockets databases'].map((question) => ({
      question,
      page: 'databases',
    }));
    expect(evaluate(questions, createSources(smallGuide, unsure)).kinds).toEqual({
      card: { count: 0, right: 0 },
      list: { count: 2, right: 2 },
      nothing: { count: 0, right: 0 },
    });
    expect(evaluate(questions, sources).kinds.card).toEqual({ count: 2, right: 0 });
  });
});
