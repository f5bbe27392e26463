import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sortInSteps } from '../../src/search/sort-in-steps.js';
import { atOnce, inSlices, lazily, type Steps } from '../../src/search/steps.js';

function* count(to: number, seen: () => void): Steps<number> {
  for (let number = 0; number < to; number++) {
    seen();
    yield;
  }
  return to;
}

describe('long work in steps', () => {
  it('lets others have their turn between its slices', async () => {
    let turns = 0;
    let isOver = false;
    setImmediate(function again() {
      turns++;
      if (!isOver) setImmediate(again);
    });
    const busy = (): void => {
      for (const end = performance.now() + 2; performance.now() < end; );
    };
    expect(await inSlices(count(20, busy))).toBe(20);
    isOver = true;
    expect(turns).toBeGreaterThan(2);
  });

  it('makes what is asked for before it was prepared, and once only what was prepared', () => {
    let made = 0;
    const make = function* (): Steps<{ number: number }> {
      yield;
      return { number: ++made };
    };
    const asked = lazily(make);
    expect([asked().number, asked().number]).toEqual([1, 1]);
    const prepared = lazily(make);
    atOnce(prepared.prepare());
    atOnce(prepared.prepare());
    expect(prepared().number).toBe(2);
    expect(made).toBe(2);
  });

  it('sorts as at once', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3, unit: 'binary' }), { maxLength: 2_000, size: 'max' }), (texts) => {
        expect(atOnce(sortInSteps(texts))).toEqual([...texts].sort());
      }),
      { numRuns: 40 },
    );
  });
});
