import type { RunStore } from '../checklist/run-store.js';
import { isReachable } from './is-reachable.js';
import { migrate } from './migrate.js';
import { type DatabaseSsl, openDatabase } from './open-database.js';
import { createRunStore } from './run-store/create-run-store.js';

/** Everything that is kept, ready for use. */
export interface Storage {
  readonly runs: RunStore;
  /** Never throws: for the health check. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings it up to this program. This module loads Kysely: import it when it is needed.
 * @throws CannotOpenDatabase, DatabaseTooNew
 */
export const openStorage = async (options: {
  url: string;
  ssl?: DatabaseSsl;
  migrateOnStart: boolean;
}): Promise<Storage> => {
  const database = await openDatabase(options);
  try {
    if (options.migrateOnStart) await migrate(database);
    return {
      runs: createRunStore(database),
      isReachable: () => isReachable(database),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
};
