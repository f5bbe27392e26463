import { type ConversationStore, MAX_PLACE } from '../outbox/conversations.js';
import type { Database } from './database.js';
import { withoutNul } from './run-rows.js';
import { databaseClock, transaction } from './transaction.js';

/** A place has what was asked last, so it is not kept for long. */
const REMEMBER_MS = 24 * 3_600_000;

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
          .where('written_at', '>=', (await clock(trx)) - REMEMBER_MS)
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
          .where('written_at', '<', written_at - REMEMBER_MS)
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
