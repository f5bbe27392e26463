import type { Insertable, Selectable } from 'kysely';
import type { AskStore, StoredAsk, Surface } from '../asks/ask-log.js';
import { KEPT_PAGES, type Reader, type RecentPageStore } from '../asks/recent-pages.js';
import type { Database } from './database.js';
import { inStatements, milliseconds, withoutNul } from './run-rows.js';
import type { AsksTable } from './tables.js';
import { countDeleted, databaseClock, deleteExpired, transaction } from './transaction.js';

/** What was asked, in either database. @param machine the clock for SQLite, for tests */
export function createAskStore(db: Database, machine?: () => number): AskStore {
  const clock = databaseClock(db, machine);
  return {
    add: (events) =>
      transaction(db, async (trx) => {
        for (const rows of inStatements(events.map(toRow))) {
          await trx
            .insertInto('asks')
            .values(rows)
            // A reply that was lost: the batch is written again.
            .onConflict((conflict) => conflict.columns(['installation', 'id']).doNothing())
            .execute();
        }
      }),

    since: (installation, since, limit) => readAsks(db, { installation, since, limit }),

    readCounts: async (since) => {
      const rows = await db.kysely
        .selectFrom('asks')
        .select(({ fn }) => ['kind', 'pages', fn.countAll<number | string>().as('times')])
        .where('at', '>=', milliseconds(since))
        .where((where) => where.or([where('kind', 'in', ['read', 'opened']), where('outcome', '=', 'page')]))
        .groupBy(['kind', 'pages'])
        .execute();
      const reads = new Map<string, number>();
      for (const { kind, pages, times } of rows) {
        const shown: string[] = JSON.parse(pages);
        // Of a page that was opened, those that led to it come first.
        const page = kind === 'opened' ? shown.at(-1) : shown[0];
        if (page !== undefined) reads.set(page, (reads.get(page) ?? 0) + Number(times));
      }
      return reads;
    },

    forget: ({ installation, person }) =>
      countDeleted(db.kysely.deleteFrom('asks').where('installation', '=', installation).where('person', '=', person)),

    expire: (days) => deleteExpired(db, clock, days, (trx, before) => trx.deleteFrom('asks').where('at', '<', before)),
  };
}

/** The newest events since a moment, oldest first. @param installation without it, those of all */
export async function readAsks(
  { kysely }: Pick<Database, 'kysely'>,
  { installation, since, limit }: { installation?: string | undefined; since: Date; limit: number },
): Promise<StoredAsk[]> {
  const all = kysely.selectFrom('asks').selectAll();
  const rows = await (installation === undefined ? all : all.where('installation', '=', installation))
    .where('at', '>=', milliseconds(since))
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.reverse().map(toEvent);
}

function toRow(event: StoredAsk): Insertable<AsksTable> {
  const { id, installation, kind, person, surface } = event;
  const row = {
    ...{ installation, id, kind, surface, at: milliseconds(event.at), person: person ?? null },
    ...{ question: null, outcome: null, section: null, helpful: null, comment: null },
  };
  switch (event.kind) {
    case 'asked': {
      const { kind: outcome, pages, section = null } = event.outcome;
      return { ...row, question: withoutNul(event.question), outcome, pages: JSON.stringify(pages), section };
    }
    case 'opened':
      return { ...row, question: text(event.question), pages: JSON.stringify([...event.through, event.page]) };
    case 'read':
      return { ...row, pages: JSON.stringify([event.page]) };
    case 'judged':
      return {
        ...row,
        question: text(event.question),
        pages: JSON.stringify(event.page === undefined ? [] : [event.page]),
        helpful: Number(event.isHelpful),
        comment: text(event.comment),
      };
  }
}

function text(given: string | undefined): string | null {
  return given === undefined ? null : withoutNul(given);
}

function toEvent(row: Selectable<AsksTable>): StoredAsk {
  const pages: string[] = JSON.parse(row.pages);
  const common = {
    ...{ id: row.id, at: new Date(row.at), installation: row.installation },
    surface: row.surface as Surface,
    ...(row.person !== null && { person: row.person }),
  };
  const question = row.question === null ? {} : { question: row.question };
  switch (row.kind) {
    case 'asked':
      return {
        ...{ ...common, kind: 'asked', question: row.question ?? '' },
        outcome: { kind: row.outcome ?? 'nothing', pages, ...(row.section !== null && { section: row.section }) },
      };
    case 'opened':
      return { ...common, kind: 'opened', page: pages.at(-1) ?? '', through: pages.slice(0, -1), ...question };
    case 'read':
      return { ...common, kind: 'read', page: pages[0] ?? '' };
    case 'judged':
      return {
        ...{ ...common, kind: 'judged', ...question, isHelpful: row.helpful === 1 },
        ...(pages[0] !== undefined && { page: pages[0] }),
        ...(row.comment !== null && { comment: row.comment }),
      };
  }
}

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
          const kept = newestPagesFirst(trx, { installation, person }).limit(KEPT_PAGES);
          await trx
            .deleteFrom('reads')
            .where('installation', '=', installation)
            .where('person', '=', person)
            .where('page', 'not in', kept)
            .execute();
        }
      }),

    pagesOf: async (reader) => {
      const rows = await newestPagesFirst(db.kysely, reader).execute();
      return rows.map(({ page }) => page);
    },

    forget: ({ installation, person }) =>
      countDeleted(db.kysely.deleteFrom('reads').where('installation', '=', installation).where('person', '=', person)),

    expire: (days) =>
      deleteExpired(db, clock, days, (trx, before) => trx.deleteFrom('reads').where('read_at', '<', before)),
  };
}

/** What somebody read, the newest page first. */
function newestPagesFirst(kysely: Pick<Database['kysely'], 'selectFrom'>, { installation, person }: Reader) {
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
