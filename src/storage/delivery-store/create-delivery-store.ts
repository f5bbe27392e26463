import type { DeliveryStore } from '../../delivery/delivery-store.js';
import type { Database } from '../database.js';
import { newestOwed } from '../run-store/owe.js';
import { readRun } from '../run-store/read-runs.js';
import { transaction, withRunLocked } from '../run-store/transaction.js';
import { updateRun } from '../run-store/update-run.js';
import { dueRuns } from './due-runs.js';
import { ifRunExists } from './if-run-exists.js';
import { nextStep } from './next-step.js';
import { pauseRedraws } from './redraw-budget.js';
import { settle } from './settle.js';
import { storeClock } from './store-clock.js';

/** Between two redraws of one message, so that what is pressed in quick succession costs one. */
const GATHER_MS = 500;

/** When a redraw without a reply can no longer arrive. */
const CONFIRM_MS = 15_000;

/** What is owed, in either database. @param machine the clock where the database has none of its own, for tests */
export function createDeliveryStore(db: Database, machine?: () => number): DeliveryStore {
  const clock = storeClock(db, machine);
  return {
    due: (limit, except = []) => dueRuns(db, clock, { limit, except }),
    nextStep: (key, worker) => nextStep(db, clock, key, worker),
    settle: (key, owed, result) => settle(db, clock, key, owed, result),

    release: async (key, worker) => {
      await db.kysely
        .updateTable('runs')
        .set({ leased_by: null, leased_until: 0 })
        .where('installation', '=', key.installation)
        .where('id', '=', key.run)
        .where('leased_by', '=', worker)
        .execute();
    },

    drawn: (key, worker, version) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, async (trx) => {
          const run = await readRun(trx, key);
          const now = await clock(trx);
          const { leased_by } = await trx
            .selectFrom('runs')
            .select('leased_by')
            .where('installation', '=', key.installation)
            .where('id', '=', key.run)
            .executeTakeFirstOrThrow();
          await updateRun(trx, run, {
            ...(leased_by === worker
              ? { drawn_version: Math.max(run.drawnVersion, version) }
              : { wanted_version: run.wantedVersion + 1 }),
            draw_after: now + GATHER_MS,
            draw_failures: 0,
            drawn_at: now,
          });
        }),
      ),

    postponeDraw: (key, { ms, wholeInstallation, uncertain }) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, async (trx) => {
          const now = await clock(trx);
          const run = { installation: key.installation, id: key.run };
          if (wholeInstallation) await pauseRedraws(trx, key.installation, now + ms);
          await trx
            .updateTable('runs')
            .set((eb) => ({ draw_failures: eb('draw_failures', '+', 1), draw_after: now + ms }))
            .where('installation', '=', key.installation)
            .where('id', '=', key.run)
            .execute();
          if (uncertain) await updateRun(trx, run, { confirm_at: now + CONFIRM_MS });
        }),
      ),

    park: (key, reason) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, (trx) =>
          updateRun(trx, { installation: key.installation, id: key.run }, { parked_reason: reason }),
        ),
      ),

    posting: (key) =>
      transaction(db, async (trx) => {
        const run = await readRun(trx, key);
        const row = await newestOwed(trx, run, 'posting');
        if (row?.state === 'owed' || row?.state === 'sending') return { kind: 'owed' };
        if (row?.state === 'sent' || (row === undefined && run.message !== undefined)) return { kind: 'posted', run };
        return { kind: 'parked', run, reason: (row?.state === 'refused' && row.reason) || 'uncertain' };
      }),
  };
}
