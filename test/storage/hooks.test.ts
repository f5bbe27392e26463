import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import type { RunStore } from '../../src/checklist/run-store.js';
import { EVENT_TYPES } from '../../src/hooks/event.js';
import type { Delivery, Hook, HookStore } from '../../src/hooks/store.js';
import type { Database } from '../../src/storage/database.js';
import { createHookStore } from '../../src/storage/hook-deliveries.js';
import { createHookRegistry, type HookRegistry, MAX_HOOKS, resealHooks } from '../../src/storage/hooks.js';
import { removeInstallation } from '../../src/storage/installations.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { ONE_WORKSPACE } from '../../src/workspaces/installations.js';
import { createKeyRing } from '../../src/workspaces/key-ring.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const HOUR = 3_600_000;

describeOnEachDatabase('the store of hooks', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let runs: RunStore;
  let hooks: HookRegistry;
  let store: HookStore;
  let sequence = 0;

  beforeEach(async () => {
    empty = await make();
    db = await openDatabase(empty);
    await migrate(db);
    runs = createRunStore(db);
    hooks = createHookRegistry(db, undefined);
    store = createHookStore(db, undefined);
  });
  afterEach(async () => {
    await db?.close();
    await empty?.remove();
  });

  const add = async (wanted: Partial<Omit<Hook, 'id'>> = {}): Promise<string> => {
    const hook = {
      installation: ONE_WORKSPACE,
      url: 'https://hooks.test/in',
      events: EVENT_TYPES,
      allowPrivate: false,
      ...wanted,
    };
    return (await hooks.add(hook, 'whsec_c2VjcmV0'))?.id ?? '';
  };
  const post = async (items = 2, changes: Parameters<typeof aNewRun>[1] = {}): Promise<Run> => {
    const { run } = await runs.create(aNewRun(items, { id: randomUUID(), ...changes }));
    return runs.markPosted({ installation: run.installation, run: run.id }, '100.0');
  };
  const press = async ({ id, installation }: Run, item: string, outcome: Outcome = { kind: 'done' }): Promise<void> => {
    sequence += 1;
    await runs.setItem({
      installation,
      run: id,
      item,
      outcome,
      by: aPerson(),
      at: new Date(sequence * 1_000),
      sequence,
    });
  };
  const rows = () => db.kysely.selectFrom('hook_deliveries').selectAll().orderBy('number').execute();
  const typesFor = async (hook: string): Promise<string[]> =>
    (await rows()).filter((row) => row.hook === hook).map(({ event }) => JSON.parse(event).type);
  const ends = (delivery: Delivery) => store.record(delivery, { kind: 'delivered' });
  const fails = (delivery: Delivery, reason = 'HTTP 500') => store.record(delivery, { kind: 'failed', reason });
  /** Delivers everything that can be delivered now. @returns the types, in order */
  const drain = async (): Promise<string[]> => {
    const types: string[] = [];
    for (;;) {
      const taken = await store.take([]);
      if (taken.length === 0) return types;
      for (const delivery of taken) {
        types.push(delivery.event.type);
        await ends(delivery);
      }
    }
  };
  /** Makes everything as old as if so much time had passed. */
  const age = (ms: number) =>
    db.kysely
      .updateTable('hook_deliveries')
      .set((eb) => ({
        send_after: eb('send_after', '-', ms),
        claimed_until: eb('claimed_until', '-', ms),
        written_at: eb('written_at', '-', ms),
        finished_at: eb('finished_at', '-', ms),
      }))
      .execute();
  const one = async (): Promise<Delivery> => {
    const [delivery, ...more] = await store.take([]);
    if (delivery === undefined || more.length > 0) throw new Error('There is not one delivery');
    return delivery;
  };

  it('writes nothing when there are no hooks', async () => {
    const run = await post();
    await press(run, 'i1');
    expect(await rows()).toEqual([]);
    expect(await store.take([])).toEqual([]);
  });

  it('writes one row for each hook and event that it asked for', async () => {
    const [all, some] = [await add(), await add({ events: ['run.complete'] })];
    const run = await post();
    await press(run, 'i1');
    await press(run, 'i1');
    await press(run, 'i2', { kind: 'skipped', reason: 'no' });
    expect(await typesFor(all)).toEqual(['run.started', 'item.settled', 'item.settled', 'run.complete']);
    expect(await typesFor(some)).toEqual(['run.complete']);
    expect(new Set((await rows()).map(({ id }) => id)).size).toBe(5);
  });

  it('tells a hook nothing of other channels and other workspaces', async () => {
    const [channel, workspace] = [await add({ channels: ['C1', 'C9'] }), await add({ installation: 'T2' })];
    await post(1, { channel: 'C1', installation: 'T1' });
    await post(1, { channel: 'C2', installation: 'T2' });
    await post(1, { channel: 'C3', installation: 'T3' });
    const channels = new Map((await rows()).map(({ hook, installation }) => [hook, installation]));
    expect([...channels]).toHaveLength(2);
    expect([channels.get(channel), channels.get(workspace)]).toEqual(['T1', 'T2']);
  });

  it('tells a hook from the time of one workspace nothing once the app is for many', async () => {
    const [old, own] = [await add(), await add({ installation: 'T1' })];
    await post(1, { installation: 'T1' });
    const ofMany = createHookStore(db, createKeyRing(['a key of the app']));
    expect((await ofMany.take([])).map(({ hook }) => hook.id)).toEqual([own]);
    expect((await store.take([])).map(({ hook }) => hook.id)).toEqual([old]);
  });

  it('writes nothing when the change itself is not saved', async () => {
    await add();
    const run = await post();
    await expect(press(run, 'missing')).rejects.toMatchObject({ name: 'ItemNotFound' });
    await press(run, 'i1', { kind: 'open' });
    expect(await rows()).toHaveLength(1);
  });

  it('gives what a worker needs to send, in order for a run, one at a time', async () => {
    const hook = await add();
    const run = await post(1, { name: 'shop-api 2.4', thread: '90.0' });
    await press(run, 'i1');
    const first = await one();
    expect(first).toMatchObject({
      id: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      hook: { installation: ONE_WORKSPACE, id: hook, url: 'https://hooks.test/in', allowPrivate: false },
      secret: 'whsec_c2VjcmV0',
      event: { type: 'run.started', at: run.postedAt },
      run: { id: run.id, name: 'shop-api 2.4', channel: 'C1', message: '100.0', thread: '90.0' },
      failures: 0,
    });
    expect(await store.take([])).toEqual([]);
    expect(await ends(first)).toEqual({ kind: 'delivered' });
    const second = await one();
    expect(second.event).toMatchObject({ type: 'item.settled', item: { id: 'i1' } });
    expect(await fails(second)).toMatchObject({ kind: 'retry' });
    expect(await store.take([])).toEqual([]);
    await age(10_000);
    expect(await one()).toMatchObject({ id: second.id, failures: 1 });
  });

  it('goes on with a run whose earlier events were all delivered', async () => {
    await add();
    const run = await post(3);
    expect(await drain()).toEqual(['run.started']);
    await press(run, 'i1');
    await press(run, 'i2');
    expect(await drain()).toEqual(['item.settled', 'item.settled']);
    await age(25 * HOUR);
    await store.cleanUp();
    expect(await rows()).toEqual([]);
    await press(run, 'i3');
    expect(await drain()).toEqual(['item.settled', 'run.complete']);
  });

  it('waits with a run that is not posted yet, but not longer than a minute', async () => {
    await add();
    const { run } = await runs.create(aNewRun(1));
    expect(await store.take([])).toEqual([]);
    await age(61_000);
    expect((await one()).run).not.toHaveProperty('message');
    await runs.discard({ installation: run.installation, run: run.id });
    expect(await rows()).toEqual([]);
  });

  it('is claimed by one of two processes, and by the other with the same id after the first has died', async () => {
    await add();
    await post();
    const other = await openDatabase(empty);
    try {
      const stores = [store, createHookStore(other, undefined)];
      const both = (await Promise.all(stores.map((each) => each.take([])))).flat();
      expect(both).toHaveLength(1);
      await age(61_000);
      const again = (await Promise.all(stores.map((each) => each.take([])))).flat();
      expect(again.map(({ id }) => id)).toEqual(both.map(({ id }) => id));
      // The first one was only slow. Its result no longer counts.
      for (const late of both) expect(await fails(late)).toEqual({ kind: 'ignored' });
      for (const current of again) expect(await ends(current)).toEqual({ kind: 'delivered' });
    } finally {
      await other.close();
    }
  });

  it('loses no event that is written while the one before is recorded', async () => {
    await add({ events: ['item.settled'] });
    const other = await openDatabase(empty);
    const others = createRunStore(other);
    try {
      const run = await post(20);
      const types: string[] = [];
      for (const item of run.items) {
        sequence += 1;
        const key = { installation: run.installation, run: run.id };
        const pressed = others.setItem({
          ...key,
          ...{ item: item.id, outcome: { kind: 'done' }, by: aPerson(), at: new Date(1_000), sequence },
        });
        types.push(...(await drain()));
        await pressed;
      }
      types.push(...(await drain()));
      expect(types).toHaveLength(20);
    } finally {
      await other.close();
    }
  });

  it('takes a few of each hook, so that none waits for another', async () => {
    const [busy, quiet] = [await add({ channels: ['C1'] }), await add({ channels: ['C2'] })];
    for (let count = 0; count < 10; count += 1) await post(1, { channel: 'C1' });
    await post(1, { channel: 'C2' });
    const taken = await store.take([]);
    expect(taken.filter(({ hook }) => hook.id === busy)).toHaveLength(3);
    expect(taken.filter(({ hook }) => hook.id === quiet)).toHaveLength(1);
    expect(await store.take([busy])).toEqual([]);
    expect(await store.take([])).toHaveLength(3);
  });

  it('gives an event up after a day, tells that it did, and goes on with the next one', async () => {
    const hook = await add();
    const run = await post(1);
    await press(run, 'i1');
    const pauses: number[] = [];
    let first: string | undefined;
    for (let hours = 0; ; ) {
      const delivery = await one();
      first ??= delivery.id;
      expect(delivery.id).toBe(first);
      const recorded = await fails(delivery, `HTTP 500 after ${pauses.length}`);
      if (recorded.kind !== 'retry') {
        expect(recorded).toEqual({ kind: 'given up' });
        break;
      }
      pauses.push(recorded.inMs);
      hours += recorded.inMs / HOUR;
      expect(hours).toBeLessThanOrEqual(24);
      await age(recorded.inMs);
    }
    expect(pauses.slice(0, 3)).toEqual([5_000, 30_000, 120_000]);
    expect(pauses.slice(0, -1)).toEqual(pauses.slice(0, -1).toSorted((a, b) => a - b));
    expect(pauses.length).toBeGreaterThan(10);
    expect((await hooks.list())[0]).toMatchObject({
      id: hook,
      waiting: 2,
      givenUp: 1,
      lastError: expect.stringMatching(/^HTTP 500/),
    });
    const second = await one();
    expect(second.event.type).toBe('item.settled');
    expect(await ends(second)).toEqual({ kind: 'delivered' });
    await age(29 * 24 * HOUR);
    await store.cleanUp();
    expect((await hooks.list())[0]).toMatchObject({ givenUp: 1, waiting: 1 });
    await age(2 * 24 * HOUR);
    await store.cleanUp();
    expect((await hooks.list())[0]).toMatchObject({ givenUp: 0 });
  });

  it('switches a hook off whose receiver is gone, and sends nothing more', async () => {
    await add();
    const run = await post(2);
    await press(run, 'i1');
    expect(await store.record(await one(), { kind: 'gone' })).toEqual({ kind: 'disabled' });
    await press(run, 'i2');
    expect(await store.take([])).toEqual([]);
    expect((await hooks.list())[0]).toMatchObject({
      disabled: { reason: 'its receiver answered 410 Gone' },
      waiting: 0,
    });
    expect(await rows()).toHaveLength(2);
  });

  it('lists hooks with how they are doing, and removes one with what it was still to be told', async () => {
    const [first, second] = [await add({ url: 'https://one.test/', channels: ['C1'] }), await add()];
    // Two that were added in the same millisecond come in any order.
    const listed = async (id: string) => (await hooks.list()).find((hook) => hook.id === id);
    const expected = { url: 'https://one.test/', channels: ['C1'], waiting: 0, givenUp: 0, isReadable: true };
    expect(await listed(first)).toMatchObject(expected);
    expect(await listed(second)).toMatchObject({ events: EVENT_TYPES });
    expect(await hooks.list()).toHaveLength(2);
    await post(1);
    const [taken] = await store.take([second]);
    expect((await listed(first))?.waitingSince).toBeInstanceOf(Date);
    expect([await hooks.remove(first), await hooks.remove(first)]).toEqual([true, false]);
    expect(taken && (await ends(taken))).toEqual({ kind: 'ignored' });
    expect(await hooks.find(first)).toBeUndefined();
    expect((await rows()).map(({ hook }) => hook)).toEqual([second]);
  });

  it('has so many hooks at most', async () => {
    for (let count = 0; count < MAX_HOOKS; count += 1) expect(await add()).not.toBe('');
    expect(await add()).toBe('');
  });

  it('deletes the hooks of a workspace with it', async () => {
    const [own, all] = [await add({ installation: 'T1' }), await add()];
    await post(1, { installation: 'T1' });
    await removeInstallation(db, 'T1', new Date());
    expect((await hooks.list()).map(({ id }) => id)).toEqual([all]);
    expect(await hooks.find(own)).toBeUndefined();
    expect(await rows()).toEqual([]);
  });

  it('seals signing secrets for their hook where there are keys, and can seal them again with another key', async () => {
    const [old, next] = [
      createKeyRing(['an old key of the app']),
      createKeyRing(['a new key of the app', 'an old key of the app']),
    ];
    const plain = await add();
    const hook = { installation: 'T1', url: 'https://hooks.test/', events: EVENT_TYPES, allowPrivate: false };
    const sealed = (await createHookRegistry(db, old).add(hook, 'whsec_c2VhbGVk'))?.id ?? '';
    const stored = async () =>
      new Map(
        (await db.kysely.selectFrom('hooks').select(['id', 'sealed_secret']).execute()).map((row) => [
          row.id,
          row.sealed_secret,
        ]),
      );
    expect((await stored()).get(plain)).toBe('whsec_c2VjcmV0');
    expect((await stored()).get(sealed)).not.toContain('c2VhbGVk');
    expect((await hooks.list()).map(({ isReadable }) => isReadable)).toEqual([true, false]);
    await post(1);
    expect((await store.take([])).find((delivery) => delivery.hook.id === sealed)?.secret).toBeUndefined();
    expect(await resealHooks(db, next)).toEqual({ resealed: 2, current: 0, unreadable: [] });
    expect(await resealHooks(db, next)).toEqual({ resealed: 0, current: 2, unreadable: [] });
    expect((await stored()).get(plain)).not.toContain('c2VjcmV0');
    const onlyNew = createHookRegistry(db, createKeyRing(['a new key of the app']));
    expect((await onlyNew.find(sealed))?.secret).toBe('whsec_c2VhbGVk');
    expect((await onlyNew.find(plain))?.secret).toBe('whsec_c2VjcmV0');
    expect((await resealHooks(db, old)).unreadable.toSorted()).toEqual([plain, sealed].toSorted());
  });

  it('has completions that match the run, after any order of settling, reopening and delivering', async () => {
    const hook = await add();
    const phases = [{ id: 'a', title: 'A' }];
    const step = fc.oneof(
      fc.tuple(
        fc.constantFrom('i1', 'i2'),
        fc.constantFrom<Outcome>({ kind: 'open' }, { kind: 'done' }, { kind: 'skipped', reason: 'x' }),
      ),
      fc.constant('deliver' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const run = await post(2, {
          phases,
          installation: randomUUID(),
          items: aNewRun(2).items.map((item) => ({ ...item, phase: 'a' })),
        });
        const key = { installation: run.installation, run: run.id };
        let completions = 0;
        let wasComplete = false;
        const delivered: string[] = [];
        for (const each of steps) {
          if (each === 'deliver') delivered.push(...(await drain()));
          else await press(run, ...each);
          const isComplete = (await runs.get(key)).completedAt !== undefined;
          if (isComplete && !wasComplete) completions += 1;
          wasComplete = isComplete;
        }
        delivered.push(...(await drain()));
        const written = (await rows()).filter((row) => row.run === run.id);
        expect(delivered).toEqual(written.map(({ event }) => JSON.parse(event).type));
        expect(delivered[0]).toBe('run.started');
        expect(delivered.filter((type) => type === 'run.complete')).toHaveLength(completions);
        expect(delivered.filter((type) => type === 'phase.complete')).toHaveLength(completions);
        expect(written.every((row) => row.hook === hook && row.state === 'delivered')).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});
