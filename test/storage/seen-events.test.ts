import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SeenEvents } from '../../src/outbox/seen-events.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createSeenEvents } from '../../src/storage/seen-events.js';
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
