import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { patternWords } from '../../../src/slack/views/pattern-words.js';

describe('the words for a pattern', () => {
  it.each([
    ['^\\d', 'Must begin with a digit'],
    ['^\\d+\\.\\d+$', 'Must be digits, then “.”, then digits'],
    [
      '^v?\\d+\\.\\d+(\\.\\d+)?$',
      'Must be optionally “v”, then digits, then “.”, then digits, then optionally “.” and digits',
    ],
    ['^[a-z0-9-]+$', 'Must be small letters, digits or “-”'],
    ['^[A-Z]{2,5}-\\d{1,4}$', 'Must be 2 to 5 capital letters, then “-”, then 1 to 4 digits'],
    ['^(eu|us)-west', 'Must begin with “eu” or “us”, then “-west”'],
    ['-rc\\d{2}$', 'Must end with “-rc”, then 2 digits'],
    ['shop', 'Must contain “shop”'],
    ['a\\$', 'Must contain “a$”'],
    ['\\w{3,}', 'Must contain 3 or more letters, digits or “_”'],
    ['ab+', 'Must contain “a”, then several “b”'],
  ])('%s', (pattern, words) => {
    expect(patternWords(pattern)).toBe(words);
  });

  it.each([
    '^(?!x)',
    '^[^a]$',
    'a{2}',
    '(\\d+)+',
    '[x-z]',
    '\\bword\\b',
    '(a|)',
    '(a',
    '[',
    'a+?',
    '^$',
    '\\p{L}',
    'é*{',
  ])('are the pattern itself for %s', (pattern) => {
    expect(patternWords(pattern)).toBe(`Must match the pattern ${pattern}`);
  });

  it('are there for any text', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'ab1^$.\\d[]()|?+*{},-:é "') });
    fc.assert(fc.property(signs, (pattern) => expect(patternWords(pattern)).toMatch(/^Must /)));
  });
});
