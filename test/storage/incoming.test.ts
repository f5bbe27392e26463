import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MAX_PLACE, type SeenEvents } from '../../src/outbox/incoming.js';
import type { Database } from '../../src/storage/database.js';
import { createConversationStore, createSeenEvents } from '../../src/storage/incoming.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

describeOnEachDatabase('events', (make) => {
  let empty: EmptyDatabase;
  let databases: Database[];
  let processes: SeenEvents[];

  beforeAll(async () => {
    empty = await make();
    databases = await Promise.all([1, 2, 3].map(() => openDatabase(empty)));
    await migrate(databases[0] as Database);
    processes = databases.map((db) => createSeenEvents(db));
  });
  afterAll(async () => {
    await Promise.all(databases.map((db) => db.close()));
    await empty.remove();
  });

  const deliver = (index: number, delivery: { installation: string; id: string }, handle: () => Promise<void>) =>
    (processes[index % 3] as SeenEvents).handleOnce(delivery, handle);

  it('are handled once, by any process, however late they are repeated', async () => {
    const delivery = { installation: 'T1', id: randomUUID() };
    let handled = 0;
    const handle = async (): Promise<void> => {
      handled += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const atOnce = await Promise.all([0, 1, 2, 0, 1, 2].map((index) => deliver(index, delivery, handle)));
    expect(atOnce.filter((result) => result === 'handled')).toHaveLength(1);
    for (const index of [0, 1, 2]) expect(await deliver(index, delivery, handle)).toBe('repeated');
    expect(handled).toBe(1);
  });

  it('of two installations are different, even with the same id', async () => {
    const id = randomUUID();
    const handled: string[] = [];
    for (const installation of ['T1', 'T2']) {
      await deliver(0, { installation, id }, async () => {
        handled.push(installation);
      });
    }
    expect(handled).toEqual(['T1', 'T2']);
  });

  it('are handled again if handling failed or its process died', async () => {
    const delivery = { installation: 'T1', id: randomUUID() };
    const failing = deliver(0, delivery, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    let handled = 0;
    const count = async (): Promise<void> => {
      handled += 1;
    };
    expect(await deliver(1, delivery, count)).toBe('handled');

    const cutOff = { installation: 'T1', id: randomUUID() };
    const claimed = new Promise<void>((resolve) => {
      void deliver(0, cutOff, () => {
        resolve();
        return new Promise(() => {}); // Its process died while handling it.
      });
    });
    await claimed;
    expect(await deliver(1, cutOff, count)).toBe('repeated');
    const { kysely } = databases[1] as Database;
    await kysely.updateTable('event_deliveries').set({ claimed_until: 1 }).where('id', '=', cutOff.id).execute();
    expect(await deliver(1, cutOff, count)).toBe('handled');
    expect(handled).toBe(2);
  });
});

const DAY = 24 * 3_600_000;

describeOnEachDatabase('conversations', (make) => {
  let empty: EmptyDatabase;
  let database: Database;
  beforeAll(async () => {
    empty = await make();
    database = await openDatabase(empty);
    await migrate(database);
  });
  afterAll(async () => {
    await database.close();
    await empty.remove();
  });

  it('begin once for each person and installation, whoever asks at the same time', async () => {
    const store = createConversationStore(database);
    const key = { installation: 'T1', person: 'U1' };
    const begun = await Promise.all([1, 2, 3, 4].map(() => store.begin(key)));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await store.read(key)).toBeUndefined();
    expect(await store.begin({ ...key, installation: 'T2' })).toBe(true);
  });

  it('keep the last place of each person, and none that is too long', async () => {
    const store = createConversationStore(database);
    const [ada, ben] = ['ada', 'ben'].map((person) => ({ installation: 'T1', person })) as [
      { installation: string; person: string },
      { installation: string; person: string },
    ];
    await store.write(ada, 'one');
    await store.write(ada, 'two \0');
    await store.write(ben, 'three');
    expect(await store.read(ada)).toMatch(/^two /);
    expect(await store.read(ben)).toBe('three');
    expect(await store.begin(ada)).toBe(false);
    await store.write(ada, 'x'.repeat(MAX_PLACE + 1));
    expect(await store.read(ada)).toBeUndefined();
  });

  it('forget a place after a day', async () => {
    const store = createConversationStore(database);
    const key = { installation: 'T1', person: 'late' };
    await store.write(key, 'place');
    await database.kysely
      .updateTable('conversations')
      .set((eb) => ({ written_at: eb('written_at', '-', DAY + 1_000) }))
      .where('person', '=', 'late')
      .execute();
    expect(await store.read(key)).toBeUndefined();
    for (let write = 0; write < 2_000; write += 1) {
      await store.write({ installation: 'T1', person: 'busy' }, 'place');
      const row = await database.kysely
        .selectFrom('conversations')
        .select('place')
        .where('person', '=', 'late')
        .executeTakeFirstOrThrow();
      if (row.place === '') return;
    }
    throw new Error('The old place was never emptied.');
  });
});
