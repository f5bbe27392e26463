import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isComplete, peopleWhoDid, progressOf } from '../../src/checklist/progress.js';
import type { RunItem } from '../../src/checklist/run.js';
import { aPerson } from './a-run.js';

const item = (done: boolean, by = 'U1', second = 0): RunItem => ({
  id: 'i',
  title: 'Step',
  titleContent: [],
  detail: [],
  state: done ? { kind: 'done', by: aPerson(by), at: new Date(second * 1000) } : { kind: 'open' },
});

describe('the progress of a run', () => {
  it('counts what is done', () => {
    expect(progressOf({ items: [item(true), item(false), item(true)] })).toEqual({ done: 2, total: 3, percent: 66 });
  });

  it('never claims 100 before the last item, nor 0 after the first', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (states) => {
        const run = { items: states.map((done) => item(done)) };
        const { done, total, percent } = progressOf(run);
        expect(done).toBe(states.filter(Boolean).length);
        expect(total).toBe(states.length);
        expect(Number.isInteger(percent)).toBe(true);
        expect(percent === 100).toBe(total > 0 && done === total);
        expect(percent === 0).toBe(done === 0);
        expect(isComplete(run)).toBe(percent === 100);
      }),
    );
    expect(progressOf({ items: [...Array(199).fill(item(true)), item(false)] }).percent).toBe(99);
    expect(progressOf({ items: [item(true), ...Array(399).fill(item(false))] }).percent).toBe(1);
  });

  it('is not complete where there was nothing to do', () => {
    expect(isComplete({ items: [] })).toBe(false);
  });

  it('names each person once, in the order in which they first did something', () => {
    const items = [item(true, 'U3', 30), item(true, 'U1', 10), item(false), item(true, 'U3', 5), item(true, 'U2', 20)];
    expect(peopleWhoDid({ items })).toEqual(['U3', 'U1', 'U2'].map((id) => aPerson(id)));
  });
});
