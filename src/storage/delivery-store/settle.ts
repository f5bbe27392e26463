import type { Transaction } from 'kysely';
import type { Run } from '../../checklist/run.js';
import type { RunKey } from '../../checklist/run-store.js';
import type { Settled } from '../../delivery/delivery-store.js';
import type { Database } from '../database.js';
import { setOwed } from '../run-store/owe.js';
import { readRun } from '../run-store/read-runs.js';
import { settlePosting } from '../run-store/settle-posting.js';
import { withRunLocked } from '../run-store/transaction.js';
import { updateRun } from '../run-store/update-run.js';
import type { Tables } from '../tables.js';
import { ifRunExists } from './if-run-exists.js';
import type { StoreClock } from './store-clock.js';

/** See `DeliveryStore.settle`. */
export function settle(db: Database, clock: StoreClock, key: RunKey, id: string, result: Settled): Promise<void> {
  return ifRunExists(
    undefined,
    withRunLocked(db, key, async (trx) => {
      const row = await trx
        .selectFrom('owed')
        .select(['state', 'failures', 'version'])
        .where('installation', '=', key.installation)
        .where('run', '=', key.run)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row?.state !== 'sending') return;
      const run = await readRun(trx, key);
      if (result.kind === 'owed' || result.kind === 'sending') {
        const send_after = (await clock(trx)) + result.inMs;
        await trx
          .updateTable('owed')
          .set({ state: result.kind, send_after, failures: row.failures + 1 })
          .where('installation', '=', key.installation)
          .where('run', '=', key.run)
          .where('id', '=', id)
          .execute();
      } else if (id.startsWith('posting:')) {
        await settleThePosting(trx, run, { id, version: row.version }, result);
      } else if (result.kind === 'sent') {
        await setOwed(trx, run, id, { state: 'sent', message: result.message });
      } else {
        await setOwed(trx, run, id, { state: result.kind, reason: result.reason });
      }
    }),
  );
}

type Final = Exclude<Settled, { kind: 'owed' | 'sending' }>;

async function settleThePosting(
  trx: Transaction<Tables>,
  run: Run,
  row: { id: string; version: number },
  result: Final,
): Promise<void> {
  if (result.kind === 'sent') {
    const { message, version = row.version } = result;
    return settlePosting(trx, run, { row: row.id, message, version });
  }
  await setOwed(trx, run, row.id, { state: result.kind, reason: result.reason });
  // A run that stands elsewhere goes on there.
  if (run.message !== undefined) return;
  await updateRun(trx, run, { parked_reason: result.kind === 'uncertain' ? 'uncertain' : result.reason });
}
