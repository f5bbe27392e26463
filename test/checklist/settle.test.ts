import { describe, expect, it } from '@jest/globals';
import { type ChangedRun, changeItem, type Outcome } from '../../src/checklist/change-item.js';
import { withRole } from '../../src/checklist/change-run.js';
import { approvalsOf, missingSignOffs, waitOf } from '../../src/checklist/rules.js';
import type { Run, RunItem } from '../../src/checklist/run.js';
import type { NewItem, NewRun } from '../../src/checklist/run-store.js';
import type { ItemRules } from '../../src/guide/page.js';
import { aPerson, aRun } from './runs.js';

const START = Date.UTC(2026, 10, 20, 9);
function at(minute: number): Date {
  return new Date(START + minute * 60_000);
}
function item(id: string, rules: ItemRules = {}, more: Partial<NewItem> = {}): NewItem {
  return { id, title: `Step ${id}`, titleContent: [], detail: [], rules, ...more };
}
/** Started by U1, who leads it. */
function runWith(items: readonly NewItem[], more: Partial<NewRun> = {}): Run {
  return aRun(0, { items, managedByAnyone: false, postedAt: at(0), ...more });
}

const DONE: Outcome = { kind: 'done' };
const OPEN: Outcome = { kind: 'open' };
const SKIPPED: Outcome = { kind: 'skipped', reason: 'not ours' };
const APPROVED: Outcome = { kind: 'approved' };
const UNAPPROVED: Outcome = { kind: 'unapproved' };
function evidence(text: string): Outcome {
  return { kind: 'done', evidence: text };
}

