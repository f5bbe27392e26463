import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from '../../src/search/edit-distance.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

describe('the distance of two spellings', () => {
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

  it('is the same both ways, and zero for equal words alone', () => {
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
