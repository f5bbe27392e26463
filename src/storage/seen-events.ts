import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { EventDeliveries } from '../outbox/seen-events.js';
import type { Database } from './database.js';
import type { Tables } from './tables.js';
import { storeClock, transaction } from './transaction.js';

/** As long a delivery may be handled. Where its process dies, Slack's repeat after a minute is handled. */
const CLAIM_MS = 30_000;

/** Slack's last repeat comes after some six minutes. */
const KEPT_MS = 24 * 3_600_000;

/** One delivery in so many also clears away what is old. */
const CLEAR_ONE_IN = 200;

type Delivery = Parameters<EventDeliveries['handleOnce']>[0];

/** Deliveries remembered in either database. @param machine the clock where the database has none of its own, for tests */
export function createEventDeliveries(db: Database, machine?: () => number): EventDeliveries {
  const clock = storeClock(db, machine);

  /** Takes the delivery, unless it was handled or somebody else is at it. */
  const claim = ({ installation, id }: Delivery, claimed_by: string): Promise<boolean> =>
    transaction(db, async (trx) => {
      const now = await clock(trx);
      if (Math.random() * CLEAR_ONE_IN < 1) await clear(trx, now - KEPT_MS);
      const claimed = await trx
        .insertInto('event_deliveries')
        .values({ installation, id, claimed_by, claimed_until: now + CLAIM_MS, handled: 0, seen_at: now })
        .onConflict((conflict) =>
          conflict
            .columns(['installation', 'id'])
            .doUpdateSet({ claimed_by, claimed_until: now + CLAIM_MS })
            .where('event_deliveries.handled', '=', 0)
            .where('event_deliveries.claimed_until', '<=', now),
        )
        .returning('id')
        .executeTakeFirst();
      return claimed !== undefined;
    });

  const close = async (
    { installation, id }: Delivery,
    claimed_by: string,
    changes: { handled: 1 } | { claimed_until: 0 },
  ): Promise<void> => {
    await db.kysely
      .updateTable('event_deliveries')
      .set(changes)
      .where('installation', '=', installation)
      .where('id', '=', id)
      .where('claimed_by', '=', claimed_by)
      .execute();
  };

  return {
    handleOnce: async (delivery, handle) => {
      const claimedBy = randomUUID();
      if (!(await claim(delivery, claimedBy))) return 'repeated';
      try {
        await handle();
      } catch (error) {
        // Where this cannot be noted either, the claim ends by itself.
        await close(delivery, claimedBy, { claimed_until: 0 }).catch(() => {});
        throw error;
      }
      await close(delivery, claimedBy, { handled: 1 });
      return 'handled';
    },
  };
}

async function clear(trx: Transaction<Tables>, before: number): Promise<void> {
  await trx.deleteFrom('event_deliveries').where('seen_at', '<', before).execute();
}