/** Minutes are places too. */
function pressOn(run: Run, id: string, outcome: Outcome, { by = 'U1', minute = 1 } = {}): ChangedRun {
  return changeItem(run, { field: 'state', item: id, outcome, by: aPerson(by), at: at(minute), sequence: minute });
}
/** Presses one after the other, none of which may be refused. */
function pressAll(run: Run, ...presses: (readonly [id: string, outcome: Outcome, by?: string])[]): Run {
  return presses.reduce((state, [id, outcome, by = 'U1'], index) => {
    const { refused, run: after } = pressOn(state, id, outcome, { by, minute: index + 1 });
    expect(refused).toBeUndefined();
    return after;
  }, run);
}
function itemOf(run: Run, id: string): RunItem {
  const found = run.items.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no item ${id}`);
  return found;
}
function states(run: Run): string {
  return run.items.map(({ id, state }) => `${id} ${state.kind}`).join(', ');
}

describe('an item with sub-items', () => {
  const family = [item('p'), item('a', {}, { parent: 'p' }), item('b', {}, { parent: 'p' }), item('z')];

  it('is done with its last sub-item, by who did that, and open again with any of them', () => {
    const run = pressAll(runWith(family), ['a', DONE, 'U2'], ['b', DONE, 'U3']);
    expect(states(run)).toBe('p done, a done, b done, z open');
    expect(itemOf(run, 'p').state).toEqual({ kind: 'done', by: aPerson('U3'), at: at(2) });
    expect(states(pressOn(run, 'a', OPEN, { minute: 3 }).run)).toBe('p open, a open, b done, z open');
  });

  it('ticks its open sub-items with it, and each is in the history', () => {
    const run = pressAll(runWith(family), ['a', DONE, 'U2']);
    const { records, run: after } = pressOn(run, 'p', DONE, { by: 'U3', minute: 2 });
    expect(states(after)).toBe('p done, a done, b done, z open');
    expect(itemOf(after, 'a').state).toMatchObject({ by: aPerson('U2') });
    expect(itemOf(after, 'b').state).toEqual({ kind: 'done', by: aPerson('U3'), at: at(2), viaParent: true });
    expect(
      records.map(({ event, version }) => [version - run.wantedVersion, event.kind, 'item' in event && event.item]),
    ).toEqual([
      [1, 'done', 'p'],
      [2, 'done', 'b'],
    ]);
  });

  it('reopens its sub-items with it', () => {
    const run = pressAll(runWith(family), ['p', DONE], ['p', OPEN]);
    expect(states(run)).toBe('p open, a open, b open, z open');
  });

  it('skips its open sub-items with it; skipped where all of them are, done where one is done', () => {
    const skipped = pressAll(runWith(family), ['p', SKIPPED]);
    expect(states(skipped)).toBe('p skipped, a skipped, b skipped, z open');
    expect(itemOf(skipped, 'p').state).toMatchObject({ reason: 'not ours' });
    expect(states(pressAll(runWith(family), ['a', DONE], ['p', SKIPPED]))).toBe('p done, a done, b skipped, z open');
    expect(states(pressAll(runWith(family), ['a', SKIPPED], ['b', SKIPPED]))).toBe(
      'p skipped, a skipped, b skipped, z open',
    );
  });

  it('changes with its sub-items where each of them was settled by itself', () => {
    const run = pressAll(runWith(family), ['a', SKIPPED], ['b', SKIPPED]);
    expect(pressOn(run, 'p', DONE, { minute: 3 })).toMatchObject({
      run,
      changed: false,
      refused: { kind: 'up-to-sub-items', items: [{ id: 'a', title: 'Step a' }, { id: 'b' }] },
    });
    const done = pressAll(runWith(family), ['a', DONE], ['b', DONE]);
    expect(pressOn(done, 'p', SKIPPED, { minute: 3 }).refused?.kind).toBe('up-to-sub-items');
  });

  it('takes back what a press on it did to its sub-items by the next one', () => {
    expect(states(pressAll(runWith(family), ['p', DONE], ['p', SKIPPED]))).toBe(
      'p skipped, a skipped, b skipped, z open',
    );
    expect(states(pressAll(runWith(family), ['p', SKIPPED], ['p', DONE]))).toBe('p done, a done, b done, z open');
  });

  it('is not ticked while a sub-item needs something of its own, and names those', () => {
    const run = runWith([
      item('p'),
      item('a', {}, { parent: 'p' }),
      item('b', { evidence: 'url' }, { parent: 'p' }),
      item('c', { signOff: { count: 1, others: false } }, { parent: 'p' }),
      item('d', { role: 'dba' }, { parent: 'p' }),
    ]);
    const { refused, run: after } = pressOn(run, 'p', DONE);
    expect(after).toBe(run);
    expect(refused).toEqual({ kind: 'sub-items', items: ['b', 'c', 'd'].map((id) => ({ id, title: `Step ${id}` })) });
  });

  it('is ticked by itself if it needs something, and is open again with any sub-item', () => {
    const run = pressAll(runWith([item('p', { evidence: 'text' }), ...family.slice(1, 3)]), ['a', DONE], ['b', DONE]);
    expect(states(run)).toBe('p open, a done, b done');
    expect(pressOn(run, 'p', DONE, { minute: 3 }).refused).toEqual({ kind: 'needs-evidence', as: 'text' });
    const done = pressOn(run, 'p', evidence('log 7'), { minute: 4 }).run;
    expect(states(done)).toBe('p done, a done, b done');
    const reopened = pressOn(done, 'a', OPEN, { minute: 5 }).run;
    expect(states(reopened)).toBe('p open, a open, b done');
    expect(states(pressOn(reopened, 'a', DONE, { minute: 6 }).run)).toBe('p open, a done, b done');
  });

  it('is done with its last sub-item if they have its role, and takes a press of its own if one has another', () => {
    const roled = (role: string) =>
      runWith(
        [item('p', { role: 'dba' }), item('a', { role: 'dba' }, { parent: 'p' }), item('b', { role }, { parent: 'p' })],
        { roles: ['dba', 'ops'].map((name) => ({ name, holder: aPerson('U1') })) },
      );
    expect(states(pressAll(roled('dba'), ['a', DONE], ['b', DONE]))).toBe('p done, a done, b done');
    expect(pressOn(roled('dba'), 'a', DONE, { by: 'U2' }).refused).toMatchObject({ kind: 'needs-role' });
    const parts = pressAll(roled('ops'), ['a', DONE], ['b', DONE]);
    expect(states(parts)).toBe('p open, a done, b done');
    expect(states(pressOn(parts, 'p', DONE, { minute: 3 }).run)).toBe('p done, a done, b done');
  });

  it('loses its approvals when a sub-item is reopened', () => {
    const run = pressAll(
      runWith([item('p', { signOff: { count: 2, others: false } }), ...family.slice(1, 3)]),
      ['p', APPROVED, 'U2'],
      ['p', APPROVED, 'U3'],
    );
    expect(states(run)).toBe('p done, a done, b done');
    const reopened = pressOn(run, 'b', OPEN, { minute: 3 }).run;
    expect([states(reopened), missingSignOffs(itemOf(reopened, 'p'))]).toEqual(['p open, a done, b open', 2]);
  });

  it('is an item like any other if none of its sub-items applies', () => {
    const run = runWith([item('p'), item('a', {}, { parent: 'p', doesNotApply: 'type is hotfix' })]);
    expect(states(pressAll(run, ['p', DONE]))).toBe('p done, a open');
    expect(pressOn(run, 'a', DONE).refused).toEqual({ kind: 'does-not-apply', why: 'type is hotfix' });
  });

  it('keeps a late press from undoing what a later one on the parent decided', () => {
    const run = pressOn(pressAll(runWith(family), ['a', DONE]), 'p', DONE, { minute: 6 }).run;
    expect(states(pressOn(run, 'a', OPEN, { minute: 5 }).run)).toBe('p done, a done, b done, z open');
    expect(states(pressOn(run, 'b', OPEN, { minute: 5 }).run)).toBe('p done, a done, b done, z open');
    expect(states(pressOn(run, 'b', OPEN, { minute: 7 }).run)).toBe('p open, a done, b open, z open');
  });
});

describe('a sign-off', () => {
  const two = runWith([item('s', { signOff: { count: 2, others: true } })], { managedByAnyone: true });

  it('needs so many different people, and keeps their names and times', () => {
    const one = pressAll(two, ['s', APPROVED, 'U2']);
    expect([states(one), missingSignOffs(itemOf(one, 's'))]).toEqual(['s open', 1]);
    const again = pressOn(one, 's', APPROVED, { by: 'U2', minute: 2 });
    expect([again.changed, missingSignOffs(itemOf(again.run, 's'))]).toEqual([false, 1]);
    const both = pressOn(one, 's', APPROVED, { by: 'U3', minute: 3 });
    expect(itemOf(both.run, 's').state).toEqual({ kind: 'done', by: aPerson('U3'), at: at(3) });
    expect(approvalsOf(itemOf(both.run, 's')).map(({ by, at: when }) => [by.name, when])).toEqual([
      ['Name of U2', at(1)],
      ['Name of U3', at(3)],
    ]);
    expect(both.records.map(({ event }) => event.kind)).toEqual(['approved', 'done']);
    expect(both.run.completedAt).toEqual(at(3));
  });

  it('does not count who started the run, who is told', () => {
    expect(pressOn(two, 's', APPROVED, { by: 'U1' })).toMatchObject({
      run: two,
      refused: { kind: 'starter-does-not-count' },
    });
    const anyone = runWith([item('s', { signOff: { count: 1, others: false } })]);
    expect(states(pressAll(anyone, ['s', APPROVED, 'U1']))).toBe('s done');
  });

  it('is not given by Done, however old the button', () => {
    expect(pressOn(two, 's', DONE, { by: 'U2' }).refused).toEqual({ kind: 'needs-sign-off', missing: 2 });
    const one = pressAll(two, ['s', APPROVED, 'U2']);
    expect(pressOn(one, 's', DONE, { by: 'U3', minute: 2 }).refused).toEqual({ kind: 'needs-sign-off', missing: 1 });
    expect(pressOn(runWith([item('x')]), 'x', APPROVED).refused).toEqual({ kind: 'needs-no-sign-off' });
  });

  it('can be taken back by who gave it, and then the item is open again', () => {
    const done = pressAll(two, ['s', APPROVED, 'U2'], ['s', APPROVED, 'U3']);
    expect(pressOn(done, 's', UNAPPROVED, { by: 'U4', minute: 3 }).changed).toBe(false);
    const back = pressOn(done, 's', UNAPPROVED, { by: 'U3', minute: 4 });
    expect([states(back.run), missingSignOffs(itemOf(back.run, 's'))]).toEqual(['s open', 1]);
    expect(back.records.map(({ event }) => event.kind)).toEqual(['approval withdrawn', 'reopened']);
    // A late delivery of the press that was taken back.
    expect(pressOn(back.run, 's', APPROVED, { by: 'U3', minute: 2 }).run).toBe(back.run);
  });

  it('has to be given again after a reopening', () => {
    const done = pressAll(two, ['s', APPROVED, 'U2'], ['s', APPROVED, 'U3'], ['s', OPEN, 'U4']);
    expect([states(done), missingSignOffs(itemOf(done, 's'))]).toEqual(['s open', 2]);
    expect(pressOn(done, 's', APPROVED, { by: 'U2', minute: 1 }).run).toBe(done);
    expect(missingSignOffs(itemOf(pressOn(done, 's', APPROVED, { by: 'U2', minute: 4 }).run, 's'))).toBe(1);
  });

  it('stands if a reopening from before arrives after it', () => {
    const done = [2, 3].reduce(
      (run, minute) => pressOn(run, 's', APPROVED, { by: `U${minute}`, minute: minute + 1 }).run,
      two,
    );
    expect(states(pressOn(done, 's', OPEN, { by: 'U4', minute: 2 }).run)).toBe('s done');
  });

  it('clears what was approved when only one has approved and it is set to open, and says so', () => {
    const one = pressAll(two, ['s', APPROVED, 'U2']);
    const open = pressOn(one, 's', OPEN, { minute: 2 });
    expect(open.records.map(({ event }) => event.kind)).toEqual(['reopened']);
    expect(missingSignOffs(itemOf(open.run, 's'))).toBe(2);
  });

  it('brings the evidence with its first press, where the item asks for it too', () => {
    const run = runWith([item('s', { signOff: { count: 2, others: false }, evidence: 'url' })]);
    expect(pressOn(run, 's', APPROVED).refused).toEqual({ kind: 'needs-evidence', as: 'url' });
    const one = pressAll(run, ['s', { kind: 'approved', evidence: 'https://ci.example/7' }, 'U2']);
    const both = pressOn(one, 's', APPROVED, { by: 'U3', minute: 2 }).run;
    expect(itemOf(both, 's').state).toMatchObject({ kind: 'done', evidence: 'https://ci.example/7' });
    const back = pressOn(both, 's', UNAPPROVED, { by: 'U2', minute: 3 }).run;
    expect(pressOn(back, 's', APPROVED, { by: 'U4', minute: 4 }).refused?.kind).toBe('needs-evidence');
  });
});

describe('evidence', () => {
  const run = runWith([item('u', { evidence: 'url' }), item('t', { evidence: 'text' }), item('x')]);

  it('has to be given to tick the item, and is kept with it', () => {
    expect(pressOn(run, 'u', DONE).refused).toEqual({ kind: 'needs-evidence', as: 'url' });
    expect(pressOn(run, 't', evidence('  ')).refused).toEqual({ kind: 'needs-evidence', as: 'text' });
    const done = pressOn(run, 'u', evidence(' https://ci.example/run/7?x=1#log '));
    expect(itemOf(done.run, 'u').state).toMatchObject({ evidence: 'https://ci.example/run/7?x=1#log' });
    expect(done.records[0]?.event).toMatchObject({ kind: 'done', evidence: 'https://ci.example/run/7?x=1#log' });
  });

  it('of a link is an http or https address of 2,000 characters at most; of a text any such text', () => {
    const long = (length: number) => `https://ci.example/${'x'.repeat(length - 19)}`;
    for (const bad of [
      'ftp://ci.example',
      'javascript:alert(1)',
      'ci.example',
      'https://',
      'https://a b',
      'see https://ci.example',
      'https://ci.example/a\nb',
    ])
      expect(pressOn(run, 'u', evidence(bad)).refused).toEqual({ kind: 'not-a-url' });
    for (const good of ['http://localhost:8080', 'HTTPS://CI.example/Ä', long(2_000)])
      expect(pressOn(run, 'u', evidence(good)).refused).toBeUndefined();
    expect(pressOn(run, 'u', evidence(long(2_001))).refused).toEqual({ kind: 'evidence-too-long', max: 2_000 });
    expect(pressOn(run, 't', evidence('x'.repeat(2_001))).refused).toEqual({ kind: 'evidence-too-long', max: 2_000 });
    expect(pressOn(run, 'x', evidence('x'.repeat(2_001))).refused?.kind).toBe('evidence-too-long');
    expect(pressOn(run, 't', evidence('x'.repeat(2_000))).refused).toBeUndefined();
  });

  it('can be replaced, and then is that of who replaced it', () => {
    const done = pressAll(run, ['u', evidence('https://ci.example/7'), 'U2']);
    expect(pressOn(done, 'u', DONE, { by: 'U3', minute: 2 })).toMatchObject({ changed: false });
    expect(pressOn(done, 'u', DONE, { by: 'U3', minute: 2 }).refused).toBeUndefined();
    const replaced = pressOn(done, 'u', evidence('https://ci.example/8'), { by: 'U3', minute: 3 });
    expect(itemOf(replaced.run, 'u').state).toMatchObject({ by: aPerson('U3'), evidence: 'https://ci.example/8' });
    expect(replaced.changed).toBe(true);
  });
});

