import { sql } from 'kysely';
import type { RevisionStore } from '../checklist/run-store.js';
import type { Database } from './database.js';
import { readRun, readRuns, updateRun } from './run-queries.js';
import { ifRunExists, withRunLocked } from './transaction.js';

/** Stores comparisons with the guide, in either database. */
export function createRevisionStore(db: Database): RevisionStore {
  return {
    findUncompared: (revision, limit) =>
      readRuns(db.kysely, (runs) =>
        runs
          .where('message', 'is not', null)
          .where('completed_at', 'is', null)
          .where('archived_at', 'is', null)
          .where('parked_reason', 'is', null)
          .where(sql`coalesce(compared_revision, guide_revision)`, '<>', revision)
          .orderBy('posted_at')
          .limit(limit),
      ),

    saveComparison: (key, { revision, changed }) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, async (trx) => {
          const run = await readRun(trx, key);
          const { said_changed } = await trx
            .selectFrom('runs')
            .select('said_changed')
            .where('installation', '=', key.installation)
            .where('id', '=', key.run)
            .executeTakeFirstOrThrow();
          await updateRun(trx, run, {
            compared_revision: revision,
            said_changed: changed ? 1 : 0,
            ...((said_changed === 1) !== changed && { wanted_version: run.wantedVersion + 1 }),
          });
        }),
      ),
  };
}
