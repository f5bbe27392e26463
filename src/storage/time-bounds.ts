import type { ExpressionBuilder } from 'kysely';
import type { Database } from './database.js';
import type { Tables } from './tables.js';
import { type DatabaseClock, transaction } from './transaction.js';
import { MAX_AHEAD_MS } from './update-budget.js';

/** How far ahead of the database's clock each stored time may be, in milliseconds. */
export interface TimeBounds {
  readonly lease: number;
  /** Between two updates of a message, if none failed. */
  readonly gather: number;
  readonly confirm: number;
  readonly claim: number;
}

/** After failures, and if Slack asks for it. A longer wait that Slack asked for is cut short: Slack then asks again. */
const MAX_WAIT_MS = 60_000;

/**
 * Brings back times that are too far ahead, when the clock has been set back: nothing would be sent until the clock has caught up.
 * It does so at the first call, for what happened before the start, and whenever the clock shows less than at the call before.
 * Leases and claims are shortened and not ended: their holder may still be working.
 * @returns the time now
 */
export function createBoundedClock(db: Database, clock: DatabaseClock, bounds: TimeBounds): () => Promise<number> {
  let last = Number.POSITIVE_INFINITY;
  return async () => {
    const now = await clock(db.kysely);
    if (now < last) await boundTimes(db, now, bounds);
    last = now;
    return now;
  };
}

async function boundTimes(db: Database, now: number, { lease, gather, confirm, claim }: TimeBounds): Promise<void> {
  const leased_until = now + lease;
  const confirm_at = now + confirm;
  const waits_until = now + MAX_WAIT_MS;
  const spent_until = now + MAX_AHEAD_MS + MAX_WAIT_MS;
  const claimed_until = now + claim;
  const isDrawnTooLate = (eb: ExpressionBuilder<Tables, 'runs'>) =>
    eb.or([
      eb('draw_after', '>', waits_until),
      eb.and([eb('draw_after', '>', now + gather), eb('draw_failures', '=', 0)]),
    ]);
  // Looks first: a change takes SQLite's one write lock, and there is nearly always none.
  const { found } = await db.kysely
    .selectNoFrom((eb) =>
      eb
        .or([
          eb.exists(
            eb
              .selectFrom('runs')
              .select('id')
              .where((run) =>
                run.or([
                  run('leased_until', '>', leased_until),
                  run('confirm_at', '>', confirm_at),
                  isDrawnTooLate(run),
                ]),
              ),
          ),
          eb.exists(eb.selectFrom('owed').select('id').where('send_after', '>', waits_until)),
          eb.exists(eb.selectFrom('redraw_budgets').select('installation').where('spent_until', '>', spent_until)),
          eb.exists(
            eb
              .selectFrom('event_deliveries')
              .select('id')
              .where('claimed_until', '>', claimed_until)
              .where('handled', '=', 0),
          ),
        ])
        .as('found'),
    )
    .executeTakeFirstOrThrow();
  if (!found) return;
  await transaction(db, async (trx) => {
    await trx.updateTable('runs').set({ leased_until }).where('leased_until', '>', leased_until).execute();
    await trx.updateTable('runs').set({ confirm_at }).where('confirm_at', '>', confirm_at).execute();
    await trx.updateTable('runs').set({ draw_after: now }).where(isDrawnTooLate).execute();
    await trx.updateTable('owed').set({ send_after: now }).where('send_after', '>', waits_until).execute();
    await trx
      .updateTable('redraw_budgets')
      .set({ spent_until: now + MAX_AHEAD_MS })
      .where('spent_until', '>', spent_until)
      .execute();
    await trx
      .updateTable('event_deliveries')
      .set({ claimed_until })
      .where('claimed_until', '>', claimed_until)
      .where('handled', '=', 0)
      .execute();
  });
}
