import type { Selectable, Transaction } from 'kysely';
import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { DeliveryStore, Saying, Settled, Step } from '../outbox/store.js';
import type { Database } from './database.js';
import { isMoot, newestOwed, type OpenWithdrawal, setOwed, settlePosting } from './notifications.js';
import { dueRuns, pauseRedraws, takeRedraw } from './outbox-due.js';
import { readRun, updateRun } from './run-queries.js';
import type { OwedTable, RunsTable, Tables } from './tables.js';
import { ifRunExists, type StoreClock, storeClock, transaction, withRunLocked } from './transaction.js';

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

type Row = Selectable<OwedTable>;

/** Takes the first row that can be sent now into `sending`, and drops those before it whose cause is gone. */
export async function takeRow(trx: Transaction<Tables>, run: Run, now: number): Promise<Step | undefined> {
  const rows = await trx
    .selectFrom('owed')
    .selectAll()
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .orderBy('number')
    .execute();
  for (const row of rows.filter(({ state }) => state === 'owed' || state === 'sending')) {
    const saying = resolve(JSON.parse(row.saying), run, rows);
    if (saying === undefined || (row.state === 'owed' && isMoot(saying, run))) {
      await setOwed(trx, run, row.id, { state: 'dropped' });
    } else if (saying !== 'later' && row.send_after <= now && isTurn(saying, run)) {
      if (row.state === 'owed') await setOwed(trx, run, row.id, { state: 'sending' });
      return {
        kind: row.state === 'owed' ? 'say' : 'find',
        owed: { id: row.id, saying },
        run,
        failures: row.failures,
      };
    }
  }
  return undefined;
}

/** A withdrawal names the line's row; the line itself is known once that is sent, and there is nothing to withdraw where it never was. */
function resolve(saying: Saying | OpenWithdrawal, run: Run, rows: readonly Row[]): Saying | 'later' | undefined {
  if (saying.kind !== 'withdrawal' || !('of' in saying)) return saying;
  const line = rows.find(({ id }) => id === saying.of);
  if (line?.state === 'owed' || line?.state === 'sending') return 'later';
  return line?.message ? { kind: 'withdrawal', channel: run.channel, line: line.message } : undefined;
}

/** The thread speaks of the completion when the message shows it. Anything but a posting needs the message. */
function isTurn({ kind }: Saying, run: Run): boolean {
  if (kind === 'posting') return true;
  if (run.message === undefined) return false;
  return kind !== 'completion' || run.drawnVersion >= run.wantedVersion || run.parkedReason !== undefined;
}

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
