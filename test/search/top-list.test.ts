import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TopList } from '../../src/search/top-list.js';

const orders = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 });

describe('the best of many', () => {
  it('are the first of all in their order, of equals the one offered first, however often it is used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(orders, { maxLength: 4 }), (most, rounds) => {
        const top = new TopList(most);
        for (const round of rounds) {
          top.clear();
          for (const [number, order] of round.entries()) top.offer(number, order);
          const sorted = [...round.entries()].sort(([, a], [, b]) => b - a).map(([number]) => number);
          expect(top.numbers()).toEqual(sorted.slice(0, most));
        }
      }),
    );
  });
});
