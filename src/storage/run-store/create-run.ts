import type { Run } from '../../checklist/run.js';
import type { NewRun } from '../../checklist/run-store.js';
import { startRun } from '../../checklist/start-run.js';
import type { Database } from '../database.js';
import { readRun } from './read-runs.js';
import { toItemRows, toRunRow } from './to-rows.js';
import { transaction } from './transaction.js';

/** A statement takes a limited number of values: 32,766 on SQLite, and each item has eleven. */
const ITEMS_AT_ONCE = 500;

export const createRun = (db: Database, newRun: NewRun): Promise<{ run: Run; created: boolean }> =>
  transaction(db, async (trx) => {
    const run = startRun(newRun);
    const inserted = await trx
      .insertInto('runs')
      .values(toRunRow(run))
      .onConflict((conflict) => conflict.columns(['installation', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted !== undefined) {
      const rows = toItemRows(run);
      for (let from = 0; from < rows.length; from += ITEMS_AT_ONCE) {
        await trx
          .insertInto('run_items')
          .values(rows.slice(from, from + ITEMS_AT_ONCE))
          .execute();
      }
    }
    const stored = await readRun(trx, { installation: run.installation, run: run.id });
    return { run: stored, created: inserted !== undefined };
  });
