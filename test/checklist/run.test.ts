import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isComplete, phaseProgress, progressOf } from '../../src/checklist/progress.js';
import { fromDue, peopleWhoDid, type RunItem, toDue } from '../../src/checklist/run.js';
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

  it('counts sub-items through their parent, and does not count what does not apply', () => {
    const items: RunItem[] = [
      { ...item(false), id: 'p' },
      { ...item(true), id: 'a', parent: 'p' },
      { ...item(false), id: 'b', parent: 'p' },
      { ...item(false), id: 'n', doesNotApply: 'type is hotfix' },
      { ...item(true), id: 'z' },
    ];
    expect(progressOf({ items })).toEqual({ done: 1, skipped: 0, open: 1, total: 2, percent: 50 });
    expect(isComplete({ items })).toBe(false);
    // A part of a run may have sub-items without their parents.
    expect(progressOf({ items: items.slice(1, 3) })).toMatchObject({ done: 1, open: 1, total: 2 });
  });

  it('is complete without the optional items, unless there are no others', () => {
    const optional = { ...item(false), id: 'o', rules: { optional: true } as const };
    const run = { items: [{ ...item(true), id: 'a' }, optional] };
    expect([isComplete(run), progressOf(run).percent]).toEqual([true, 50]);
    expect(isComplete({ items: [optional] })).toBe(false);
    expect(isComplete({ items: [{ ...item('skipped'), id: 'o', rules: { optional: true } }] })).toBe(true);
  });

  it('is told by phase, in their order, with what comes in none first', () => {
    const [before, after] = [
      { id: 'before', title: 'Before' },
      { id: 'after', title: 'After' },
    ];
    const items: RunItem[] = [
      { ...item(true), id: 'a', phase: 'before' },
      { ...item(false), id: 'b', phase: 'after' },
      { ...item(false), id: 'c', phase: 'after', rules: { optional: true } },
      { ...item(false), id: 'd' },
    ];
    const told = phaseProgress({ phases: [before, { id: 'empty', title: 'Empty' }, after], items });
    expect(told.map(({ phase, done, total, isComplete: complete }) => [phase?.title, done, total, complete])).toEqual([
      [undefined, 0, 1, false],
      ['Before', 1, 1, true],
      ['After', 0, 2, false],
    ]);
    expect(phaseProgress({ phases: [], items })).toHaveLength(1);
  });

  it('is not complete without items', () => {
    expect(isComplete({ items: [] })).toBe(false);
  });

  it('names each person once, in the order of their first item', () => {
    const items = [item(true, 'U3', 30), item(true, 'U1', 10), item(false), item(true, 'U3', 5), item(true, 'U2', 20)];
    expect(peopleWhoDid({ items })).toEqual(['U3', 'U1', 'U2'].map((id) => aPerson(id)));
  });
});

describe('a due time', () => {
  it.each([
    ['2026-11-20', '15:30', 'Europe/Berlin', '2026-11-20T14:30:00.000Z'],
    ['2026-07-01', '00:05', 'Europe/Berlin', '2026-06-30T22:05:00.000Z'],
    ['2026-11-20', '09:00', 'America/New_York', '2026-11-20T14:00:00.000Z'],
    ['2026-11-20', '23:45', 'Asia/Kathmandu', '2026-11-20T18:00:00.000Z'],
    // Clocks go forward from 2 to 3 that night.
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('%s %s in %s is a moment', (day, time, zone, moment) => {
    expect(toDue({ day, time }, zone)).toBe(moment);
  });

  it('without a time is a day everywhere', () => {
    expect(toDue({ day: '2026-11-20' }, 'Asia/Tokyo')).toBe('2026-11-20');
    expect(fromDue('2026-11-20', 'Asia/Tokyo')).toEqual({ day: '2026-11-20' });
  });

  it('comes back as it was chosen', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Kiritimati',
      'Australia/Lord_Howe',
    );
    const minute = fc
      .integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) })
      .map((ms) => Math.floor(ms / 60_000) * 60_000);
    fc.assert(
      fc.property(zone, minute, (where, ms) => {
        const local = fromDue(new Date(ms).toISOString(), where);
        expect(fromDue(toDue(local, where), where)).toEqual(local);
      }),
    );
  });
});
