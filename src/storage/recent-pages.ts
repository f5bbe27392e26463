import { KEPT_PAGES, type Reader, type RecentPageStore } from '../asks/recent-pages.js';
import type { Database } from './database.js';
import { milliseconds, withoutNul } from './run-rows.js';
import { databaseClock, transaction } from './transaction.js';

const DAY_MS = 24 * 3_600_000;

/** What people read lately, in either database. @param machine the clock for SQLite, for tests */
export function createRecentPageStore(db: Database, machine?: () => number): RecentPageStore {
  const clock = databaseClock(db, machine);
  return {
    add: (reads) =>
      transaction(db, async (trx) => {
        for (const { installation, person, page, at } of inOneOrder(reads)) {
          const read_at = milliseconds(at);
          await trx
            .insertInto('reads')
            .values({ installation, person, page: withoutNul(page), read_at })
            .onConflict((conflict) => conflict.columns(['installation', 'person', 'page']).doUpdateSet({ read_at }))
            .execute();
        }
        for (const { installation, person } of readersOf(reads)) {
          const kept = newestFirst(trx, { installation, person }).limit(KEPT_PAGES);
          await trx
            .deleteFrom('reads')
            .where('installation', '=', installation)
            .where('person', '=', person)
            .where('page', 'not in', kept)
            .execute();
        }
      }),

    pagesOf: async (reader) => {
      const rows = await newestFirst(db.kysely, reader).execute();
      return rows.map(({ page }) => page);
    },

    forget: async ({ installation, person }) => {
      const { numDeletedRows } = await db.kysely
        .deleteFrom('reads')
        .where('installation', '=', installation)
        .where('person', '=', person)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },

    expire: (days) =>
      transaction(db, async (trx) => {
        const before = (await clock(trx)) - days * DAY_MS;
        const { numDeletedRows } = await trx
          .deleteFrom('reads')
          .where('read_at', '<', before)
          .executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      }),
  };
}

/** What somebody read, the newest page first. */
function newestFirst(kysely: Pick<Database['kysely'], 'selectFrom'>, { installation, person }: Reader) {
  return kysely
    .selectFrom('reads')
    .select('page')
    .where('installation', '=', installation)
    .where('person', '=', person)
    .orderBy('read_at', 'desc')
    .orderBy('page');
}

type AddedRead = Parameters<RecentPageStore['add']>[0][number];

/** Two processes that write the same rows must take them in the same order, or Postgres stops one of them. */
function inOneOrder(reads: readonly AddedRead[]): AddedRead[] {
  const latest = new Map(reads.map((read) => [JSON.stringify([read.installation, read.person, read.page]), read]));
  return [...latest].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, read]) => read);
}

function readersOf(reads: readonly AddedRead[]): Pick<AddedRead, 'installation' | 'person'>[] {
  const readers = new Map(reads.map((read) => [JSON.stringify([read.installation, read.person]), read]));
  return [...readers].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, reader]) => reader);
}
