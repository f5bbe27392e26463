import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../src/search/evaluate.js';
import { createSearch, type Search } from '../../src/search/search.js';
import { smallGuide } from './small-guide.js';

const search: Search = {
  find: (question) => ({
    ...createSearch(smallGuide).find(''),
    matches: question.split(' ').flatMap((slug) => {
      const page = smallGuide.bySlug.get(slug);
      return page === undefined ? [] : [{ page, section: { anchor: '', depth: 0, content: [], text: '' }, score: 1 }];
    }),
    confidence: question === 'off topic' ? 'nothing' : 'sure',
  }),
};

describe('measuring a search', () => {
  it('gives Hit@1, Hit@3, MRR@10 and every miss', () => {
    const result = evaluate(
      [
        { question: 'databases deployment', page: 'databases' },
        { question: 'databases deployment', page: 'deployment' },
        { question: 'databases deployment empty websockets', page: 'websockets' },
        { question: 'databases', page: 'deployment' },
      ],
      search,
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
    expect(evaluate(questions, search)).toMatchObject({
      hitAt1: 0.5,
      misses: [{ question: 'databases', got: ['databases'] }],
    });
    expect(evaluate([{ question: 'off topic', page: 'databases' }], search).hitAt1).toBe(0);
  });

  it('gives zeros for no questions', () => {
    expect(evaluate([], search)).toEqual({ questions: 0, hitAt1: 0, hitAt3: 0, mrrAt10: 0, misses: [] });
  });
});
