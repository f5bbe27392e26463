import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ItemState, Run, RunItem } from '../../src/checklist/run.js';
import { shownItems } from '../../src/checklist/shown-items.js';
import { startRun } from '../../src/checklist/start-run.js';
import { aNewRun, aPerson } from './runs.js';

const start = Date.parse('2026-11-20T10:00:00Z');
const at = (second: number): Date => new Date(start + second * 1_000);

/** A run of two phases, `before` with eight items and `after` with two. */
function twoPhases(): Run {
  const phases = [
    { id: 'before', title: 'Before' },
    { id: 'after', title: 'After' },
  ];
  const run = aNewRun(10, { phases });
  return startRun({ ...run, items: run.items.map((item, n) => ({ ...item, phase: n < 8 ? 'before' : 'after' })) });
}

/** The run after presses on items, each at a second. */
function pressed(run: Run, presses: Readonly<Record<string, number>>): Run {
  const state = ({ id }: RunItem): ItemState | undefined => {
    const second = presses[id];
    return second === undefined ? undefined : { kind: 'done', by: aPerson(), at: at(second) };
  };
  const items = run.items.map((item): RunItem => {
    const done = state(item);
    return done === undefined ? item : { ...item, state: done, latestPress: { state: 1 } };
  });
  return { ...run, items };
}

function ids(run: Run, second: number): string[] {
  return shownItems(run, at(second)).items.map(({ id, state }) => (state.kind === 'open' ? id : `${id}✓`));
}

describe('the items that a message shows', () => {
  it('are the first six open ones of the current phase, with how many follow', () => {
    const shown = shownItems(pressed(twoPhases(), { i1: 0 }), at(100));
    expect(shown.items.map(({ id }) => id)).toEqual(['i2', 'i3', 'i4', 'i5', 'i6', 'i7']);
    expect([shown.phase?.title, shown.more, shown.changesAt]).toEqual(['Before', 1, undefined]);
  });

  it('stay in their places while one after the other is ticked, and for 30 s after the last tick', () => {
    const run = pressed(twoPhases(), { i2: 0, i1: 10, i4: 35 });
    expect(ids(run, 40)).toEqual(['i1✓', 'i2✓', 'i3', 'i4✓', 'i5', 'i6']);
    expect(shownItems(run, at(40)).changesAt).toEqual(at(65));
    expect(ids(run, 65)).toEqual(['i3', 'i5', 'i6', 'i7', 'i8']);
    expect(shownItems(run, at(65)).changesAt).toBeUndefined();
  });

  it('make room once all six are ticked, and the last one can still be undone', () => {
    const run = pressed(twoPhases(), { i1: 0, i2: 1, i3: 2, i4: 3, i5: 4, i6: 5 });
    expect(ids(run, 6)).toEqual(['i7', 'i8']);
    expect(shownItems(run, at(6)).undo?.id).toBe('i6');
    expect(shownItems(run, at(60)).undo).toBeUndefined();
  });

  it('go on to the next phase, and are none a while after the last tick', () => {
    const before = { i1: 0, i2: 0, i3: 0, i4: 0, i5: 0, i6: 0, i7: 1, i8: 2 };
    expect(ids(pressed(twoPhases(), before), 3)).toEqual(['i9', 'i10']);
    const all = pressed(twoPhases(), { ...before, i9: 3, i10: 4 });
    expect(ids(all, 5)).toEqual(['i9✓', 'i10✓']);
    expect(ids(all, 34)).toEqual([]);
  });

  it('leave out sub-items and what does not apply, and do not count what started ticked as a press', () => {
    const run = twoPhases();
    const [first, second, third, ...others] = run.items as [RunItem, RunItem, RunItem, ...RunItem[]];
    const ticked: ItemState = { kind: 'done', by: aPerson(), at: at(0) };
    const items = [
      { ...first, state: ticked },
      { ...second, doesNotApply: 'type is hotfix' },
      { ...third, parent: first.id },
      ...others,
    ];
    expect(ids({ ...run, items }, 1)).toEqual(['i4', 'i5', 'i6', 'i7', 'i8']);
  });

  it('show an open item as long as there is one, never more than six, and never one that was not pressed elsewhere', () => {
    const presses = fc.dictionary(
      fc.integer({ min: 1, max: 10 }).map((n) => `i${n}`),
      fc.integer({ min: 0, max: 120 }),
    );
    fc.assert(
      fc.property(presses, fc.integer({ min: 120, max: 200 }), (some, now) => {
        const run = pressed(twoPhases(), some);
        const { items } = shownItems(run, at(now));
        const isOpen = ({ state }: RunItem): boolean => state.kind === 'open';
        expect(items.length).toBeLessThanOrEqual(6);
        expect(items.some(isOpen)).toBe(run.items.some(isOpen));
        // Whatever happened, 30 s later no ticked item is in the way.
        expect(shownItems(run, at(now + 30)).items.every(isOpen)).toBe(true);
      }),
    );
  });
});
