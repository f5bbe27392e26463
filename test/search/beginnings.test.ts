import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type MayBegin, markBeginnings, openBeginnings } from '../../src/search/beginnings.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ß', '日', '1'), minLength: 1, maxLength: 20 });

function mayBeginOf(words: readonly string[]): MayBegin {
  return openBeginnings(markBeginnings(words));
}

describe('beginnings of words', () => {
  it('never denies what a word begins with, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.nat(), fc.nat(), (words, which, where) => {
        const chosen = words[which % words.length] ?? '';
        const cut = where % chosen.length;
        expect(mayBeginOf(words)(chosen.slice(0, cut), chosen.slice(cut))).toBe(true);
      }),
    );
  });

  it('denies nearly all that no word begins with', () => {
    const words = Array.from({ length: 2_000 }, (_, number) => `word${number.toString(36)}`);
    const mayBegin = mayBeginOf(words);
    const others = Array.from({ length: 2_000 }, (_, number) => `other${number.toString(36)}`);
    expect(others.filter((other) => mayBegin(other, 'word')).length).toBeLessThan(200);
  });

  it('denies everything where there are no words', () => {
    expect(mayBeginOf([])('web', 'sockets')).toBe(false);
  });
});
