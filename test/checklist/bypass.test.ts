import { describe, expect, it } from '@jest/globals';
import { MAX_REASON, mayBypass, withBypass, withoutBypass } from '../../src/checklist/bypass.js';
import { archived, unarchived } from '../../src/checklist/change-run.js';
import { gateOf } from '../../src/checklist/gate.js';
import type { Run } from '../../src/checklist/run.js';
import { aNewRun, aPerson, aRun } from './runs.js';

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
