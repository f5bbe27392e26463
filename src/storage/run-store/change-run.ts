import type { Transaction, Updateable } from 'kysely';
import { type RunKey, RunNotFound, type RunStore } from '../../checklist/run-store.js';
import { FIRST_VERSION } from '../../checklist/start-run.js';
import type { Database } from '../database.js';
import type { RunsTable, Tables } from '../tables.js';
import { readRun } from './read-runs.js';
import { transaction, withRunLocked } from './transaction.js';

type Changes = Pick<RunStore, 'posted' | 'discard' | 'showWindow' | 'drawn' | 'saidCompletion' | 'park'>;

/** What happens to a run beside its items. */
export const changeRun = (db: Database): Changes => ({
  posted: (key, message) =>
    withRunLocked(db, key, async (trx) => {
      const { drawnVersion } = await readRun(trx, key);
      await update(trx, key, { message, parked_reason: null, drawn_version: Math.max(drawnVersion, FIRST_VERSION) });
      return readRun(trx, key);
    }),

  discard: (key) =>
    transaction(db, async (trx) => {
      await trx.deleteFrom('runs').where('installation', '=', key.installation).where('id', '=', key.run).execute();
    }),

  showWindow: (key, window) =>
    withRunLocked(db, key, async (trx) => {
      if (!Number.isInteger(window) || window < 0)
        throw new RangeError(`A run has no part ${window}; parts count from 0`);
      const run = await readRun(trx, key);
      if (run.window === window) return run;
      await update(trx, key, { shown_window: window, wanted_version: run.wantedVersion + 1, parked_reason: null });
      return readRun(trx, key);
    }),

  drawn: (key, version) =>
    withRunLocked(db, key, async (trx) => {
      const { drawnVersion } = await readRun(trx, key);
      if (version > drawnVersion) await update(trx, key, { drawn_version: version });
    }),

  saidCompletion: (key) => withRunLocked(db, key, (trx) => update(trx, key, { completion_said: 1 })),

  park: async (key, reason) => {
    try {
      await withRunLocked(db, key, (trx) => update(trx, key, { parked_reason: reason }));
    } catch (error) {
      if (!(error instanceof RunNotFound)) throw error;
    }
  },
});

const update = async (trx: Transaction<Tables>, key: RunKey, changes: Updateable<RunsTable>): Promise<void> => {
  await trx
    .updateTable('runs')
    .set(changes)
    .where('installation', '=', key.installation)
    .where('id', '=', key.run)
    .execute();
};
