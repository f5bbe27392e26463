import { describe, expect, it } from '@jest/globals';
import { createCorrect } from '../../src/search/correct.js';

const correct = createCorrect(
  new Map([
    ['docker', 5],
    ['deployment', 9],
    ['nice', 2],
    ['worker', 4],
    ['works', 1],
    ['words', 3],
    ['http2', 1],
  ]),
);

describe('the nearest word of the guide', () => {
  it.each([
    ['dokcer', 'docker'],
    ['deplyomnet', 'deployment'],
    ['wores', 'words'],
    ['shuold', 'should'],
    ['thsi', 'this'],
  ])('reads "%s" as "%s"', (typed, word) => {
    expect(correct(typed)[0]?.word).toBe(word);
  });

  it.each(['rice', 'dcokre', 'dplmnt', 'abc', 'http3', 'thus', ''])('leaves "%s" alone', (typed) => {
    expect(correct(typed)).toEqual([]);
  });
});