describe('a role', () => {
  const run = runWith([item('r', { role: 'dba' }), item('s', { role: 'dba', signOff: { count: 1, others: false } })], {
    roles: [{ name: 'lead', holder: aPerson('U1') }, { name: 'dba' }],
  });
  const taken = withRole(run, { role: 'dba', to: aPerson('U2'), by: aPerson('U2'), at: at(1), sequence: 1 }).run;

  it('that nobody has keeps everybody from ticking and approving, and that somebody has everybody else', () => {
    for (const [id, outcome] of [
      ['r', DONE],
      ['s', APPROVED],
    ] as const) {
      expect(pressOn(run, id, outcome).refused).toEqual({ kind: 'needs-role', role: 'dba' });
      expect(pressOn(taken, id, outcome).refused).toEqual({ kind: 'needs-role', role: 'dba', holder: aPerson('U2') });
      expect(pressOn(taken, id, outcome, { by: 'U2', minute: 2 }).refused).toBeUndefined();
    }
  });

  it('is not needed to reopen an item, which settles nothing', () => {
    const done = pressOn(taken, 'r', DONE, { by: 'U2', minute: 2 }).run;
    expect(pressOn(done, 'r', OPEN, { by: 'U3', minute: 3 }).changed).toBe(true);
  });

  it('is handed over by anyone, and an older press about it changes nothing', () => {
    const { records, run: handed } = withRole(taken, {
      role: 'dba',
      to: aPerson('U3'),
      by: aPerson('U1'),
      at: at(5),
      sequence: 5,
    });
    expect(records).toEqual([
      {
        version: taken.wantedVersion + 1,
        event: { by: aPerson('U1'), at: at(5), kind: 'role', role: 'dba', to: aPerson('U3') },
      },
    ]);
    for (const sequence of [4, 5])
      expect(withRole(handed, { role: 'dba', to: aPerson('U2'), by: aPerson('U2'), at: at(4), sequence }).run).toBe(
        handed,
      );
    const free = withRole(handed, { role: 'dba', to: undefined, by: aPerson('U3'), at: at(6), sequence: 6 }).run;
    expect(pressOn(free, 'r', DONE, { by: 'U3' }).refused).toEqual({ kind: 'needs-role', role: 'dba' });
    expect(() => withRole(run, { role: 'captain', to: aPerson(), by: aPerson(), at: at(1) })).toThrow(
      'no role captain',
    );
  });
});

