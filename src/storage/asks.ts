import type { Insertable, Selectable } from 'kysely';
import type { StoredAsk, Surface } from '../asks/ask-event.js';
import type { AskStore } from '../asks/ask-log.js';
import type { Database } from './database.js';
import { inStatements, milliseconds, withoutNul } from './run-rows.js';
import type { AsksTable } from './tables.js';
import { databaseClock, transaction } from './transaction.js';

const DAY_MS = 24 * 3_600_000;

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

    forget: async ({ installation, person }) => {
      const { numDeletedRows } = await db.kysely
        .deleteFrom('asks')
        .where('installation', '=', installation)
        .where('person', '=', person)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },

    expire: (days) =>
      transaction(db, async (trx) => {
        const before = (await clock(trx)) - days * DAY_MS;
        const { numDeletedRows } = await trx.deleteFrom('asks').where('at', '<', before).executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      }),
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
