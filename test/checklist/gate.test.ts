import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { archived, unarchived } from '../../src/checklist/change-run.js';
import { type Gate, gateOf, MAX_REASON, mayBypass, withBypass, withoutBypass } from '../../src/checklist/gate.js';
import { isComplete } from '../../src/checklist/progress.js';
import type { Bypass, ItemState, Run, RunItem } from '../../src/checklist/run.js';
import { aNewRun, aPerson, aRun } from './runs.js';

const AT = new Date('2026-11-20T10:00:00.000Z');
const OPEN: ItemState = { kind: 'open' };
const DONE: ItemState = { kind: 'done', by: aPerson(), at: AT };
const SKIPPED: ItemState = { kind: 'skipped', by: aPerson(), at: AT, reason: 'not ours' };

type Part = Partial<RunItem> & { readonly id: string };

function aRelease(...parts: readonly Part[]): Run {
  const [first] = aRun(1).items;
  if (first === undefined) throw new Error('The run has no item');
  return {
    ...aRun(1),
    phases: [
      { id: 'before', title: 'Before the release' },
      { id: 'after', title: 'After' },
    ],
    items: parts.map((part) => ({ ...first, title: `Title of ${part.id}`, ...part })),
  };
}

function bypass(changes: Partial<Bypass> = {}): Bypass {
  return { by: aPerson('U2'), at: AT, reason: 'The fix is urgent', ...changes };
}

function known(result: ReturnType<typeof gateOf>): Gate {
  if ('kind' in result) throw new Error('The phase is not known');
  return result;
}

describe('the gate of a run', () => {
  const run = aRelease(
    { id: 'tests', phase: 'before', state: DONE },
    { id: 'notes', phase: 'before', state: OPEN },
    { id: 'watch', phase: 'after', state: OPEN },
  );

  it('is open and names what is open in each phase', () => {
    expect(gateOf(run)).toEqual({
      state: 'open',
      phases: [
        { id: 'before', title: 'Before the release', state: 'open', open: [{ id: 'notes', title: 'Title of notes' }] },
        { id: 'after', title: 'After', state: 'open', open: [{ id: 'watch', title: 'Title of watch' }] },
      ],
    });
  });

  it('never waits for another phase', () => {
    const ready = aRelease({ id: 'tests', phase: 'before', state: DONE }, { id: 'watch', phase: 'after', state: OPEN });
    expect(known(gateOf(ready, 'before'))).toMatchObject({ state: 'complete', phases: [{ id: 'before', open: [] }] });
    expect(known(gateOf(ready, 'after')).state).toBe('open');
    expect(known(gateOf(ready)).state).toBe('open');
  });

  it('knows a phase by its id and its title in upper or lower case', () => {
    for (const name of ['before', 'BEFORE', ' Before  the Release ']) {
      expect(known(gateOf(run, name)).phases.map(({ id }) => id)).toEqual(['before']);
    }
  });

  it('never says complete for a phase that it does not know, or that has no items', () => {
    const done = aRelease({ id: 'tests', phase: 'before', state: DONE });
    for (const name of ['befor', '', ' ', 'after']) {
      expect(gateOf(done, name)).toEqual({
        kind: 'unknown-phase',
        known: [{ id: 'before', title: 'Before the release' }],
      });
    }
  });

  it('asks every phase of a name', () => {
    const twice: Run = {
      ...aRelease({ id: 'a', phase: 'one', state: DONE }, { id: 'b', phase: 'two', state: OPEN }),
      phases: [
        { id: 'one', title: 'Deploy' },
        { id: 'two', title: 'Deploy' },
      ],
    };
    expect(known(gateOf(twice, 'deploy')).state).toBe('open');
  });

  it('is not held up by optional items and those that do not apply, and counts skipped ones as settled', () => {
    const items: Part[] = [
      { id: 'a', phase: 'before', state: SKIPPED },
      { id: 'b', phase: 'before', state: OPEN, rules: { optional: true } },
      { id: 'c', phase: 'before', state: OPEN, doesNotApply: 'type is hotfix' },
    ];
    expect(gateOf(aRelease(...items))).toMatchObject({ state: 'complete', phases: [{ state: 'complete', open: [] }] });
  });

  it('puts items without a phase into one without a name', () => {
    const gate = known(gateOf({ ...aRelease({ id: 'a', state: OPEN }), phases: [] }));
    expect(gate.phases).toEqual([{ id: '', title: '', state: 'open', open: [{ id: 'a', title: 'Title of a' }] }]);
  });

  it('is open without items', () => {
    expect(gateOf(aRelease())).toEqual({ state: 'open', phases: [] });
    expect(gateOf({ ...aRelease(), bypasses: [bypass()] })).toMatchObject({ state: 'open' });
  });

  it('agrees with the message about the whole run, whatever its items', () => {
    const item = fc.record({
      id: fc.uuid(),
      phase: fc.constantFrom('before', 'after', undefined),
      state: fc.constantFrom(OPEN, DONE, SKIPPED),
      rules: fc.constantFrom({}, { optional: true }),
      doesNotApply: fc.constantFrom(undefined, 'type is hotfix'),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (parts) => {
        const any = aRelease(...(parts as Part[]));
        expect(known(gateOf(any)).state === 'complete').toBe(isComplete(any));
      }),
    );
  });
});

