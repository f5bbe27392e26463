import type { Selectable, Transaction } from 'kysely';
import type { Run } from '../../checklist/run.js';
import type { RunKey } from '../../checklist/run-store.js';
import type { Step } from '../../delivery/delivery-store.js';
import type { Database } from '../database.js';
import { readRun } from '../run-store/read-runs.js';
import { withRunLocked } from '../run-store/transaction.js';
import { updateRun } from '../run-store/update-run.js';
import type { RunsTable, Tables } from '../tables.js';
import { ifRunExists } from './if-run-exists.js';
import { takeRedraw } from './redraw-budget.js';
import type { StoreClock } from './store-clock.js';
import { takeRow } from './take-row.js';

/**
 * Longer than a call to Slack and the note of it may take, so that nobody else takes up what is under way; where the process dies,
 * the run is taken up by another after this long.
 */
const LEASE_MS = 8_000;

const REST: Step = { kind: 'rest' };

/** See `DeliveryStore.nextStep`. */
export function nextStep(db: Database, clock: StoreClock, key: RunKey, worker: string): Promise<Step> {
  return ifRunExists(
    REST,
    withRunLocked(db, key, async (trx) => {
      const row = await trx
        .selectFrom('runs')
        .select(['leased_by', 'leased_until', 'draw_after', 'draw_failures', 'confirm_at'])
        .where('installation', '=', key.installation)
        .where('id', '=', key.run)
        .executeTakeFirstOrThrow();
      const now = await clock(trx);
      const isMine = row.leased_by === worker;
      if (!isMine && row.leased_until > now) return REST;

      const run = await readRun(trx, key);
      const step = (await takeDraw(trx, run, row, now)) ?? (await takeRow(trx, run, now));
      if (step !== undefined) await updateRun(trx, run, { leased_by: worker, leased_until: now + LEASE_MS });
      else if (isMine) await updateRun(trx, run, { leased_by: null, leased_until: 0 });
      return step ?? REST;
    }),
  );
}

type DrawColumns = Pick<Selectable<RunsTable>, 'draw_after' | 'draw_failures' | 'confirm_at'>;

async function takeDraw(
  trx: Transaction<Tables>,
  run: Run,
  { draw_after, draw_failures: failures, confirm_at }: DrawColumns,
  now: number,
): Promise<Step | undefined> {
  if (run.message === undefined || run.parkedReason !== undefined || draw_after > now) return undefined;
  const toBeConfirmed = confirm_at !== null && confirm_at <= now;
  if (run.drawnVersion >= run.wantedVersion && !toBeConfirmed) return undefined;
  if (!(await takeRedraw(trx, run.installation, now))) return undefined;
  if (toBeConfirmed) await updateRun(trx, run, { confirm_at: null });
  return { kind: 'draw', run, failures };
}
