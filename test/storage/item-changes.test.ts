import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ItemChange } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import type { ItemChanged, RunStore } from '../../src/checklist/run-store.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, anyChanges, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

function at(second: number): Date {
  return new Date(Date.UTC(2026, 10, 20, 9, 0, second));
}

describeOnEachDatabase('a team’s run', (make) => {
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

  const post = async (items = 3, changes: Parameters<typeof aNewRun>[1] = {}): Promise<Run> => {
    const { run } = await runs.create(aNewRun(items, { installation: randomUUID(), id: randomUUID(), ...changes }));
    return runs.markPosted(keyOf(run), '100.0');
  };
  const press = (run: Run, second: number, by = 'U1', item = 'i1') => ({
    ...keyOf(run),
    item,
    by: aPerson(by),
    at: at(second),
  });
  const apply = (store: RunStore, run: Run, change: ItemChange): Promise<ItemChanged> => {
    const where = { ...keyOf(run), item: change.item, by: change.by, at: change.at };
    const place = change.sequence === undefined ? where : { ...where, sequence: change.sequence };
    switch (change.field) {
      case 'state':
        return store.setItem({ ...place, outcome: change.outcome });
      case 'assignee':
        return store.editItem({ ...place, assignee: { to: change.assignee } });
      case 'due':
        return store.editItem({ ...place, due: { to: change.due } });
      case 'note':
        return store.editItem({ ...place, note: { to: change.note } });
    }
  };
  const notificationsOf = (run: Run) =>
    db.kysely
      .selectFrom('owed')
      .select(['id', 'state'])
      .where('installation', '=', run.installation)
      .orderBy('number')
      .execute();

  it('stores its name, what was left out, and all fields of an item', async () => {
    const run = await post(2, { name: 'shop-api 2.4', leftOut: ['Tell everyone'] });
    expect([run.name, run.leftOut]).toEqual(['shop-api 2.4', ['Tell everyone']]);
    await runs.editItem({ ...press(run, 1), assignee: { to: aPerson('U2') } });
    await runs.editItem({ ...press(run, 2), due: { to: '2026-12-01' } });
    await runs.editItem({ ...press(run, 3), note: { to: 'ask first' } });
    const { run: after } = await runs.setItem({ ...press(run, 4), outcome: { kind: 'skipped', reason: 'not ours' } });
    expect(await runs.get(keyOf(run))).toEqual(after);
    expect(after.items[0]).toMatchObject({
      assignee: { ...aPerson('U2'), by: aPerson('U1') },
      due: '2026-12-01',
      note: 'ask first',
      state: { kind: 'skipped', reason: 'not ours', by: aPerson('U1'), at: at(4) },
    });
  });

  it('has a history: who did what and when', async () => {
    const run = await post();
    await runs.editItem({ ...press(run, 1, 'U1'), assignee: { to: aPerson('U2') } });
    await runs.editItem({ ...press(run, 2, 'U1'), due: { to: '2026-12-01' } });
    await runs.setItem({ ...press(run, 3, 'U2'), outcome: { kind: 'done' } });
    await runs.setItem({ ...press(run, 4, 'U3'), outcome: { kind: 'open' } });
    await runs.setItem({ ...press(run, 5, 'U3', 'i2'), outcome: { kind: 'skipped', reason: 'not ours' } });
    await runs.editItem({ ...press(run, 6, 'U3'), note: { to: 'later' } });
    await runs.editItem({ ...press(run, 7, 'U3'), note: { to: undefined } });
    await runs.editItem({ ...press(run, 8, 'U2'), assignee: { to: undefined } });
    await runs.archive({ ...keyOf(run), by: aPerson('U1'), at: at(9) });
    const history = await runs.history(keyOf(run));
    expect(history.map(({ by, at: when, ...what }) => [by.id, when.getUTCSeconds(), what])).toEqual([
      ['U1', 0, { kind: 'posted' }],
      ['U1', 1, { kind: 'assigned', item: 'i1', to: aPerson('U2') }],
      ['U1', 2, { kind: 'due', item: 'i1', due: '2026-12-01' }],
      ['U2', 3, { kind: 'done', item: 'i1' }],
      ['U3', 4, { kind: 'reopened', item: 'i1' }],
      ['U3', 5, { kind: 'skipped', item: 'i2', reason: 'not ours' }],
      ['U3', 6, { kind: 'note', item: 'i1', note: 'later' }],
      ['U3', 7, { kind: 'note', item: 'i1' }],
      ['U2', 8, { kind: 'assigned', item: 'i1' }],
      ['U1', 9, { kind: 'archived' }],
    ]);
  });

  it('is among the channel’s open runs until it is complete or archived', async () => {
    const installation = randomUUID();
    const [open, complete, archived] = [
      await post(1, { installation }),
      await post(1, { installation }),
      await post(1, { installation }),
    ];
    await runs.setItem({ ...press(complete, 1), outcome: { kind: 'done' } });
    const { run: away } = await runs.archive({ ...keyOf(archived), by: aPerson('U2'), at: at(5) });
    expect(await runs.archive({ ...keyOf(archived), by: aPerson('U3'), at: at(6) })).toEqual({ run: away });
    expect(away).toMatchObject({ archivedAt: at(5), archivedBy: aPerson('U2') });
    const listed = await runs.openInChannel({ installation, channel: 'C1', limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual([open.id]);
    expect(await runs.inChannel({ installation, channel: 'C1', limit: 10 })).toHaveLength(3);
  });

  it('is among the open runs of the people who posted it, changed something in it or were assigned an item, and of no one else', async () => {
    const installation = randomUUID();
    const all: Run[] = [];
    for (let second = 0; second < 6; second += 1)
      all.push(await post(2, { installation, postedBy: aPerson('U1'), postedAt: at(second) }));
    const [ticked, noted, given, complete, archived, other] = all as [Run, Run, Run, Run, Run, Run];
    await runs.setItem({ ...press(ticked, 10, 'U2'), outcome: { kind: 'done' } });
    await runs.editItem({ ...press(noted, 11, 'U2', 'i2'), note: { to: 'Half of it.' } });
    await runs.editItem({ ...press(given, 12, 'U1'), assignee: { to: aPerson('U2') } });
    for (const item of ['i1', 'i2'])
      await runs.setItem({ ...press(complete, 13, 'U2', item), outcome: { kind: 'done' } });
    await runs.setItem({ ...press(archived, 14, 'U2'), outcome: { kind: 'done' } });
    await runs.archive({ ...keyOf(archived), by: aPerson('U1'), at: at(20) });
    const of = async (person: string, limit = 10, where = installation) => {
      const { runs: found, more } = await runs.openOf({ installation: where, person, limit });
      return { found: found.map(({ id }) => id), more };
    };
    expect(await of('U2')).toEqual({ found: [given.id, noted.id, ticked.id], more: 0 });
    expect(await of('U2', 2)).toEqual({ found: [given.id, noted.id], more: 1 });
    expect(await of('U1')).toEqual({ found: [other.id, given.id, noted.id, ticked.id], more: 0 });
    expect(await of('U3')).toEqual({ found: [], more: 0 });
    expect(await of('U1', 10, randomUUID())).toEqual({ found: [], more: 0 });
  });

  it('ends up the same however its presses are ordered and repeated, in parallel and late, over two processes', async () => {
    const deliveries = anyChanges(2, 8).chain((all) =>
      fc.record({
        all: fc.constant(all),
        disordered: fc.shuffledSubarray(
          all.flatMap((one) => [one, one, one]),
          { minLength: all.length * 3 },
        ),
      }),
    );
    const outcomes = ({ items, completedAt }: Run) => [
      completedAt !== undefined,
      ...items.map(({ state, assignee, due, note, latestPress }) => [
        state.kind === 'skipped' ? state.reason : state.kind,
        assignee?.id,
        due,
        note,
        latestPress,
      ]),
    ];
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ all, disordered }) => {
        const [run, serial] = [await post(2), await post(2)];
        await Promise.all(disordered.map((change, index) => apply(index % 2 === 0 ? runs : other, run, change)));
        const inOrder = all.toSorted((one, next) => (one.sequence ?? 0) - (next.sequence ?? 0));
        for (const change of inOrder) await apply(runs, serial, change);
        const [after, expected] = [await runs.get(keyOf(run)), await runs.get(keyOf(serial))];
        expect(outcomes(after)).toEqual(outcomes(expected));
        const [history, rows] = [await runs.history(keyOf(run)), await notificationsOf(run)];
        for (const change of disordered) await apply(other, run, change);
        expect(await runs.get(keyOf(run))).toEqual(after);
        expect(await runs.history(keyOf(run))).toEqual(history);
        expect(await notificationsOf(run)).toEqual(rows);
        expect(history).toHaveLength(after.wantedVersion); // The posting, and each real change.
      }),
      { numRuns: 15 },
    );
  });

  it('rejects one bad press among many at the same time, and applies the others', async () => {
    const run = await post();
    const all = await Promise.allSettled([
      runs.setItem({ ...press(run, 1, 'U1', 'i1'), outcome: { kind: 'done' } }),
      runs.setItem({ ...press(run, 1, 'U1', 'i2'), outcome: { kind: 'done' } }),
      runs.setItem({ ...press(run, 1, 'U1', 'i9'), outcome: { kind: 'done' } }),
      runs.editItem({ ...press(run, 1, 'U1', 'i3'), due: { to: 'tomorrow' } }),
      runs.setItem({ ...press(run, 1, 'U1', 'i3'), outcome: { kind: 'done' } }),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect((await runs.get(keyOf(run))).completedAt).toEqual(at(1));
  });

  it('adds the notifications of a change in the same transaction', async () => {
    const run = await post(1);
    await runs.editItem({ ...press(run, 1), assignee: { to: aPerson('U2') } });
    await runs.setItem({ ...press(run, 2), outcome: { kind: 'done' } });
    const complete = await notificationsOf(run);
    expect(complete.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'posting:1 sent',
      'assigned:i1:U2 owed',
      'completion:3 owed',
    ]);
    await runs.setItem({ ...press(run, 3), outcome: { kind: 'open' } });
    expect((await notificationsOf(run)).map(({ state }) => state)).toEqual(['sent', 'owed', 'dropped']);
  });
});
