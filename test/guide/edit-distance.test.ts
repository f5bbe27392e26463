import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from '../../src/guide/edit-distance.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

/** Optimal string alignment from its definition, without a table or a limit. */
function naiveDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [c, d] = [a.slice(0, -1), b.slice(0, -1)];
  const [x, y] = [a.slice(-1), b.slice(-1)];
  const swapped = a.length > 1 && b.length > 1 && x === d.slice(-1) && y === c.slice(-1);
  return Math.min(
    naiveDistance(c, b) + 1,
    naiveDistance(a, d) + 1,
    naiveDistance(c, d) + (x === y ? 0 : 1),
    ...(swapped ? [naiveDistance(c.slice(0, -1), d.slice(0, -1)) + 1] : []),
  );
}

describe('the edit distance of two words', () => {
  it('follows its definition', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(
      fc.property(short, short, fc.integer({ min: 1, max: 5 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(naiveDistance(a, b), limit + 1));
      }),
    );
  });

  it.each([
    ['docker', 'dokcer', 1],
    ['docker', 'doker', 1],
    ['docker', 'dockker', 1],
    ['docker', 'docket', 1],
    ['docker', 'docker', 0],
    ['server', 'serevr', 1],
    ['ca', 'abc', 3],
  ])('from "%s" to "%s" is %d', (a, b, edits) => {
    expect(editDistance(a, b, 5)).toBe(edits);
  });

  it('is the same both ways, and zero only for equal words', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9));
        expect(editDistance(a, b, 9) === 0).toBe(a === b);
      }),
    );
  });

  it('is one past the limit, and otherwise not changed by it', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(editDistance(a, b, 20), limit + 1));
      }),
    );
  });
});