describe('a bypass', () => {
  const run = aRelease({ id: 'notes', phase: 'before', state: OPEN }, { id: 'watch', phase: 'after', state: OPEN });

  it('opens the whole gate, says who did it, and settles no item', () => {
    const gate = known(gateOf({ ...run, bypasses: [bypass()] }));
    expect(gate).toMatchObject({ state: 'complete', bypass: { by: aPerson('U2'), reason: 'The fix is urgent' } });
    expect(gate.phases.map(({ state, open }) => [state, open.length])).toEqual([
      ['open', 1],
      ['open', 1],
    ]);
    expect(known(gateOf({ ...run, bypasses: [bypass()] }, 'after')).state).toBe('complete');
  });

  it('of a phase opens that phase only', () => {
    const bypassed = { ...run, bypasses: [bypass({ phase: 'before' })] };
    expect(known(gateOf(bypassed, 'before'))).toMatchObject({ state: 'complete', bypass: { phase: 'before' } });
    for (const phase of ['after', undefined]) {
      expect(known(gateOf(bypassed, phase)).state).toBe('open');
      expect(known(gateOf(bypassed, phase)).bypass).toBeUndefined();
    }
  });

  it('of every phase that is open opens the whole gate', () => {
    const bypasses = [bypass({ phase: 'before' }), bypass({ phase: 'after' })];
    expect(known(gateOf({ ...run, bypasses })).state).toBe('complete');
  });

  it('is not named where nothing was open', () => {
    const done = { ...aRelease({ id: 'notes', phase: 'before', state: DONE }), bypasses: [bypass()] };
    expect(known(gateOf(done)).bypass).toBeUndefined();
  });

  it('ends with the archiving of the run', () => {
    expect(known(gateOf({ ...run, bypasses: [bypass()], archivedAt: AT })).state).toBe('open');
  });
});

const at = new Date('2026-11-20T10:00:00Z');
const later = new Date('2026-11-20T11:00:00Z');
const [ada, ben, cy] = [aPerson('U1'), aPerson('U2'), aPerson('U3')];

function release(changes: Partial<Parameters<typeof aRun>[1]> = {}): Run {
  const phases = [
    { id: 'before', title: 'Before' },
    { id: 'after', title: 'After' },
  ];
  const items = aNewRun(2).items.map((item, index) => ({ ...item, phase: index === 0 ? 'before' : 'after' }));
  return aRun(0, { phases, items, roles: [{ name: 'lead', holder: ben }], ...changes });
}
function opened(run: Run, changes: Partial<Parameters<typeof withBypass>[1]> = {}) {
  return withBypass(run, { by: ben, at, reason: ' The fix is urgent ', ...changes });
}
function stateOf(run: Run, phase?: string): string {
  const gate = gateOf(run, phase);
  return 'state' in gate ? gate.state : 'unknown';
}

