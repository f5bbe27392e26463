import { sql, type Transaction } from 'kysely';
import type { Run } from '../checklist/run.js';
import type { NewRun, StartedOnce, StartRequest } from '../checklist/run-store.js';
import { startRun } from '../checklist/start-run.js';
import type { Database } from './database.js';
import type { WriteHookEvents } from './hook-events.js';
import { addNotification, newestNotification } from './notifications.js';
import { newestFirst, readRun, readRuns, stillOpen, updateRun } from './run-queries.js';
import { inStatements, milliseconds, toItemRows, toRunRow } from './run-rows.js';
import type { Tables } from './tables.js';
import { databaseClock, transaction } from './transaction.js';

/** See `RunStore.create`. */
export function createRun(
  db: Database,
  newRun: NewRun,
  writeHookEvents: WriteHookEvents,
): Promise<{ run: Run; created: boolean }> {
  return transaction(db, async (trx) => {
    const run = startRun(newRun);
    const key = { installation: run.installation, run: run.id };
    if (run.name !== undefined) {
      await lockStarts(db, trx, run.installation);
      const open = await openRunLike(trx, newRun);
      if (open !== undefined && open.id !== run.id) return { run: open, created: false };
    }
    const inserted = await trx
      .insertInto('runs')
      .values(toRunRow(run))
      .onConflict((conflict) => conflict.columns(['installation', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted === undefined) await postAgain(trx, await readRun(trx, key), newRun.postedAt);
    else await insertNew(trx, run, writeHookEvents);
    return { run: await readRun(trx, key), created: inserted !== undefined };
  });
}

/** The items of a new run, its posting, and what hooks are told. */
async function insertNew(trx: Transaction<Tables>, run: Run, writeHookEvents: WriteHookEvents): Promise<void> {
  for (const rows of inStatements(toItemRows(run))) await trx.insertInto('run_items').values(rows).execute();
  await addNotification(trx, run, { id: 'posting:1', content: { kind: 'posting' } });
  await writeHookEvents(trx, [{ after: run, at: run.postedAt }]);
}

/** A later press posts again what was refused or is uncertain. A repeat of the same press has the same time and changes nothing. */
async function postAgain(trx: Transaction<Tables>, run: Run, askedAt: Date): Promise<void> {
  if (run.message !== undefined || askedAt.getTime() <= run.postedAt.getTime()) return;
  const last = await newestNotification(trx, run, 'posting');
  if (last?.state === 'owed' || last?.state === 'sending') return;
  await updateRun(trx, run, { posted_at: milliseconds(askedAt), parked_reason: null });
  await addNotification(trx, run, { id: `posting:${(last?.number ?? 0) + 1}`, content: { kind: 'posting' } });
}

/** Longer than a pipeline goes on repeating a request. */
const REMEMBER_MS = 7 * 24 * 3_600_000;

/**
 * See `RunStore.createOnce`. Looking for the run and creating it are one transaction, in which no other request starts a run in the installation.
 * An id made from the name would not do: a name can be used again once its run is over.
 */
export function createRunOnce(
  db: Database,
  newRun: NewRun,
  request: StartRequest,
  writeHookEvents: WriteHookEvents,
): Promise<StartedOnce> {
  const clock = databaseClock(db);
  return transaction(db, async (trx) => {
    const { installation } = newRun;
    await lockStarts(db, trx, installation);
    const used = await runOfKey(trx, installation, request);
    if (used === 'other-request') return 'key-reused';
    const before = used ?? (await openRunLike(trx, newRun));
    if (before === undefined) {
      const run = startRun(newRun);
      await trx.insertInto('runs').values(toRunRow(run)).execute();
      await insertNew(trx, run, writeHookEvents);
    }
    const run = before ?? (await readRun(trx, { installation, run: newRun.id }));
    if (used === undefined) await noteKey(trx, run, request, await clock(trx));
    return { run, created: before === undefined };
  });
}

/** SQLite's transactions come one after the other anyway. */
async function lockStarts({ dialect }: Database, trx: Transaction<Tables>, installation: string): Promise<void> {
  if (dialect === 'sqlite') return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`guidepost starts ${installation}`}, 0))`.execute(trx);
}

/** The run that was started with the key of a request. One that Slack refused to post is removed: the request starts another one. */
async function runOfKey(
  trx: Transaction<Tables>,
  installation: string,
  { token, key, hash }: StartRequest,
): Promise<Run | 'other-request' | undefined> {
  if (key === undefined) return undefined;
  const row = await trx
    .selectFrom('idempotency_keys')
    .select(['request', 'run'])
    .where('installation', '=', installation)
    .where('token', '=', token)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.request !== hash) return 'other-request';
  const [run] = await readRuns(trx, (runs) => runs.where('installation', '=', installation).where('id', '=', row.run));
  if (run === undefined || !wasRefused(run)) return run;
  await trx.deleteFrom('runs').where('installation', '=', installation).where('id', '=', run.id).execute();
  return undefined;
}

function wasRefused({ message, undeliverableReason: reason }: Run): boolean {
  return message === undefined && reason !== undefined && reason !== 'uncertain';
}

/** The newest open run of the same checklist and name in the channel. */
async function openRunLike(
  trx: Transaction<Tables>,
  { installation, channel, page, checklist, name }: NewRun,
): Promise<Run | undefined> {
  const [run] = await readRuns(trx, (runs) =>
    newestFirst(
      stillOpen(runs)
        .where('installation', '=', installation)
        .where('channel', '=', channel)
        .where('page', '=', page)
        .where((eb) => (checklist === undefined ? eb('checklist', 'is', null) : eb('checklist', '=', checklist)))
        .where((eb) => (name === undefined ? eb('name', 'is', null) : eb('name', '=', name))),
    ).limit(1),
  );
  return run;
}

async function noteKey(
  trx: Transaction<Tables>,
  { installation, id: run }: Run,
  { token, key, hash: request }: StartRequest,
  now: number,
): Promise<void> {
  await trx
    .deleteFrom('idempotency_keys')
    .where('installation', '=', installation)
    .where('used_at', '<', now - REMEMBER_MS)
    .execute();
  if (key === undefined) return;
  await trx
    .insertInto('idempotency_keys')
    .values({ installation, token, key, request, run, used_at: now })
    .onConflict((conflict) => conflict.columns(['installation', 'token', 'key']).doUpdateSet({ run, used_at: now }))
    .execute();
}
