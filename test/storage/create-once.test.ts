import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { NewRun, RunStore, StartedOnce, StartRequest } from '../../src/checklist/run-store.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createOutboxStore } from '../../src/storage/outbox.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const at = new Date('2026-11-20T09:00:00Z');

describeOnEachDatabase('a run that a program starts', (make) => {
  let empty: EmptyDatabase;
  let dbs: Database[];
  /** Three processes on one database. */
  let stores: RunStore[];
  beforeAll(async () => {
    empty = await make();
    dbs = await Promise.all([1, 2, 3].map(() => openDatabase(empty)));
    await migrate(dbs[0] as Database);
    stores = dbs.map((db) => createRunStore(db));
  });
  afterAll(async () => {
    await Promise.all((dbs ?? []).map((db) => db.close()));
    await empty?.remove();
  });

  const runs = (): RunStore => stores[0] as RunStore;
  /** A new installation, so that the tests do not meet. */
  const aStart = (changes: Partial<NewRun> = {}) => {
    const installation = randomUUID();
    return (more: Partial<NewRun> = {}, request: Partial<StartRequest> = {}, store = runs()): Promise<StartedOnce> =>
      store.createOnce(aNewRun(2, { installation, name: 'shop 2.4', ...changes, ...more, id: randomUUID() }), {
        token: 'ci',
        hash: 'same',
        ...request,
      });
  };
  const id = (started: StartedOnce): string => (started === 'key-reused' ? started : started.run.id);

  it('is one, however many processes ask for the same name at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const start = aStart();
      const all = await Promise.all(
        [0, 1, 2, 0, 1, 2].map((store, each) => start({}, { key: `request ${each}` }, stores[store])),
      );
      expect(new Set(all.map(id)).size).toBe(1);
      expect(all.filter((started) => started !== 'key-reused' && started.created)).toHaveLength(1);
    }
  });

  it('is one, too, if people start it in Slack by one name', async () => {
    const installation = randomUUID();
    const named = () => aNewRun(2, { installation, name: 'shop 2.6', id: randomUUID() });
    const all = await Promise.all([0, 1, 2, 0, 1, 2].map((store) => (stores[store] as RunStore).create(named())));
    expect(new Set(all.map(({ run }) => run.id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    const { name: _, ...nameless } = named();
    const others = [await runs().create({ ...nameless, id: 'one' }), await runs().create({ ...nameless, id: 'two' })];
    expect(others.map(({ created }) => created)).toEqual([true, true]);
  });

  it('is another one for another name, checklist, page or channel, and once the first is over', async () => {
    const start = aStart();
    const first = await start();
    const others = [{ name: 'shop 2.5' }, { checklist: 'other' }, { page: 'other' }, { channel: 'C2' }];
    const started = [first];
    for (const other of others) started.push(await start(other));
    expect(new Set(started.map(id)).size).toBe(5);
    if (first === 'key-reused') throw new Error('There was no key');
    const key = keyOf(first.run);
    for (const item of ['i1', 'i2'])
      await runs().setItem({ ...key, item, outcome: { kind: 'done' }, by: aPerson(), at });
    expect(await start()).toMatchObject({ created: true });
    expect(new Set(await Promise.all([start(), start()].map(async (each) => id(await each)))).size).toBe(1);
  });

  it('is the same for the same key, also when it is over, and refused if something else was asked for with it', async () => {
    const start = aStart();
    const key = { key: 'job 1' };
    const first = await start({}, key);
    if (first === 'key-reused') throw new Error('There was no key');
    await runs().archive({ ...keyOf(first.run), by: first.run.postedBy, at });
    expect(await start({}, key)).toMatchObject({ created: false, run: { id: first.run.id } });
    expect(await start({}, { ...key, hash: 'other' })).toBe('key-reused');
    // Another token may choose the same key.
    expect(await start({}, { ...key, hash: 'other', token: 'cd' })).toMatchObject({ created: true });
  });

  it('is started again with the same key if Slack refused to post the first, or the key is a week old', async () => {
    const start = aStart();
    const key = { key: 'job 1' };
    const first = await start({}, key);
    if (first === 'key-reused') throw new Error('There was no key');
    const [db] = dbs as [Database];
    await createOutboxStore(db).markUndeliverable(keyOf(first.run), 'not_in_channel');
    const second = await start({}, key);
    expect(second).toMatchObject({ created: true });
    await expect(runs().get(keyOf(first.run))).rejects.toMatchObject({ name: 'RunNotFound' });
    if (second === 'key-reused') throw new Error('The key was used for the same');
    await runs().archive({ ...keyOf(second.run), by: second.run.postedBy, at });
    await sql`update idempotency_keys set used_at = used_at - ${8 * 24 * 3_600_000}`.execute(db.kysely);
    await start({ name: 'another' });
    expect(await start({}, key)).toMatchObject({ created: true });
  });

  it('is found among those of the channels that are asked for, newest first', async () => {
    const start = aStart();
    for (const [name, channel] of [
      ['one', 'C1'],
      ['two', 'C2'],
      ['three', 'C3'],
    ] as const)
      await start({ name, channel, postedAt: new Date(at.getTime() + name.length * 1_000 + channel.charCodeAt(1)) });
    const [{ run } = { run: undefined }] = [await start({ name: 'one' })].filter((each) => each !== 'key-reused');
    const { installation = '' } = run ?? {};
    const find = async (more: object) =>
      (await runs().inChannels({ installation, channels: ['C1', 'C3'], limit: 10, ...more })).map(({ name }) => name);
    expect(await find({})).toEqual(['three', 'one']);
    expect(await find({ limit: 1 })).toEqual(['three']);
    expect(await find({ name: 'two' })).toEqual([]);
    expect(await find({ name: 'one', page: run?.page, which: 'open' })).toEqual(['one']);
    expect(await find({ which: 'finished' })).toEqual([]);
    expect(await find({ page: 'other' })).toEqual([]);
    expect(await find({ channels: 'public' })).toEqual([]);
    if (run) await runs().setPublic(keyOf(run), true);
    expect(await find({ channels: 'public' })).toEqual(['one']);
  });
});
