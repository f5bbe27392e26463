import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../src/checklist/change-item.js';
import { approvalsOf } from '../../src/checklist/rules.js';
import type { Run } from '../../src/checklist/run.js';
import type { NewItem, NewRun, RunStore, WhichRuns } from '../../src/checklist/run-store.js';
import type { ItemRules } from '../../src/guide/page.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const START = Date.UTC(2026, 10, 20, 9);
function at(second: number): Date {
  return new Date(START + second * 1_000);
}
function item(id: string, rules: ItemRules = {}, more: Partial<NewItem> = {}): NewItem {
  return { id, title: `Step ${id}`, titleContent: [], detail: [], rules, ...more };
}
function by(person: string, second: number) {
  return { by: aPerson(person), at: at(second), sequence: second };
}

describeOnEachDatabase('a runbook’s run', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let otherDb: Database;
  let runs: RunStore;
  /** Another process on the same database. */
  let other: RunStore;

  beforeAll(async () => {
    empty = await make();
    [db, otherDb] = [await openDatabase(empty), await openDatabase(empty)];
    await migrate(db);
    [runs, other] = [createRunStore(db), createRunStore(otherDb)];
  });
  afterAll(async () => {
    await Promise.all([db?.close(), otherDb?.close()]);
    await empty?.remove();
  });

  const post = async (items: readonly NewItem[], more: Partial<NewRun> = {}): Promise<Run> => {
    const { run } = await runs.create(aNewRun(0, { installation: randomUUID(), id: randomUUID(), items, ...more }));
    return runs.markPosted(keyOf(run), '100.0');
  };
  const press = (run: Run, id: string, outcome: Outcome, person: string, second: number, store = runs) =>
    store.setItem({ ...keyOf(run), item: id, outcome, ...by(person, second) });
  const historyOf = async (run: Run): Promise<unknown[]> =>
    (await runs.history(keyOf(run))).map(({ by: person, at: _, ...what }) => [person.id, what]);

  it('is read back as it was written, with phases, rules, variables, roles and a thread', async () => {
    const run = await post(
      [
        item(
          'a',
          {
            role: 'dba',
            evidence: 'url',
            waitMinutes: 5,
            conditions: [{ variable: 'type', value: 'x', negated: true }],
          },
          { phase: 'before' },
        ),
        item('b', { optional: true }, { parent: 'a', phase: 'before', due: '2026-11-20T15:30:00.000Z' }),
        item('c', {}, { doesNotApply: 'type is \0 hotfix' }),
      ],
      {
        phases: [{ id: 'before', title: 'Before' }],
        variables: { service: 'shop "api"' },
        roles: [{ name: 'lead', holder: aPerson('U1') }, { name: 'dba' }],
        managedByAnyone: false,
        thread: '99.0',
        checklist: 'release',
      },
    );
    expect(run).toMatchObject({
      phases: [{ id: 'before', title: 'Before' }],
      variables: { service: 'shop "api"' },
      roles: [{ name: 'lead', holder: aPerson('U1') }, { name: 'dba' }],
      managedByAnyone: false,
      thread: '99.0',
      checklist: 'release',
    });
    expect(run.items).toMatchObject([
      { rules: { role: 'dba', evidence: 'url', waitMinutes: 5, conditions: [{ variable: 'type' }] }, phase: 'before' },
      { rules: { optional: true }, parent: 'a', due: '2026-11-20T15:30:00.000Z' },
      { doesNotApply: 'type is \u{FFFD} hotfix' },
    ]);
  });

  it('counts two approvals that two processes save at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const run = await post([item('s', { signOff: { count: 2, others: true } })]);
      await Promise.all([
        press(run, 's', { kind: 'approved' }, 'U2', 2),
        press(run, 's', { kind: 'approved' }, 'U3', 3, other),
        press(run, 's', { kind: 'approved' }, 'U3', 3),
        press(run, 's', { kind: 'approved' }, 'U1', 4, other),
        press(run, 's', { kind: 'done' }, 'U4', 5),
      ]);
      const after = await runs.get(keyOf(run));
      const [signed] = after.items;
      expect(signed?.state.kind).toBe('done');
      expect(
        signed &&
          approvalsOf(signed)
            .map((approval) => approval.by.id)
            .sort(),
      ).toEqual(['U2', 'U3']);
      expect(after.completedAt).toBeDefined();
    }
  });

  it('refuses what a rule forbids, says why, and saves nothing of it', async () => {
    const run = await post(
      [item('s', { signOff: { count: 1, others: true } }), item('u', { evidence: 'url' }), item('r', { role: 'dba' })],
      { roles: [{ name: 'lead' }, { name: 'dba', holder: aPerson('U9') }], managedByAnyone: false },
    );
    const refusals = [
      await press(run, 's', { kind: 'done' }, 'U2', 2),
      await press(run, 's', { kind: 'approved' }, 'U1', 3),
      await press(run, 'u', { kind: 'done', evidence: 'nowhere' }, 'U2', 4),
      await press(run, 'r', { kind: 'done' }, 'U2', 5),
      await press(run, 'r', { kind: 'skipped', reason: 'no' }, 'U2', 6),
      await runs.archive({ ...keyOf(run), ...by('U2', 7) }),
      await runs.editItem({ ...keyOf(run), item: 'u', ...by('U2', 8), due: { to: '2020-01-01' }, note: { to: 'old' } }),
    ];
    expect(refusals.map(({ refused }) => refused?.kind)).toEqual([
      ...['needs-sign-off', 'starter-does-not-count', 'not-a-url', 'needs-role', 'not-yours-to-skip'],
      ...['not-yours-to-archive', 'past-due-date'],
    ]);
    for (const { run: after } of refusals) expect(after).toEqual(run);
    expect(await runs.get(keyOf(run))).toEqual(run);
    expect(await historyOf(run)).toHaveLength(1);
  });

  it('saves all of a dialog or nothing, if one part of it is refused', async () => {
    const run = await post([item('u', { evidence: 'url' })]);
    const edit = { ...keyOf(run), item: 'u', ...by('U2', 2), assignee: { to: aPerson('U3') }, note: { to: 'soon' } };
    const { refused, run: after } = await runs.editItem({ ...edit, outcome: { kind: 'done' } });
    expect([refused?.kind, after]).toEqual(['needs-evidence', run]);
    const saved = await runs.editItem({ ...edit, outcome: { kind: 'done', evidence: 'https://ci.example/7' } });
    expect(saved.run.items[0]).toMatchObject({ note: 'soon', state: { evidence: 'https://ci.example/7' } });
  });

  it('saves what a press changes in sub-items and parents, and each change is in the history', async () => {
    const run = await post([item('p'), item('a', {}, { parent: 'p' }), item('b', {}, { parent: 'p' })]);
    await press(run, 'a', { kind: 'done' }, 'U2', 2);
    const { run: done } = await press(run, 'p', { kind: 'done' }, 'U3', 3);
    expect(await runs.get(keyOf(run))).toEqual(done);
    expect(done.items.map(({ state }) => state)).toMatchObject([
      { kind: 'done', by: aPerson('U3') },
      { kind: 'done', by: aPerson('U2') },
      { kind: 'done', by: aPerson('U3'), viaParent: true },
    ]);
    const { run: open } = await press(run, 'b', { kind: 'open' }, 'U4', 4);
    expect(await runs.get(keyOf(run))).toEqual(open);
    expect((await historyOf(run)).slice(1)).toEqual([
      ['U2', { kind: 'done', item: 'a' }],
      ['U3', { kind: 'done', item: 'p' }],
      ['U3', { kind: 'done', item: 'b' }],
      ['U4', { kind: 'reopened', item: 'b' }],
      ['U4', { kind: 'reopened', item: 'p' }],
    ]);
    expect(open.wantedVersion).toBe(run.wantedVersion + 5);
  });

  it('ticks more sub-items with their parent than one statement takes', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => `s${index}`);
    const run = await post([item('p'), ...ids.map((id) => item(id, {}, { parent: 'p' }))]);
    await press(run, 'p', { kind: 'done' }, 'U2', 2);
    const after = await runs.get(keyOf(run));
    expect(after.items.every(({ state }) => state.kind === 'done')).toBe(true);
    expect(await historyOf(run)).toHaveLength(1 + ids.length + 1);
  });

  it('has a history of everything that can happen to it, in the order in which it was saved', async () => {
    const run = await post([item('s', { signOff: { count: 1, others: false } }), item('u', { evidence: 'text' })], {
      roles: [{ name: 'lead', holder: aPerson('U1') }],
    });
    await runs.setRole({ ...keyOf(run), role: 'lead', to: aPerson('U2'), ...by('U2', 2) });
    await press(run, 'u', { kind: 'done', evidence: 'log 7' }, 'U3', 3);
    await press(run, 's', { kind: 'approved' }, 'U3', 4);
    await press(run, 's', { kind: 'unapproved' }, 'U3', 5);
    await runs.addItem({ ...keyOf(run), id: 'more', title: 'Call Ben', by: aPerson('U4'), at: at(6) });
    await runs.archive({ ...keyOf(run), ...by('U2', 7) });
    await runs.unarchive({ ...keyOf(run), ...by('U5', 8) });
    await runs.setRole({ ...keyOf(run), role: 'lead', to: undefined, ...by('U2', 9) });
    await runs.editItem({ ...keyOf(run), item: 'more', ...by('U4', 10), due: { to: '2026-11-20T15:30:00.000Z' } });
    expect(await historyOf(run)).toEqual([
      ['U1', { kind: 'posted' }],
      ['U2', { kind: 'role', role: 'lead', to: aPerson('U2') }],
      ['U3', { kind: 'done', item: 'u', evidence: 'log 7' }],
      ['U3', { kind: 'approved', item: 's' }],
      ['U3', { kind: 'done', item: 's' }],
      ['U3', { kind: 'approval withdrawn', item: 's' }],
      ['U3', { kind: 'reopened', item: 's' }],
      ['U4', { kind: 'added', item: 'more' }],
      ['U2', { kind: 'archived' }],
      ['U5', { kind: 'unarchived' }],
      ['U2', { kind: 'role', role: 'lead' }],
      ['U4', { kind: 'due', item: 'more', due: '2026-11-20T15:30:00.000Z' }],
    ]);
  });

  it('keeps who opened the gate and why, once, in the run, its history and the thread', async () => {
    const phases = [{ id: 'before', title: 'Before \0' }];
    const run = await post([item('a', {}, { phase: 'before' }), item('z')], { phases });
    const opening = { ...keyOf(run), by: aPerson('U1'), at: at(2), reason: 'Urgent \0 fix', phase: 'before' };
    const both = await Promise.all([runs.bypass(opening), other.bypass(opening), runs.bypass(opening)]);
    const after = await runs.get(keyOf(run));
    expect(after.bypasses).toEqual([{ by: aPerson('U1'), at: at(2), reason: expect.any(String), phase: 'before' }]);
    for (const { run: changed } of both) expect(changed.bypasses).toHaveLength(1);
    expect(await runs.bypass({ ...opening, by: aPerson('U9'), reason: 'mine' })).toEqual({
      run: after,
      refused: { kind: 'not-yours-to-bypass' },
    });
    await other.withdrawBypass({ ...keyOf(run), by: aPerson('U9'), at: at(3), given: at(2) });
    await runs.withdrawBypass({ ...keyOf(run), by: aPerson('U9'), at: at(4), given: at(2) });
    expect((await runs.get(keyOf(run))).bypasses).toBeUndefined();
    await runs.bypass({ ...keyOf(run), by: aPerson('U9'), at: at(5), reason: 'token', isAllowed: true });
    expect((await historyOf(run)).slice(1)).toEqual([
      ['U1', { kind: 'bypassed', reason: expect.stringContaining('Urgent'), phase: 'before' }],
      ['U9', { kind: 'bypass withdrawn', phase: 'before' }],
      ['U9', { kind: 'bypassed', reason: 'token' }],
    ]);
    const rows = await db.kysely
      .selectFrom('owed')
      .select('saying')
      .where('run', '=', run.id)
      .orderBy('number')
      .execute();
    expect(rows.map(({ saying }) => JSON.parse(saying)).filter(({ kind }) => kind === 'gate')).toMatchObject([
      { phase: expect.stringContaining('Before'), reason: expect.stringContaining('Urgent'), by: aPerson('U1') },
      { phase: expect.stringContaining('Before'), by: aPerson('U9') },
      { reason: 'token', by: aPerson('U9') },
    ]);
  });

  it('closes its gate when it is archived and brought back', async () => {
    const run = await post([item('a')]);
    await runs.bypass({ ...keyOf(run), by: aPerson('U1'), at: at(2), reason: 'Urgent' });
    const { run: away } = await runs.archive({ ...keyOf(run), ...by('U1', 3) });
    expect(away.bypasses).toHaveLength(1);
    expect(await runs.get(keyOf(run))).toEqual(away);
    await runs.unarchive({ ...keyOf(run), ...by('U1', 4) });
    expect((await runs.get(keyOf(run))).bypasses).toBeUndefined();
  });

  it('takes an item that is added twice, by two processes, once; at the end of its phase', async () => {
    const phases = [
      { id: 'before', title: 'Before' },
      { id: 'after', title: 'After' },
    ];
    const run = await post([item('a', {}, { phase: 'before' }), item('z', {}, { phase: 'after' })], { phases });
    const add = (store: RunStore, id: string) =>
      store.addItem({ ...keyOf(run), id, title: `Call ${id}`, phase: 'before', by: aPerson('U2'), at: at(2) });
    await Promise.all([add(runs, 'new'), add(other, 'new'), add(runs, 'new')]);
    await add(other, 'newer');
    const after = await runs.get(keyOf(run));
    expect(after.items.map(({ id }) => id)).toEqual(['a', 'new', 'newer', 'z']);
    expect(after.items[1]).toMatchObject({ title: 'Call new', addedBy: aPerson('U2'), state: { kind: 'open' } });
    await press(run, 'z', { kind: 'done' }, 'U1', 3);
    expect((await runs.get(keyOf(run))).items.map(({ id, state }) => `${id} ${state.kind}`)).toEqual([
      ...['a open', 'new open', 'newer open', 'z done'],
    ]);
    expect(await historyOf(run)).toHaveLength(4);
  });

  it('is open again with an added item, and the line about its completion is taken back', async () => {
    const run = await post([item('a')]);
    const complete = await press(run, 'a', { kind: 'done' }, 'U1', 2);
    expect(complete.run.completedAt).toEqual(at(2));
    const { run: open } = await runs.addItem({
      ...keyOf(run),
      id: 'b',
      title: 'One more',
      by: aPerson('U1'),
      at: at(3),
    });
    expect(open.completedAt).toBeUndefined();
    expect(await runs.get(keyOf(run))).toEqual(open);
    const rows = await db.kysely
      .selectFrom('owed')
      .select(['id', 'state'])
      .where('run', '=', run.id)
      .orderBy('number')
      .execute();
    expect(rows.map(({ id, state }) => `${id.split(':')[0]} ${state}`)).toEqual(['posting sent', 'completion dropped']);
  });

  it('changes in nothing while it is archived, and goes on when it is brought back', async () => {
    const run = await post([item('a', {}, { due: '2026-11-20' })]);
    const { run: away } = await runs.archive({ ...keyOf(run), ...by('U1', 5) });
    const attempts = [
      await press(run, 'a', { kind: 'done' }, 'U1', 6),
      await runs.editItem({ ...keyOf(run), item: 'a', ...by('U1', 7), note: { to: 'hm' } }),
      await runs.addItem({ ...keyOf(run), id: 'b', title: 'More', by: aPerson('U1'), at: at(8) }),
      await runs.setRole({ ...keyOf(run), role: 'lead', to: aPerson('U9'), ...by('U9', 9) }),
    ];
    for (const { refused, run: after } of attempts) {
      expect(refused).toEqual({ kind: 'archived' });
      expect(after).toEqual(away);
    }
    await runs.unarchive({ ...keyOf(run), ...by('U2', 10) });
    // A late delivery of the press that archived it.
    expect((await runs.archive({ ...keyOf(run), ...by('U1', 5) })).run.archivedAt).toBeUndefined();
    expect((await press(run, 'a', { kind: 'done' }, 'U1', 11)).run.completedAt).toEqual(at(11));
  });

  it('is found again in its channel by words of its name and title, newest first, page by page', async () => {
    const installation = randomUUID();
    const make = (name: string, second: number, more: Partial<NewRun> = {}) =>
      post([item('a')], { installation, name, title: 'Wöchentliches Review', postedAt: at(second), ...more });
    const first = await make('shop-api 2.4', 1);
    const second = await make('shop-api 2.5', 2);
    const done = await make('SHOP-api 2.6', 3);
    const away = await make('blog', 4);
    await make('shop-api 9', 5, { channel: 'C2' });
    await press(done, 'a', { kind: 'done' }, 'U1', 6);
    await runs.archive({ ...keyOf(away), ...by('U1', 7) });
    const find = async (which: WhichRuns, text?: string, limit = 10, before?: string) => {
      const { next, runs: found } = await runs.findInChannel({
        ...{ installation, channel: 'C1', which, limit },
        ...(text !== undefined && { text }),
        ...(before !== undefined && { before }),
      });
      return { found: found.map(({ id }) => id), next };
    };
    expect(await find('open')).toEqual({ found: [second.id, first.id], next: undefined });
    expect(await find('open', 'SHOP 2.4')).toEqual({ found: [first.id], next: undefined });
    expect(await find('open', 'WÖCHENTLICHES')).toMatchObject({ found: [second.id, first.id] });
    expect(await find('open', '100%')).toEqual({ found: [], next: undefined });
    expect(await find('finished', 'shop')).toMatchObject({ found: [done.id] });
    expect(await find('archived')).toMatchObject({ found: [away.id] });
    const page = await find('open', 'shop', 1);
    expect(page.found).toEqual([second.id]);
    expect(await find('open', 'shop', 1, page.next)).toEqual({ found: [first.id], next: undefined });
  });

  it('is found page by page among runs of the same moment, each once', async () => {
    const installation = randomUUID();
    for (let run = 0; run < 7; run += 1) await post([item('a')], { installation, postedAt: at(1) });
    const found: string[] = [];
    let before: string | undefined;
    do {
      const page = await runs.findInChannel({
        installation,
        channel: 'C1',
        which: 'open',
        limit: 3,
        ...(before && { before }),
      });
      found.push(...page.runs.map(({ id }) => id));
      before = page.next;
    } while (before !== undefined);
    expect([found.length, new Set(found).size]).toEqual([7, 7]);
  });

  it('is among the open runs of who leads it now', async () => {
    const installation = randomUUID();
    const run = await post([item('a')], { installation, roles: [{ name: 'lead', holder: aPerson('U1') }] });
    const led = async (person: string) =>
      (await runs.ledBy({ installation, person, limit: 5 })).runs.map(({ id }) => id);
    expect(await led('U1')).toEqual([run.id]);
    await runs.setRole({ ...keyOf(run), role: 'lead', to: aPerson('U2'), ...by('U1', 2) });
    expect([await led('U1'), await led('U2')]).toEqual([[], [run.id]]);
    expect((await runs.openOf({ installation, person: 'U2', limit: 5 })).runs).toHaveLength(1);
    await press(run, 'a', { kind: 'done' }, 'U2', 3);
    expect(await led('U2')).toEqual([]);
  });

  it('has a history that tells how it became what it is, whatever is pressed at once and twice over two processes', async () => {
    const items = [
      item('p', { evidence: 'text' }),
      item('a', {}, { parent: 'p' }),
      item('s', { signOff: { count: 2, others: false } }),
    ];
    const outcomes: readonly Outcome[] = [
      ...([
        { kind: 'open' },
        { kind: 'done', evidence: 'seen' },
        { kind: 'approved' },
        { kind: 'unapproved' },
      ] as const),
      { kind: 'skipped', reason: 'no' },
    ];
    const deed = fc.record({
      person: fc.constantFrom('U1', 'U2', 'U3'),
      id: fc.constantFrom('p', 'a', 's'),
      outcome: fc.constantFrom(...outcomes),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 10 }), async (deeds) => {
        const run = await post(items);
        const all = deeds.flatMap((one, second) => [0, 1].map((process) => ({ ...one, second: second + 2, process })));
        await Promise.all(
          all.map(({ id, outcome, person, process, second }) =>
            press(run, id, outcome, person, second, process === 0 ? runs : other),
          ),
        );
        const after = await runs.get(keyOf(run));
        // The history tells how it became what it is.
        const states = new Map(items.map(({ id }) => [id, 'open']));
        for (const event of await runs.history(keyOf(run))) {
          if (event.kind === 'done' || event.kind === 'skipped') states.set(event.item, event.kind);
          if (event.kind === 'reopened') states.set(event.item, 'open');
        }
        expect(after.items.map(({ id, state }) => [id, state.kind])).toEqual([...states]);
        expect(await runs.history(keyOf(run))).toHaveLength(after.wantedVersion);
      }),
      { numRuns: 15 },
    );
  });
});
