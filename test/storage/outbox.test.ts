import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { RunStore } from '../../src/checklist/run-store.js';
import type { OutboxStore } from '../../src/outbox/store.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createOutboxStore } from '../../src/storage/outbox.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

describeOnEachDatabase('the outbox', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  /** Another process's connection to the same database. */
  let otherDb: Database;
  let runs: RunStore;
  let store: OutboxStore;
  let other: OutboxStore;

  beforeAll(async () => {
    empty = await make();
    [db, otherDb] = [await openDatabase(empty), await openDatabase(empty)];
    await migrate(db);
    runs = createRunStore(db);
    [store, other] = [createOutboxStore(db), createOutboxStore(otherDb)];
  });
  afterAll(async () => {
    await Promise.all([db?.close(), otherDb?.close()]);
    await empty?.remove();
  });

  const create = async (installation: string = randomUUID()): Promise<Run> =>
    (await runs.create(aNewRun(2, { installation, id: randomUUID() }))).run;
  const post = async (installation?: string): Promise<Run> =>
    runs.markPosted(keyOf(await create(installation)), '100.0');
  const press = async (run: Run, item = 'i1', done = true): Promise<Run> => {
    const outcome = { kind: done ? 'done' : 'open' } as const;
    return (await runs.setItem({ ...keyOf(run), item, outcome, by: aPerson(), at: new Date() })).run;
  };
  /** As if the process that holds it had died long ago. */
  const endLease = (run: Run): Promise<unknown> =>
    db.kysely.updateTable('runs').set({ leased_until: 1 }).where('id', '=', run.id).execute();
  const isDue = async (run: Run): Promise<boolean> =>
    (await store.due(10_000)).runs.some((key) => key.run === run.id && key.installation === run.installation);

  it('gives a run to one worker at a time, however many ask', async () => {
    const run = await create();
    const workers = Array.from({ length: 10 }, (_, index) => `worker ${index}`);
    const steps = await Promise.all(
      workers.map((worker, index) => (index % 2 === 0 ? store : other).nextStep(keyOf(run), worker)),
    );
    expect(steps.map(({ kind }) => kind).sort()).toEqual([...Array(9).fill('none'), 'send']);
    expect(await isDue(run)).toBe(false);
  });

  it('gives a run to another worker when the lease has expired, which then looks for what was being sent', async () => {
    const run = await create();
    expect(await store.nextStep(keyOf(run), 'one')).toMatchObject({ kind: 'send', notification: { id: 'posting:1' } });
    expect(await other.nextStep(keyOf(run), 'two')).toEqual({ kind: 'none' });
    await endLease(run);
    expect(await isDue(run)).toBe(true);
    expect(await other.nextStep(keyOf(run), 'two')).toMatchObject({ kind: 'find', notification: { id: 'posting:1' } });
    expect(await store.nextStep(keyOf(run), 'one')).toEqual({ kind: 'none' });
  });

  it('goes on at once after the clock was set back, and leaves a lease of somebody who may still be working for a while', async () => {
    const [behind, leased] = [await post(), await post()];
    await press(behind);
    await press(leased);
    const ahead = { draw_after: Date.now() + 240_000 };
    await db.kysely.updateTable('runs').set(ahead).where('id', '=', behind.id).execute();
    await db.kysely
      .updateTable('runs')
      .set({ leased_by: 'one', leased_until: Date.now() + 248_000 })
      .where('id', '=', leased.id)
      .execute();
    const spent_until = Date.now() + 265_000;
    await db.kysely.insertInto('redraw_budgets').values({ installation: behind.installation, spent_until }).execute();
    // A new process, because the tests cannot set the clock of Postgres.
    const { runs: due } = await createOutboxStore(db).due(10_000);
    expect(due).toContainEqual(keyOf(behind));
    expect(due).not.toContainEqual(keyOf(leased));
    expect((await store.nextStep(keyOf(behind), 'two')).kind).toBe('update');
    expect(await store.nextStep(keyOf(leased), 'two')).toEqual({ kind: 'none' });
    const { leased_until } = await db.kysely
      .selectFrom('runs')
      .select('leased_until')
      .where('id', '=', leased.id)
      .executeTakeFirstOrThrow();
    expect(leased_until).toBeLessThan(Date.now() + 60_000);
  });

  it('records the first result of a notification, and ignores later ones', async () => {
    const run = await create();
    await store.nextStep(keyOf(run), 'one');
    await store.recordResult(keyOf(run), 'posting:1', { kind: 'sent', message: '7.0', version: 1 });
    await store.recordResult(keyOf(run), 'posting:1', { kind: 'refused', reason: 'is_archived' });
    expect(await store.posting(keyOf(run))).toMatchObject({ kind: 'posted', run: { message: '7.0', shownVersion: 1 } });
    expect(await store.nextStep(keyOf(run), 'one')).toEqual({ kind: 'none' });
    expect(await isDue(run)).toBe(false);
  });

  it('returns a run when its time has come', async () => {
    const run = await create();
    await store.nextStep(keyOf(run), 'one');
    await store.recordResult(keyOf(run), 'posting:1', { kind: 'pending', inMs: 3_600_000 });
    expect(await store.nextStep(keyOf(run), 'one')).toEqual({ kind: 'none' });
    expect(await isDue(run)).toBe(false);
    const { nextInMs } = await store.due(10);
    expect(nextInMs).toBeLessThanOrEqual(3_600_000);
    expect(await store.posting(keyOf(run))).toEqual({ kind: 'pending' });
  });

  it('has an update from the press until the message shows it, and one more if the lease was lost meanwhile', async () => {
    const run = await post();
    expect(await isDue(run)).toBe(false);
    const { wantedVersion } = await press(run);
    expect(await isDue(run)).toBe(true);
    expect(await store.nextStep(keyOf(run), 'one')).toMatchObject({ kind: 'update', run: { wantedVersion } });
    await endLease(run);
    expect(await other.nextStep(keyOf(run), 'two')).toMatchObject({ kind: 'update' });
    await other.markShown(keyOf(run), 'two', wantedVersion);
    await store.markShown(keyOf(run), 'one', wantedVersion);
    const after = await runs.get(keyOf(run));
    expect([after.shownVersion, after.wantedVersion]).toEqual([wantedVersion, wantedVersion + 1]);
  });

  it('takes updates from one budget for each workspace, over all processes', async () => {
    const installation = randomUUID();
    const all = await Promise.all(Array.from({ length: 30 }, () => post(installation)));
    await Promise.all(all.map((run) => press(run)));
    const due = (await store.due(10_000)).runs.filter((key) => key.installation === installation);
    expect(due).toHaveLength(20);
    const steps = await Promise.all(
      all.map((run, index) => (index % 2 === 0 ? store : other).nextStep(keyOf(run), run.id)),
    );
    expect(steps.filter(({ kind }) => kind === 'update').length).toBeGreaterThanOrEqual(20);
    // A slow machine may have earned a turn or two meanwhile.
    expect(steps.filter(({ kind }) => kind === 'update').length).toBeLessThanOrEqual(24);
    const elsewhere = await post();
    await press(elsewhere);
    expect(await store.nextStep(keyOf(elsewhere), 'one')).toMatchObject({ kind: 'update' });
  });

  it('pauses all updates of a workspace that Slack rate limits, and no others', async () => {
    const [run, neighbour, elsewhere] = [await post('T-patient'), await post('T-patient'), await post()];
    for (const one of [run, neighbour, elsewhere]) await press(one);
    await store.nextStep(keyOf(run), 'one');
    await store.postponeUpdate(keyOf(run), { ms: 3_600_000, wholeInstallation: true, uncertain: false });
    expect(await other.nextStep(keyOf(neighbour), 'two')).toEqual({ kind: 'none' });
    expect([await isDue(run), await isDue(neighbour), await isDue(elsewhere)]).toEqual([false, false, true]);
    expect(await other.nextStep(keyOf(elsewhere), 'two')).toMatchObject({ kind: 'update' });
  });

  it('leaves out an undeliverable run until somebody presses', async () => {
    const run = await post();
    await press(run);
    await store.markUndeliverable(keyOf(run), 'message_not_found');
    expect(await isDue(run)).toBe(false);
    expect((await press(run, 'i2')).undeliverableReason).toBeUndefined();
    expect(await isDue(run)).toBe(true);
  });

  it('has nothing for a run that is gone, which is no error', async () => {
    const key = { installation: randomUUID(), run: 'gone' };
    expect(await store.nextStep(key, 'one')).toEqual({ kind: 'none' });
    await store.markShown(key, 'one', 1);
    await store.postponeUpdate(key, { ms: 1, wholeInstallation: false, uncertain: false });
    await store.markUndeliverable(key, 'why');
    await store.recordResult(key, 'posting:1', { kind: 'sent', message: '1.0' });
    await store.release(key, 'one');
  });
});
