import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isComplete, progressOf } from '../../src/checklist/progress.js';
import { peopleWhoDid, type RunItem } from '../../src/checklist/run.js';
import { aPerson } from './runs.js';

function item(done: boolean | 'skipped', by = 'U1', second = 0): RunItem {
  return {
    id: 'i',
    title: 'Step',
    titleContent: [],
    detail: [],
    rules: {},
    approvals: [],
    state: done === false ? { kind: 'open' } : { ...settled(done), by: aPerson(by), at: new Date(second * 1000) },
    latestPress: {},
  };
}

function settled(how: true | 'skipped') {
  return how === true ? { kind: 'done' as const } : { kind: 'skipped' as const, reason: 'not ours' };
}

describe('the progress of a run', () => {
  it('counts what is done and what is skipped', () => {
    const items = [item(true), item(false), item(true)];
    expect(progressOf({ items })).toEqual({ done: 2, skipped: 0, open: 1, total: 3, percent: 66 });
    const all = [...items.filter(({ state }) => state.kind === 'done'), item('skipped')];
    expect(progressOf({ items: all })).toEqual({ done: 2, skipped: 1, open: 0, total: 3, percent: 100 });
    expect(isComplete({ items: all })).toBe(true);
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

  it('is not complete without items', () => {
    expect(isComplete({ items: [] })).toBe(false);
  });

  it('names each person once, in the order of their first item', () => {
    const items = [item(true, 'U3', 30), item(true, 'U1', 10), item(false), item(true, 'U3', 5), item(true, 'U2', 20)];
    expect(peopleWhoDid({ items })).toEqual(['U3', 'U1', 'U2'].map((id) => aPerson(id)));
  });
});