describe('a waiting time', () => {
  const rule: ItemRules = { waitMinutes: 15 };

  it('begins when the item before is settled: done, skipped, or not applying to this run', () => {
    const run = runWith([item('a'), item('n', {}, { doesNotApply: 'type is hotfix' }), item('w', rule)]);
    expect(pressOn(run, 'w', DONE, { minute: 90 }).refused).toEqual({
      kind: 'wait-for',
      item: { id: 'a', title: 'Step a' },
    });
    const settled = pressOn(run, 'a', SKIPPED, { minute: 10 }).run;
    expect(pressOn(settled, 'w', DONE, { minute: 24 }).refused).toEqual({ kind: 'too-early', until: at(25) });
    expect(waitOf(settled, itemOf(settled, 'w'))).toEqual({ until: at(25) });
    expect(states(pressOn(settled, 'w', DONE, { minute: 25 }).run)).toBe('a skipped, n open, w done');
  });

  it('of the first item begins with the run; of a sub-item with the sub-item before it', () => {
    const run = runWith([item('w', rule), item('p'), item('a', {}, { parent: 'p' }), item('b', rule, { parent: 'p' })]);
    expect(pressOn(run, 'w', DONE, { minute: 14 }).refused).toEqual({ kind: 'too-early', until: at(15) });
    expect(pressOn(run, 'p', DONE, { minute: 90 }).refused).toEqual({
      kind: 'sub-items',
      items: [{ id: 'b', title: 'Step b' }],
    });
    expect(pressOn(run, 'b', DONE, { minute: 90 }).refused).toEqual({
      kind: 'wait-for',
      item: { id: 'a', title: 'Step a' },
    });
    const ticked = pressOn(run, 'a', DONE, { minute: 20 }).run;
    expect(pressOn(ticked, 'b', DONE, { minute: 34 }).refused).toEqual({ kind: 'too-early', until: at(35) });
    expect(states(pressOn(ticked, 'b', DONE, { minute: 35 }).run)).toBe('w open, p done, a done, b done');
  });

  it('keeps an item from being approved too, but not from being skipped', () => {
    const run = runWith([item('a'), item('w', { ...rule, signOff: { count: 1, others: false } })]);
    expect(pressOn(run, 'w', APPROVED, { by: 'U2' }).refused?.kind).toBe('wait-for');
    expect(pressOn(run, 'w', SKIPPED).changed).toBe(true);
  });
});

