import { describe, expect, it } from '@jest/globals';
import { changeItem } from '../../src/checklist/change-item.js';
import { archived, MAX_ITEMS, unarchived, withItem } from '../../src/checklist/change-run.js';
import type { Run } from '../../src/checklist/run.js';
import { aNewRun, aPerson, aRun } from './runs.js';

const at = new Date('2026-11-20T10:00:00Z');
const by = aPerson('U2');
function added(run: Run, changes: Partial<Parameters<typeof withItem>[1]> = {}) {
  return withItem(run, { id: 'new', title: ' Call Ben ', by, at, ...changes });
}
function ids({ items }: Run): string {
  return items.map(({ id }) => id).join(' ');
}

describe('adding an item', () => {
  const phases = [
    { id: 'before', title: 'Before' },
    { id: 'deploy', title: 'Deploy' },
    { id: 'after', title: 'After' },
  ];
  const items = aNewRun(4).items.map((item, index) => ({ ...item, phase: index < 3 ? 'before' : 'after' }));
  const phased = aRun(0, { phases, items });

  it('puts it at the end, says who added it, and notes it down', () => {
    const run = aRun(2);
    const result = added(run);
    expect(result.run.items[2]).toEqual({
      id: 'new',
      title: 'Call Ben',
      titleContent: [{ type: 'text', value: 'Call Ben' }],
      detail: [],
      rules: {},
      addedBy: by,
      state: { kind: 'open' },
      approvals: [],
      latestPress: {},
    });
    expect(result.records).toEqual([{ version: run.wantedVersion + 1, event: { kind: 'added', item: 'new', by, at } }]);
  });

  it('puts it at the end of its phase, or of the last one', () => {
    expect(ids(added(phased, { phase: 'before' }).run)).toBe('i1 i2 i3 new i4');
    expect(ids(added(phased, { phase: 'deploy' }).run)).toBe('i1 i2 i3 new i4');
    expect(added(phased, { phase: 'deploy' }).run.items[3]?.phase).toBe('deploy');
    expect(added(phased).run.items[4]).toMatchObject({ id: 'new', phase: 'after' });
    expect(() => added(phased, { phase: 'never' })).toThrow('no phase never');
  });

  it('opens a complete run again, once, however often it is repeated', () => {
    const done = changeItem(aRun(1), {
      field: 'state',
      item: 'i1',
      outcome: { kind: 'done' },
      by,
      at,
      sequence: 1,
    }).run;
    expect(done.completedAt).toEqual(at);
    const open = added(done).run;
    expect(open.completedAt).toBeUndefined();
    expect(added(open)).toMatchObject({ run: open, changed: false, records: [] });
  });

  it('is refused where there is no room, and in an archived run', () => {
    const full = aRun(MAX_ITEMS);
    expect(added(full)).toMatchObject({ run: full, refused: { kind: 'too-many-items', max: 500 } });
    expect(added(aRun(MAX_ITEMS - 1)).changed).toBe(true);
    const away = archived(aRun(1), { by, at }).run;
    expect(added(away)).toMatchObject({ run: away, refused: { kind: 'archived' } });
  });

  it('refuses a title of no characters or too many', () => {
    for (const title of ['', '  ', 'x'.repeat(301)]) expect(() => added(aRun(1), { title })).toThrow(RangeError);
  });
});

describe('archiving', () => {
  const run = aRun(1, {
    managedByAnyone: false,
    postedBy: aPerson('U1'),
    roles: [{ name: 'lead', holder: aPerson('U3') }],
  });

  it('is up to who started or leads the run, or anyone where the page says so', () => {
    const may = (who: string, where = run): boolean => archived(where, { by: aPerson(who), at }).changed;
    expect(['U1', 'U2', 'U3'].map((who) => may(who))).toEqual([true, false, true]);
    expect(archived(run, { by, at })).toMatchObject({ run, refused: { kind: 'not-yours-to-archive' } });
    expect(may('U2', { ...run, managedByAnyone: true })).toBe(true);
  });

  it('can be taken back by anyone; both are in the history, and repeats change nothing', () => {
    const away = archived(run, { by: aPerson('U1'), at });
    expect(away.run).toMatchObject({ archivedAt: at, archivedBy: aPerson('U1') });
    expect(archived(away.run, { by, at }).run).toBe(away.run);
    const back = unarchived(away.run, { by, at });
    expect({ ...back.run, wantedVersion: run.wantedVersion }).toEqual(run);
    expect([...away.records, ...back.records].map(({ event }) => event.kind)).toEqual(['archived', 'unarchived']);
    expect(unarchived(back.run, { by, at }).run).toBe(back.run);
  });
});
