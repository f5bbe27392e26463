import type { Transaction } from 'kysely';
import type { Run } from '../../checklist/run.js';
import type { NewRun } from '../../checklist/run-store.js';
import { startRun } from '../../checklist/start-run.js';
import type { Database } from '../database.js';
import type { Tables } from '../tables.js';
import { newestOwed, owe } from './owe.js';
import { readRun } from './read-runs.js';
import { milliseconds, toItemRows, toRunRow } from './to-rows.js';
import { transaction } from './transaction.js';
import { updateRun } from './update-run.js';

/** A statement takes a limited number of values: 32,766 on SQLite, and each item has two dozen. */
const ITEMS_AT_ONCE = 500;

export function createRun(db: Database, newRun: NewRun): Promise<{ run: Run; created: boolean }> {
  return transaction(db, async (trx) => {
    const run = startRun(newRun);
    const key = { installation: run.installation, run: run.id };
    const inserted = await trx
      .insertInto('runs')
      .values(toRunRow(run))
      .onConflict((conflict) => conflict.columns(['installation', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted === undefined) {
      await postAgain(trx, await readRun(trx, key), newRun.postedAt);
    } else {
      await insertItems(trx, run);
      await owe(trx, run, { id: 'posting:1', saying: { kind: 'posting' } });
    }
    return { run: await readRun(trx, key), created: inserted !== undefined };
  });
}

async function insertItems(trx: Transaction<Tables>, run: Run): Promise<void> {
  const rows = toItemRows(run);
  for (let from = 0; from < rows.length; from += ITEMS_AT_ONCE) {
    await trx
      .insertInto('run_items')
      .values(rows.slice(from, from + ITEMS_AT_ONCE))
      .execute();
  }
}

/** A later press asks anew for what was refused or is uncertain; a repeat of the same one has the same time and asks nothing. */
async function postAgain(trx: Transaction<Tables>, run: Run, askedAt: Date): Promise<void> {
  if (run.message !== undefined || askedAt.getTime() <= run.postedAt.getTime()) return;
  const last = await newestOwed(trx, run, 'posting');
  if (last?.state === 'owed' || last?.state === 'sending') return;
  await updateRun(trx, run, { posted_at: milliseconds(askedAt), parked_reason: null });
  await owe(trx, run, { id: `posting:${(last?.number ?? 0) + 1}`, saying: { kind: 'posting' } });
}
