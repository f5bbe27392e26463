import { describe, expect, it } from '@jest/globals';
import { createCorrect } from '../../src/search/spelling.js';
import { atOnce } from '../../src/search/steps.js';
import { stem } from '../../src/search/words/stem.js';

const correct = atOnce(
  createCorrect(
    Object.entries({ docker: 5, deployment: 9, nice: 2, worker: 4, works: 1, words: 3, http2: 1, turbogears2: 1 }).map(
      ([word, frequency]) => ({
        word,
        stem: stem(word),
        frequency,
      }),
    ),
  ),
);

describe('the nearest word of the guide', () => {
  it.each([
    ['dokcer', 'docker'],
    ['deplyomnet', 'deployment'],
    ['wors', 'words'],
    ['shuold', 'should'],
    ['thsi', 'this'],
    ['turbogears', 'turbogears2'],
    ['docker29', 'docker'],
  ])('reads "%s" as "%s"', (typed, word) => {
    expect(correct(typed)[0]?.word).toBe(word);
  });

  it('is the less certain the shorter the word and the more was mended', () => {
    const certainty = (typed: string): number => correct(typed)[0]?.certainty ?? 1;
    expect(certainty('nics')).toBeLessThan(certainty('dokcer'));
    expect(certainty('deplyomnet')).toBeLessThan(certainty('deplyoment'));
  });

  it('names the others that are near as well', () => {
    expect(correct('wors').map(({ word }) => word)).toEqual(['words', 'works']);
  });

  it('leaves words of everyday English alone that are spelt right, however near a word of the guide is', () => {
    expect(correct('rice')).toEqual([]);
    expect(correct('walkers')).toEqual([]);
    expect(correct('wroker')[0]?.word).toBe('worker');
  });

  it.each(['dcokre', 'dplmnt', 'abc', 'http3', ''])('leaves "%s" alone', (typed) => {
    expect(correct(typed)).toEqual([]);
  });
});
