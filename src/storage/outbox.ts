import type { Selectable, Transaction } from 'kysely';
import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { NotificationContent, OutboxStore, SendResult, Step } from '../outbox/store.js';
import type { Database } from './database.js';
import { CLAIM_MS } from './incoming.js';
import { newestNotification, type OpenWithdrawal, recordPosting, updateNotification } from './notifications.js';
import { dueRuns } from './outbox-due.js';
import { readRun, updateRun } from './run-queries.js';
import type { NotificationsTable, RunsTable, Tables } from './tables.js';
import { createBoundedClock } from './time-bounds.js';
import { type DatabaseClock, databaseClock, ifRunExists, transaction, withRunLocked } from './transaction.js';
import { pauseUpdates, takeFromBudget } from './update-budget.js';

/** The pause between two updates of one message, so that presses in quick succession cost one update. */
const GATHER_MS = 500;

/** After this time an update without a reply can no longer arrive. */
const CONFIRM_MS = 15_000;

/** No message asks to be updated later than this: see `shownItems`. */
const MAX_AGAIN_MS = 30_000;

/** The outbox, in either database. @param machine the clock for SQLite, for tests */
export function createOutboxStore(db: Database, machine?: () => number): OutboxStore {
  const clock = databaseClock(db, machine);
  const boundedClock = createBoundedClock(db, clock, {
    lease: LEASE_MS,
    gather: GATHER_MS,
    confirm: MAX_AGAIN_MS,
    claim: CLAIM_MS,
  });
  return {
    due: async (limit, except = []) => dueRuns(db, await boundedClock(), { limit, except }),
    nextStep: (key, worker) => nextStep(db, clock, key, worker),
    recordResult: (key, notification, result) => recordResult(db, clock, key, notification, result),

    release: async (key, worker) => {
      await db.kysely
        .updateTable('runs')
        .set({ leased_by: null, leased_until: 0 })
        .where('installation', '=', key.installation)
        .where('id', '=', key.run)
        .where('leased_by', '=', worker)
        .execute();
    },

    markShown: (key, worker, version, againInMs) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, async (trx) => {
          const run = await readRun(trx, key);
          const now = await clock(trx);
          const { leased_by, confirm_at } = await trx
            .selectFrom('runs')
            .select(['leased_by', 'confirm_at'])
            .where('installation', '=', key.installation)
            .where('id', '=', key.run)
            .executeTakeFirstOrThrow();
          await updateRun(trx, run, {
            ...(leased_by === worker
              ? { drawn_version: Math.max(run.shownVersion, version) }
              : { wanted_version: run.wantedVersion + 1 }),
            draw_after: now + GATHER_MS,
            draw_failures: 0,
            drawn_at: now,
            // An update that is planned already plans the one after it.
            ...(againInMs !== undefined &&
              confirm_at === null && { confirm_at: now + Math.min(againInMs, MAX_AGAIN_MS) }),
          });
        }),
      ),

    postponeUpdate: (key, { ms, wholeInstallation, uncertain }) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, async (trx) => {
          const now = await clock(trx);
          const run = { installation: key.installation, id: key.run };
          if (wholeInstallation) await pauseUpdates(trx, key.installation, now + ms);
          await trx
            .updateTable('runs')
            .set((eb) => ({ draw_failures: eb('draw_failures', '+', 1), draw_after: now + ms }))
            .where('installation', '=', key.installation)
            .where('id', '=', key.run)
            .execute();
          if (uncertain) await updateRun(trx, run, { confirm_at: now + CONFIRM_MS });
        }),
      ),

    markUndeliverable: (key, reason) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, (trx) =>
          updateRun(trx, { installation: key.installation, id: key.run }, { parked_reason: reason }),
        ),
      ),

    posting: (key) =>
      transaction(db, async (trx) => {
        const run = await readRun(trx, key);
        const row = await newestNotification(trx, run, 'posting');
        if (row?.state === 'owed' || row?.state === 'sending') return { kind: 'pending' };
        if (row?.state === 'sent' || (row === undefined && run.message !== undefined)) return { kind: 'posted', run };
        return { kind: 'undeliverable', run, reason: (row?.state === 'refused' && row.reason) || 'uncertain' };
      }),
  };
}

/**
 * Longer than a call to Slack and recording its result may take, so that no other worker sends the same again. If the process
 * dies, another one continues with the run after this time.
 */
const LEASE_MS = 8_000;

const NONE: Step = { kind: 'none' };

/** See `OutboxStore.nextStep`. */
function nextStep(db: Database, clock: DatabaseClock, key: RunKey, worker: string): Promise<Step> {
  return ifRunExists(
    NONE,
    withRunLocked(db, key, async (trx) => {
      const row = await trx
        .selectFrom('runs')
        .select(['leased_by', 'leased_until', 'draw_after', 'draw_failures', 'confirm_at'])
        .where('installation', '=', key.installation)
        .where('id', '=', key.run)
        .executeTakeFirstOrThrow();
      const now = await clock(trx);
      const isMine = row.leased_by === worker;
      if (!isMine && row.leased_until > now) return NONE;

      const run = await readRun(trx, key);
      const step = (await takeUpdate(trx, run, row, now)) ?? (await takeNotification(trx, run, now));
      if (step !== undefined) await updateRun(trx, run, { leased_by: worker, leased_until: now + LEASE_MS });
      else if (isMine) await updateRun(trx, run, { leased_by: null, leased_until: 0 });
      return step ?? NONE;
    }),
  );
}

