import type { Database } from './database.js';
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

function boundTimes(db: Database, now: number, { lease, gather, confirm, claim }: TimeBounds): Promise<void> {
  return transaction(db, async (trx) => {
    const runs = () => trx.updateTable('runs');
    await runs()
      .set({ leased_until: now + lease })
      .where('leased_until', '>', now + lease)
      .execute();
    await runs()
      .set({ draw_after: now })
      .where((eb) =>
        eb.or([
          eb('draw_after', '>', now + MAX_WAIT_MS),
          eb.and([eb('draw_after', '>', now + gather), eb('draw_failures', '=', 0)]),
        ]),
      )
      .execute();
    await runs()
      .set({ confirm_at: now + confirm })
      .where('confirm_at', '>', now + confirm)
      .execute();
    await trx
      .updateTable('owed')
      .set({ send_after: now })
      .where('send_after', '>', now + MAX_WAIT_MS)
      .execute();
    await trx
      .updateTable('redraw_budgets')
      .set({ spent_until: now + MAX_AHEAD_MS })
      .where('spent_until', '>', now + MAX_AHEAD_MS + MAX_WAIT_MS)
      .execute();
    await trx
      .updateTable('event_deliveries')
      .set({ claimed_until: now + claim })
      .where('claimed_until', '>', now + claim)
      .where('handled', '=', 0)
      .execute();
  });
}