describe('leaving out', () => {
  const items = [item('r'), item('o', { optional: true }), item('d', { optional: true, role: 'dba' })];
  const run = runWith(items, {
    postedBy: aPerson('U1'),
    roles: [
      { name: 'lead', holder: aPerson('U2') },
      { name: 'dba', holder: aPerson('U3') },
    ],
  });
  const skippers = (id: string, where = run): string[] =>
    ['U1', 'U2', 'U3', 'U4'].filter((by) => pressOn(where, id, SKIPPED, { by }).changed);

  it('of a required item is up to who started the run and who leads it, or anyone where the page says so', () => {
    expect(skippers('r')).toEqual(['U1', 'U2']);
    expect(pressOn(run, 'r', SKIPPED, { by: 'U4' }).refused).toEqual({ kind: 'not-yours-to-skip' });
    expect(skippers('r', runWith(items, { managedByAnyone: true }))).toHaveLength(4);
  });

  it('of an optional item is up to anyone; if it has a role, to who has that too', () => {
    expect(skippers('o')).toHaveLength(4);
    expect(skippers('d')).toEqual(['U1', 'U2', 'U3']);
  });

  it('of an item with sub-items needs the same for each of them', () => {
    const parts = [
      item('p', { optional: true }),
      item('a', {}, { parent: 'p' }),
      item('b', { role: 'dba' }, { parent: 'p' }),
    ];
    const where = runWith(parts, { roles: [{ name: 'dba', holder: aPerson('U3') }] });
    expect(pressOn(where, 'p', SKIPPED, { by: 'U4' }).refused).toEqual({
      kind: 'sub-items',
      items: [{ id: 'b', title: 'Step b' }],
    });
    expect(skippers('p', where)).toEqual(['U1', 'U3']);
  });
});

