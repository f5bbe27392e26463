import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import reference from 'wink-porter2-stemmer';
import { porter2 } from '../../../src/search/porter2.js';

/** Of two y that are consonants the reference sees the first alone; and it takes "constructor" for one of its exceptions. */
function isReferenceRight(word: string): boolean {
  return !/[aeiou]y.*[aeiou]y/.test(word) && word !== 'sses' && typeof reference(word) === 'string';
}

const SUFFIXES =
  'ational tional ization fulness ousness iveness biliti lessli entli ation alism aliti ousli iviti fulli enci anci abli izer ator alli bli ogi li ly eed eedly ed edly ing ingly s es ies ied sses us ss y e l ll ement ance able ment ant ism ate iti ous ive ize ion al er ic ative alize icate ful ness';
const piece = fc.oneof(
  fc.constantFrom(...SUFFIXES.split(' '), 'gener', 'commun', 'arsen', 'st', 'bb'),
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 1, maxLength: 4 }),
);

describe('stems', () => {
  it.each([
    ['deployment', 'deploy'],
    ['deploys', 'deploy'],
    ['databases', 'databas'],
    ['generate', 'generat'],
    ['generally', 'general'],
    ['hoping', 'hope'],
    ['hopping', 'hop'],
    ['skies', 'sky'],
    ['proceeding', 'proceed'],
    ['yearly', 'year'],
    ['playboys', 'playboy'],
    ['by', 'by'],
  ])('takes %s to %s', (word, stem) => {
    expect(porter2(word)).toBe(stem);
  });

  it('are those of another implementation, for every word of the guide', () => {
    const texts = readdirSync('content').map((file) => readFileSync(`content/${file}`, 'utf8'));
    const words = new Set(
      texts
        .join(' ')
        .toLowerCase()
        .match(/[a-z]{3,40}/g),
    );
    expect(words.size).toBeGreaterThan(1000);
    for (const word of words)
      if (isReferenceRight(word)) expect([word, porter2(word)]).toEqual([word, reference(word)]);
  });

  it('are those of another implementation, for whatever looks like a word', () => {
    const words = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('').slice(0, 40));
    fc.assert(
      fc.property(words.filter(isReferenceRight), (word) => {
        expect(porter2(word)).toBe(reference(word));
      }),
      { numRuns: 5_000 },
    );
  });
});
