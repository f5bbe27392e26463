import { afterEach, beforeEach } from '@jest/globals';
import type { OneTimeStore } from '../../src/outbox/one-time-sender.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import type { EmptyDatabase } from './on-each-database.js';

export interface ThreeProcesses<S> {
  readonly databases: readonly Database[];
  readonly stores: readonly S[];
  /** The store of the first one. */
  first(): S;
}

/** Stores on three connections to one database, as three processes have them; new ones for each test. */
export function onThreeProcesses<S>(
  make: () => Promise<EmptyDatabase>,
  createStore: (db: Database) => S,
): ThreeProcesses<S> {
  let empty: EmptyDatabase;
  let databases: Database[] = [];
  let stores: S[] = [];
  beforeEach(async () => {
    empty = await make();
    databases = await Promise.all([1, 2, 3].map(() => openDatabase(empty)));
    await migrate(databases[0] as Database);
    stores = databases.map(createStore);
  });
  afterEach(async () => {
    await Promise.all(databases.map((db) => db.close()));
    await empty.remove();
  });
  return {
    get databases() {
      return databases;
    },
    get stores() {
      return stores;
    },
    first: () => stores[0] as S,
  };
}

/** Takes and sends everything that is pending. @returns what `say` says of each message, sorted */
export async function sendAll<M>(store: OneTimeStore<M>, say: (message: M) => string): Promise<string[]> {
  const sent: string[] = [];
  for (;;) {
    const taken = await store.take();
    if (taken.kind !== 'send') return sent.sort();
    sent.push(say(taken.message));
    await store.record(taken.message, { kind: 'sent' });
  }
}