describe('a due date', () => {
  const run = runWith([item('a')]);
  const setDue = (due: string, today?: string): ChangedRun =>
    changeItem(run, { field: 'due', item: 'a', due, by: aPerson(), at: at(0), ...(today && { today }) });

  it('is a day or a moment', () => {
    expect(itemOf(setDue('2026-11-21').run, 'a').due).toBe('2026-11-21');
    expect(itemOf(setDue('2026-11-20T15:30:00.000Z').run, 'a').due).toBe('2026-11-20T15:30:00.000Z');
    for (const bad of ['2026-11-20T15:30:00Z', '2026-11-20T25:00:00.000Z', 'soon'])
      expect(() => setDue(bad)).toThrow(RangeError);
  });

  it('in the past is refused: a moment that has passed, a day that is over for the person, or everywhere', () => {
    expect(setDue('2026-11-20T08:59:00.000Z').refused).toEqual({ kind: 'past-due-date' });
    expect(setDue('2026-11-18').refused).toEqual({ kind: 'past-due-date' });
    // 09:00 in UTC is 21:00 the day before, 12 hours behind it.
    expect(setDue('2026-11-19').refused).toBeUndefined();
    expect(setDue('2026-11-19', '2026-11-20').refused).toEqual({ kind: 'past-due-date' });
    expect(setDue('2026-11-20', '2026-11-20').refused).toBeUndefined();
  });
});

it('changes nothing in an archived run, and nothing in an item that does not apply', () => {
  const run = runWith([item('a'), item('n', {}, { doesNotApply: 'type is hotfix' })]);
  const archived: Run = { ...run, archivedAt: at(9), archivedBy: aPerson() };
  for (const outcome of [DONE, SKIPPED]) {
    expect(pressOn(archived, 'a', outcome)).toMatchObject({ run: archived, refused: { kind: 'archived' } });
    expect(pressOn(run, 'n', outcome)).toMatchObject({
      run,
      refused: { kind: 'does-not-apply', why: 'type is hotfix' },
    });
  }
  const note = { field: 'note', note: 'hm', by: aPerson(), at: at(1) } as const;
  expect(changeItem(archived, { ...note, item: 'a' }).refused).toEqual({ kind: 'archived' });
  expect(changeItem(run, { ...note, item: 'n' }).refused?.kind).toBe('does-not-apply');
  // What is so already is no change to refuse.
  expect(pressOn(archived, 'a', OPEN).refused).toBeUndefined();
});
