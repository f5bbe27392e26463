import type { Database } from './database.js';
import { isReachable } from './is-reachable.js';
import { pendingMigrations } from './pending-migrations.js';
import { DatabaseTooNew } from './refuse-newer.js';

/** `not migrated`: it answers, but `guidepost migrate` has not been run, so nothing can be kept in it yet. */
export type DatabaseStanding = 'reachable' | 'not migrated' | 'unreachable';

/**
 * How the database does. Never throws: for the health check. Once up to date it stays so, and is not asked for that again.
 * @param isMigrated whether this process has brought it up to date itself
 */
export function createStanding(database: Database, isMigrated: boolean): () => Promise<DatabaseStanding> {
  let isUpToDate = isMigrated;
  return async () => {
    if (!(await isReachable(database))) return 'unreachable';
    // A newer program's steps include ours.
    isUpToDate ||= await pendingMigrations(database).then(
      (pending) => pending.length === 0,
      (error: unknown) => error instanceof DatabaseTooNew,
    );
    return isUpToDate ? 'reachable' : 'not migrated';
  };
}
