import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MAX_PLACE } from '../../src/outbox/conversations.js';
import { createConversationStore } from '../../src/storage/conversations.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

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
