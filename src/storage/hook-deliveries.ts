import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction, type Updateable } from 'kysely';
import {
  type Delivery,
  type DeliveryResult,
  type HookStore,
  MAX_PAUSE_MS,
  pauseAfter,
  type Recorded,
} from '../hooks/store.js';
import type { KeyRing } from '../workspaces/key-ring.js';
import type { Database } from './database.js';
import { toEvent } from './hook-events.js';
import { openSecret } from './hooks.js';
import type { HookDeliveriesTable, HooksTable, Tables } from './tables.js';
import { type DatabaseClock, databaseClock, ifRunExists, withRunLocked } from './transaction.js';

/** Longer than an attempt and recording its result may take, so that no other worker sends the same meanwhile. */
const CLAIM_MS = 60_000;

/** The most deliveries of one hook that one look takes. */
const PER_HOOK = 3;

/** How long an event waits until Slack has posted the run, so that it can have the message's address. */
const POSTING_MS = 60_000;

const DAY_MS = 24 * 3_600_000;

/** Since it was delivered. */
const KEEP_DELIVERED_MS = DAY_MS;

/** Since it was written, whatever became of it: a day until it is given up, and thirty in which an operator can see that. */
const KEEP_MS = 31 * DAY_MS;

/**
 * The deliveries, in either database.
 * @param keys open the signing secrets; undefined where the app has none
 * @param machine the clock for SQLite, for tests
 */
export function createHookStore(db: Database, keys: KeyRing | undefined, machine?: () => number): HookStore {
  const clock = databaseClock(db, machine);
  return {
    take: async (except) => {
      const now = await clock(db.kysely);
      const taken: Delivery[] = [];
      // Looks first: a change takes SQLite's one write lock, and there is mostly none.
      for (const row of await rowsToSend(db.kysely, { now, except, isForMany: keys !== undefined })) {
        const claim = randomUUID();
        // Another process may claim it at the same moment.
        const claimed = await db.kysely
          .updateTable('hook_deliveries')
          .set({ claim, claimed_until: now + CLAIM_MS })
          .where('installation', '=', row.installation)
          .where('id', '=', row.id)
          .where('state', '=', 'next')
          .where('claimed_until', '=', row.claimed_until)
          .where('failures', '=', row.failures)
          .returning('id')
          .executeTakeFirst();
        if (claimed !== undefined) taken.push(toDelivery(row, claim, keys));
      }
      return taken;
    },

    // The run is locked: a change of it at the same moment must not add to a queue that is ending.
    record: (delivery, result) =>
      ifRunExists<Recorded>(
        { kind: 'ignored' },
        withRunLocked(db, { installation: delivery.run.installation, run: delivery.run.id }, (trx) =>
          finish(trx, clock, delivery, result),
        ),
      ),

    cleanUp: async () => {
      const now = await clock(db.kysely);
      await db.kysely
        .deleteFrom('hook_deliveries')
        .where((eb) =>
          eb.or([
            eb.and([eb('state', '=', 'delivered'), eb('finished_at', '<', now - KEEP_DELIVERED_MS)]),
            eb('written_at', '<', now - KEEP_MS),
            eb('hook', 'not in', eb.selectFrom('hooks').select('id')),
          ]),
        )
        .execute();
    },
  };
}

interface ReadyRow {
  readonly id: string;
  readonly event: string;
  readonly failures: number;
  readonly claimed_until: number;
  readonly hook: string;
  readonly hook_installation: string;
  readonly url: string;
  readonly allow_private: number;
  readonly sealed_secret: string;
  readonly installation: string;
  readonly run: string;
  readonly page: string;
  readonly title: string;
  readonly name: string | null;
  readonly channel: string;
  readonly thread: string | null;
  readonly message: string | null;
}

interface ReadyQuery {
  readonly now: number;
  readonly except: readonly string[];
  readonly isForMany: boolean;
}

/** Those that waited longest first. A time that is too far ahead is from before the clock was set back. */
function rowsToSend(kysely: Kysely<Tables>, { now, except, isForMany }: ReadyQuery): Promise<ReadyRow[]> {
  return kysely
    .selectFrom(
      kysely
        .selectFrom('hook_deliveries as deliveries')
        .innerJoin('hooks', 'hooks.id', 'deliveries.hook')
        .innerJoin('runs', (join) =>
          join.onRef('runs.installation', '=', 'deliveries.installation').onRef('runs.id', '=', 'deliveries.run'),
        )
        .select(['deliveries.id', 'deliveries.event', 'deliveries.failures', 'deliveries.claimed_until'])
        .select(['deliveries.hook', 'hooks.installation as hook_installation', 'hooks.url'])
        .select(['hooks.allow_private', 'hooks.sealed_secret'])
        .select(['deliveries.installation', 'deliveries.run', 'runs.page', 'runs.title', 'runs.name'])
        .select(['runs.channel', 'runs.thread', 'runs.message'])
        .select(
          sql<number>`row_number() over (partition by deliveries.hook order by deliveries.send_after, deliveries.written_at, deliveries.id)`.as(
            'place',
          ),
        )
        .where(sql<boolean>`deliveries.state = 'next'`) // The condition of the index `hook_deliveries_next`.
        .where('hooks.disabled_at', 'is', null)
        .where((eb) =>
          eb.or([eb('deliveries.send_after', '<=', now), eb('deliveries.send_after', '>', now + MAX_PAUSE_MS)]),
        )
        .where((eb) =>
          eb.or([eb('deliveries.claimed_until', '<=', now), eb('deliveries.claimed_until', '>', now + CLAIM_MS)]),
        )
        .where((eb) => eb.or([eb('runs.message', 'is not', null), eb('deliveries.written_at', '<=', now - POSTING_MS)]))
        // A hook from the time when the app was for one workspace must not be told about others.
        .$if(isForMany, (rows) => rows.whereRef('hooks.installation', '=', 'deliveries.installation'))
        .$if(except.length > 0, (rows) => rows.where('deliveries.hook', 'not in', except))
        .as('ready'),
    )
    .selectAll()
    .where('place', '<=', PER_HOOK)
    .execute();
}

