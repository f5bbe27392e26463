import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findWords, wordsIn } from '../../src/answer/emphasis.js';
import { runs } from '../every-case.js';

const text = fc
  .array(fc.constantFrom('a', 'B', 'ab', 'é', '𝒜', '1', '_', '.', "'", '’', '-', '+', '#', ' ', '\n', '(', 'İ'), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''));

describe('the words of a text', () => {
  it('include names as written, without punctuation around them', () => {
    expect(wordsIn('Use Fly.io, (static-content) or don’t.')).toEqual([
      'Use',
      'Fly.io',
      'static-content',
      'or',
      'don’t',
    ]);
  });

  it('are found as whole words, in any case', () => {
    const value = 'Deploy, deploy-bot: redeploy (DEPLOY).';
    expect(findWords(value, ['deploy']).map(({ start, end }) => value.slice(start, end))).toEqual(['Deploy', 'DEPLOY']);
  });

  it('are found wherever they are whole words', () => {
    fc.assert(
      fc.property(
        text.filter((value) => !value.includes('İ')),
        fc.nat(),
        (value, pick) => {
          const words = wordsIn(value);
          const word = words[pick % Math.max(1, words.length)]?.toLowerCase() ?? 'ab';
          const found = findWords(value, [word]).map(({ start, end }) => value.slice(start, end));
          expect(found).toEqual(words.filter((each) => each.toLowerCase() === word));
        },
      ),
      runs(2_000),
    );
  });

  it('are found in a time that grows with the length of the text only', () => {
    const value = '(a) '.repeat(10_000);
    const before = process.cpuUsage();
    expect(findWords(value, ['a'])).toHaveLength(10_000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });

  it('keep their length', () => {
    fc.assert(
      fc.property(text, (value) => {
        for (const word of wordsIn(value).map((each) => each.toLowerCase())) {
          for (const { start, end } of findWords(value, [word])) {
            expect(value.slice(start, end).toLowerCase()).toBe(word);
          }
        }
      }),
    );
  });
});