type UpdateColumns = Pick<Selectable<RunsTable>, 'draw_after' | 'draw_failures' | 'confirm_at'>;

async function takeUpdate(
  trx: Transaction<Tables>,
  run: Run,
  { draw_after, draw_failures: failures, confirm_at }: UpdateColumns,
  now: number,
): Promise<Step | undefined> {
  if (run.message === undefined || run.undeliverableReason !== undefined || draw_after > now) return undefined;
  const toBeConfirmed = confirm_at !== null && confirm_at <= now;
  if (run.shownVersion >= run.wantedVersion && !toBeConfirmed) return undefined;
  if (!(await takeFromBudget(trx, run.installation, now))) return undefined;
  if (toBeConfirmed) await updateRun(trx, run, { confirm_at: null });
  return { kind: 'update', run, failures };
}

type Row = Selectable<NotificationsTable>;

/** Sets the first notification that can be sent now to `sending`, and drops those before it whose cause is gone. */
async function takeNotification(trx: Transaction<Tables>, run: Run, now: number): Promise<Step | undefined> {
  const rows = await trx
    .selectFrom('owed')
    .selectAll()
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .orderBy('number')
    .execute();
  for (const row of rows.filter(({ state }) => state === 'owed' || state === 'sending')) {
    const content = resolve(JSON.parse(row.saying), run, rows);
    if (content === 'later') continue;
    if (content === undefined || (row.state === 'owed' && isObsolete(content, run))) {
      await updateNotification(trx, run, row.id, { state: 'dropped' });
    } else if (row.send_after <= now && isTurn(content, run)) {
      if (row.state === 'owed') await updateNotification(trx, run, row.id, { state: 'sending' });
      return {
        kind: row.state === 'owed' ? 'send' : 'find',
        notification: { id: row.id, content },
        run,
        failures: row.failures,
      };
    }
  }
  return undefined;
}

/** A withdrawal names the row of the line. The line's message is known once it is sent; if it never was, there is nothing to take back. */
function resolve(
  content: NotificationContent | OpenWithdrawal,
  run: Run,
  rows: readonly Row[],
): NotificationContent | 'later' | undefined {
  if (content.kind !== 'withdrawal' || !('of' in content)) return content;
  const line = rows.find(({ id }) => id === content.of);
  if (line?.state === 'owed' || line?.state === 'sending') return 'later';
  return line?.message ? { kind: 'withdrawal', channel: run.channel, line: line.message } : undefined;
}

/** The thread mentions the completion once the message shows it. Anything but a posting needs the message. */
function isTurn({ kind }: NotificationContent, run: Run): boolean {
  if (kind === 'posting') return true;
  if (run.message === undefined) return false;
  return kind !== 'completion' || run.shownVersion >= run.wantedVersion || run.undeliverableReason !== undefined;
}

/** Whether a notification no longer has to be sent, because its cause is gone. */
function isObsolete(content: NotificationContent, run: Run): boolean {
  switch (content.kind) {
    case 'completion':
      return run.completedAt === undefined;
    case 'assigned':
    case 'overdue': {
      const item = run.items.find(({ id }) => id === content.item);
      const isTheirs = item?.state.kind === 'open' && item.assignee?.id === content.to.id;
      return !isTheirs || run.archivedAt !== undefined || (content.kind === 'overdue' && item.due === undefined);
    }
    case 'gate':
    case 'role':
    case 'posting':
    case 'moved':
    case 'withdrawal':
      return false;
  }
}

/** See `OutboxStore.recordResult`. */
function recordResult(db: Database, clock: DatabaseClock, key: RunKey, id: string, result: SendResult): Promise<void> {
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
      if (result.kind === 'pending' || result.kind === 'sending') {
        const state = result.kind === 'pending' ? 'owed' : 'sending';
        const send_after = (await clock(trx)) + result.inMs;
        await trx
          .updateTable('owed')
          .set({ state, send_after, failures: row.failures + 1 })
          .where('installation', '=', key.installation)
          .where('run', '=', key.run)
          .where('id', '=', id)
          .execute();
      } else if (id.startsWith('posting:')) {
        await recordPostingResult(trx, run, { id, version: row.version }, result);
      } else if (result.kind === 'sent') {
        await updateNotification(trx, run, id, { state: 'sent', message: result.message });
      } else {
        await updateNotification(trx, run, id, { state: result.kind, reason: result.reason });
      }
    }),
  );
}

type Final = Exclude<SendResult, { kind: 'pending' | 'sending' }>;

async function recordPostingResult(
  trx: Transaction<Tables>,
  run: Run,
  row: { id: string; version: number },
  result: Final,
): Promise<void> {
  if (result.kind === 'sent') {
    const { message, version = row.version } = result;
    return recordPosting(trx, run, { row: row.id, message, version });
  }
  await updateNotification(trx, run, row.id, { state: result.kind, reason: result.reason });
  // A run that has an older message is still updated there.
  if (run.message !== undefined) return;
  await updateRun(trx, run, { parked_reason: result.kind === 'uncertain' ? 'uncertain' : result.reason });
}