function toDelivery(row: ReadyRow, claim: string, keys: KeyRing | undefined): Delivery {
  return {
    id: row.id,
    claim,
    hook: { installation: row.hook_installation, id: row.hook, url: row.url, allowPrivate: row.allow_private === 1 },
    secret: openSecret(keys, row.sealed_secret, row.hook),
    event: toEvent(row.event),
    run: {
      installation: row.installation,
      id: row.run,
      page: row.page,
      title: row.title,
      channel: row.channel,
      ...(row.name !== null && { name: row.name }),
      ...(row.thread !== null && { thread: row.thread }),
      ...(row.message !== null && { message: row.message }),
    },
    failures: row.failures,
  };
}

/** See `HookStore.record`. */
async function finish(
  trx: Transaction<Tables>,
  clock: DatabaseClock,
  delivery: Claimed,
  result: DeliveryResult,
): Promise<Recorded> {
  const { claim, hook, id, run } = delivery;
  const row = await trx
    .selectFrom('hook_deliveries')
    .select(['failures', 'written_at'])
    .where('installation', '=', run.installation)
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('state', '=', 'next')
    .executeTakeFirst();
  if (row === undefined) return { kind: 'ignored' };
  const now = await clock(trx);
  if (result.kind === 'delivered') {
    await updateHook(trx, hook, { delivered_at: now });
    await end(trx, delivery, { state: 'delivered', finished_at: now, reason: null });
    return { kind: 'delivered' };
  }
  if (result.kind === 'gone') {
    await disable(trx, hook, now);
    return { kind: 'disabled' };
  }
  const { reason, retryAfterMs } = result;
  const failures = row.failures + 1;
  const pause = pauseAfter(failures, now - row.written_at, retryAfterMs);
  if (pause === 'give up') {
    await end(trx, delivery, { state: 'given up', finished_at: now, reason, failures });
    return { kind: 'given up' };
  }
  await updateDelivery(trx, delivery, { failures, reason, send_after: now + pause, claim: null, claimed_until: 0 });
  return { kind: 'retry', inMs: pause };
}

type Claimed = Parameters<HookStore['record']>[0];

async function updateDelivery(
  trx: Transaction<Tables>,
  { id, run }: Pick<Claimed, 'id' | 'run'>,
  changes: Updateable<HookDeliveriesTable>,
): Promise<void> {
  await trx
    .updateTable('hook_deliveries')
    .set(changes)
    .where('installation', '=', run.installation)
    .where('id', '=', id)
    .execute();
}

async function updateHook(
  trx: Transaction<Tables>,
  { id, installation }: Claimed['hook'],
  changes: Updateable<HooksTable>,
): Promise<void> {
  await trx.updateTable('hooks').set(changes).where('installation', '=', installation).where('id', '=', id).execute();
}

/** The next one of the run and hook can be sent now. */
async function end(
  trx: Transaction<Tables>,
  delivery: Claimed,
  changes: Updateable<HookDeliveriesTable>,
): Promise<void> {
  const { hook, run } = delivery;
  await updateDelivery(trx, delivery, { ...changes, claim: null, claimed_until: 0 });
  const following = await trx
    .selectFrom('hook_deliveries')
    .select('id')
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .where('hook', '=', hook.id)
    .where('state', '=', 'queued')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  if (following !== undefined) await updateDelivery(trx, { id: following.id, run }, { state: 'next' });
}

/** Standard Webhooks: a receiver that answers 410 Gone wants nothing more, about no run. */
async function disable(trx: Transaction<Tables>, hook: Claimed['hook'], now: number): Promise<void> {
  await updateHook(trx, hook, { disabled_at: now, disabled_reason: 'its receiver answered 410 Gone' });
  await trx
    .updateTable('hook_deliveries')
    .set({ state: 'given up', finished_at: now, reason: 'HTTP 410', claim: null, claimed_until: 0 })
    .where('hook', '=', hook.id)
    .where('finished_at', 'is', null)
    .execute();
}
