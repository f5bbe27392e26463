import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type ConversationStore, MAX_PLACE, type SeenEvents } from '../outbox/incoming.js';
import type { Database } from './database.js';
import { withoutNul } from './run-rows.js';
import type { Tables } from './tables.js';
import { databaseClock, transaction } from './transaction.js';

/** How long handling an event may take. If its process dies, Slack's retry after a minute is handled. */
export const CLAIM_MS = 30_000;

/** Slack's last retry comes after some six minutes. */
const REMEMBER_MS = 24 * 3_600_000;

/** One event in so many also deletes old ones. */
const CLEAN_UP_ONE_IN = 200;

type EventKey = Parameters<SeenEvents['handleOnce']>[0];

/** Remembers events in either database. @param machine the clock for SQLite, for tests */
export function createSeenEvents(db: Database, machine?: () => number): SeenEvents {
  const clock = databaseClock(db, machine);

  /** Claims the event, unless it was handled or another process is handling it. */
  const claim = ({ installation, id }: EventKey, claimed_by: string): Promise<boolean> =>
    transaction(db, async (trx) => {
      const now = await clock(trx);
      if (Math.random() * CLEAN_UP_ONE_IN < 1) await deleteBefore(trx, now - REMEMBER_MS);
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
    { installation, id }: EventKey,
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
    handleOnce: async (event, handle) => {
      const claimedBy = randomUUID();
      if (!(await claim(event, claimedBy))) return 'repeated';
      try {
        await handle();
      } catch (error) {
        // If this cannot be recorded either, the claim expires by itself.
        await close(event, claimedBy, { claimed_until: 0 }).catch(() => {});
        throw error;
      }
      await close(event, claimedBy, { handled: 1 });
      return 'handled';
    },
  };
}

async function deleteBefore(trx: Transaction<Tables>, before: number): Promise<void> {
  await trx.deleteFrom('event_deliveries').where('seen_at', '<', before).execute();
}

/** A place has what was asked last, so it is not kept for long. */
const KEEP_PLACE_MS = 24 * 3_600_000;

/** The conversations, in either database. @param machine the clock for SQLite, for tests */
export function createConversationStore(db: Database, machine?: () => number): ConversationStore {
  const clock = databaseClock(db, machine);
  return {
    begin: ({ installation, person }) =>
      transaction(db, async (trx) => {
        const begun = await trx
          .insertInto('conversations')
          .values({ installation, person, place: '', written_at: await clock(trx) })
          .onConflict((conflict) => conflict.columns(['installation', 'person']).doNothing())
          .returning('person')
          .executeTakeFirst();
        return begun !== undefined;
      }),

    read: ({ installation, person }) =>
      transaction(db, async (trx) => {
        const row = await trx
          .selectFrom('conversations')
          .select('place')
          .where('installation', '=', installation)
          .where('person', '=', person)
          .where('written_at', '>=', (await clock(trx)) - KEEP_PLACE_MS)
          .executeTakeFirst();
        return row?.place || undefined;
      }),

    write: ({ installation, person }, place) =>
      transaction(db, async (trx) => {
        const written_at = await clock(trx);
        const kept = place.length > MAX_PLACE ? '' : withoutNul(place);
        await trx
          .insertInto('conversations')
          .values({ installation, person, place: kept, written_at })
          .onConflict((conflict) =>
            conflict.columns(['installation', 'person']).doUpdateSet({ place: kept, written_at }),
          )
          .execute();
        // Each write also empties the old places of the installation.
        await trx
          .updateTable('conversations')
          .set({ place: '' })
          .where('installation', '=', installation)
          .where('written_at', '<', written_at - KEEP_PLACE_MS)
          .where('place', '<>', '')
          .execute();
      }),

    forget: async ({ installation, person }) => {
      await db.kysely
        .deleteFrom('conversations')
        .where('installation', '=', installation)
        .where('person', '=', person)
        .execute();
    },
  };
}