describe('opening the gate', () => {
  it('is up to who leads the run, or who started it while nobody leads it', () => {
    expect([ada, ben, cy].map((person) => mayBypass(release(), person))).toEqual([false, true, false]);
    const leaderless = release({ roles: [{ name: 'lead' }] });
    expect([ada, ben, cy].map((person) => mayBypass(leaderless, person))).toEqual([true, false, false]);
    // Not even where anyone may archive a run.
    expect(opened(release({ managedByAnyone: true }), { by: cy }).refused).toEqual({ kind: 'not-yours-to-bypass' });
    expect(opened(release(), { by: cy, isAllowed: true }).refused).toBeUndefined();
  });

  it('lets a deployment go on, and says who did it and why', () => {
    const run = release();
    const { run: after, records } = opened(run);
    expect(stateOf(after)).toBe('complete');
    expect(after.bypasses).toEqual([{ by: ben, at, reason: 'The fix is urgent' }]);
    expect(records).toEqual([
      { version: run.wantedVersion + 1, event: { kind: 'bypassed', by: ben, at, reason: 'The fix is urgent' } },
    ]);
    expect(after.wantedVersion).toBe(run.wantedVersion + 1);
    expect(after.items).toBe(run.items);
  });

  it('can be for one phase, by its id or its title', () => {
    for (const phase of ['before', ' BEFORE ']) {
      const { run } = opened(release(), { phase });
      expect([stateOf(run, 'before'), stateOf(run, 'after')]).toEqual(['complete', 'open']);
      expect(run.bypasses).toMatchObject([{ phase: 'before' }]);
    }
  });

  it('needs a reason of some length, and a phase that the run has', () => {
    const kindOf = (changes: Parameters<typeof opened>[1]): string | undefined => {
      const { refused, run } = opened(release(), changes);
      expect(run.bypasses).toBeUndefined();
      return refused?.kind;
    };
    expect(kindOf({ reason: ' \n' })).toBe('needs-reason');
    expect(kindOf({ reason: 'x'.repeat(MAX_REASON + 1) })).toBe('reason-too-long');
    expect(kindOf({ phase: 'befor' })).toBe('unknown-phase');
    expect(kindOf({ phase: '' })).toBe('unknown-phase');
  });

  it('is refused where nothing is open, and in an archived run', () => {
    const done = { kind: 'done', by: ada, at } as const;
    const run = release();
    const items = run.items.map((item, index) => (index === 0 ? { ...item, state: done } : item));
    expect(opened({ ...run, items }, { phase: 'before' }).refused).toEqual({ kind: 'nothing-open' });
    expect(opened({ ...run, archivedAt: at }).refused).toEqual({ kind: 'archived' });
  });

  it('changes nothing when it is repeated, so the first reason stays', () => {
    const { run } = opened(release());
    for (const again of [{ at: later, reason: 'another' }, { phase: 'before' }]) {
      expect(opened(run, again)).toMatchObject({ changed: false, records: [] });
      expect(opened(run, again).run).toEqual(run);
    }
    const phase = opened(release(), { phase: 'before' }).run;
    expect(opened(phase, { at: later }).run.bypasses).toHaveLength(2);
  });
});

describe('closing the gate', () => {
  it('is up to anyone, and a late repeat does not close what was opened since', () => {
    const { run } = opened(release());
    const closed = withoutBypass(run, { by: cy, at: later, given: at });
    expect(stateOf(closed.run)).toBe('open');
    expect(closed.records.map(({ event }) => event)).toEqual([{ kind: 'bypass withdrawn', by: cy, at: later }]);
    const again = opened(closed.run, { at: later }).run;
    expect(withoutBypass(again, { by: cy, at: later, given: at }).run).toBe(again);
  });

  it('comes with the archiving: a run that is brought back is not open', () => {
    const { run } = opened(release());
    const { run: away } = archived(run, { by: ben, at });
    expect(away.bypasses).toHaveLength(1);
    expect(stateOf(away)).toBe('open');
    expect(stateOf(unarchived(away, { by: cy, at: later }).run)).toBe('open');
  });
});
