import { describe, expect, it } from '@jest/globals';
import { SpellingCorrector } from '../../src/search/spelling.js';

const frequencies = { docker: 5, deployment: 9, nice: 2, worker: 4, works: 1, words: 3, http2: 1, turbogears2: 1 };
const corrector = new SpellingCorrector(new Map(Object.entries(frequencies)));

describe('spelling correction', () => {
  it.each([
    ['dokcer', 'docker'],
    ['deplyomnet', 'deployment'],
    ['wors', 'words'],
    ['shuold', 'should'],
    ['thsi', 'this'],
    ['turbogears', 'turbogears2'],
    ['docker29', 'docker'],
  ])('reads "%s" as "%s"', (typed, word) => {
    expect(corrector.correct(typed)[0]?.word).toBe(word);
  });

  it('is less certain the shorter the word and the more it changes', () => {
    const certainty = (typed: string): number => corrector.correct(typed)[0]?.certainty ?? 1;
    expect(certainty('nics')).toBeLessThan(certainty('dokcer'));
    expect(certainty('deplyomnet')).toBeLessThan(certainty('deplyoment'));
  });

  it('gives the other near words as well', () => {
    expect(corrector.correct('wors').map(({ word }) => word)).toEqual(['words', 'works']);
  });

  it('leaves correctly spelled words of everyday English alone, however near a word of the guide is', () => {
    expect(corrector.correct('rice')).toEqual([]);
    expect(corrector.correct('walkers')).toEqual([]);
    expect(corrector.correct('wroker')[0]?.word).toBe('worker');
  });

  it('takes no word for another one that begins with another letter', () => {
    const ferries = new SpellingCorrector(new Map([['sailing', 9]]));
    expect(ferries.correct('failed')).toEqual([]);
    expect(ferries.correct('sailling')[0]?.word).toBe('sailing');
  });

  it.each(['dcokre', 'dplmnt', 'abc', 'http3', ''])('leaves "%s" alone', (typed) => {
    expect(corrector.correct(typed)).toEqual([]);
  });
});
