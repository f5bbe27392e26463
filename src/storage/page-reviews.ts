import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { DuePage, PageQuestion, ReviewMessage, ReviewStore } from '../reviews/page-reviews.js';
import type { Database } from './database.js';
import { createOneTimeStore, type MessageKey } from './one-time-messages.js';
import { withoutNul } from './run-rows.js';
import type { Tables } from './tables.js';
import { databaseClock, transaction } from './transaction.js';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A page whose owner does not answer is asked about again after this time. */
const AGAIN_MS = 90 * DAY_MS;

/** What owners are asked and say, in either database. @param machine the clock for SQLite, for tests */
export function createReviewStore(db: Database, machine?: () => number): ReviewStore {
  const clock = databaseClock(db, machine);
  return {
    ask: (installation, pages, perWeek) =>
      transaction(db, async (trx) => {
        await lockQuestions(db, trx, installation);
        return askFirst(trx, { installation, pages, perWeek, now: await clock(trx) });
      }),

    ...createOneTimeStore(db, clock, 'review_messages', readMessage),

    keep: ({ installation, slug }, day, by) =>
      transaction(db, async (trx) => {
        await trx
          .insertInto('page_reviews')
          .values({ installation, slug, reviewed_on: day, reviewed_by: by, asked_at: null, ask_after: 0 })
          .onConflict((conflict) =>
            conflict
              .columns(['installation', 'slug'])
              .doUpdateSet({ reviewed_on: day, reviewed_by: by, ask_after: 0 })
              .where((eb) =>
                eb.or([eb('page_reviews.reviewed_on', 'is', null), eb('page_reviews.reviewed_on', '<', day)]),
              ),
          )
          .execute();
      }),

    snooze: ({ installation, slug }, forMs) =>
      transaction(db, async (trx) => {
        const ask_after = (await clock(trx)) + forMs;
        await trx
          .insertInto('page_reviews')
          .values({ installation, slug, reviewed_on: null, reviewed_by: null, asked_at: null, ask_after })
          .onConflict((conflict) => conflict.columns(['installation', 'slug']).doUpdateSet({ ask_after }))
          .execute();
      }),

    days: async (installations) => {
      const days = new Map<string, string>();
      for (const installation of installations) {
        const rows = await db.kysely
          .selectFrom('page_reviews')
          .select(['slug', 'reviewed_on'])
          .where('installation', '=', installation)
          .where('reviewed_on', 'is not', null)
          .execute();
        for (const { slug, reviewed_on: day } of rows)
          if (day !== null && day > (days.get(slug) ?? '')) days.set(slug, day);
      }
      return days;
    },

    forget: ({ installation, person }) =>
      transaction(db, async (trx) => {
        await trx
          .updateTable('page_reviews')
          .set({ reviewed_by: null })
          .where('installation', '=', installation)
          .where('reviewed_by', '=', person)
          .execute();
        await trx
          .deleteFrom('review_messages')
          .where('installation', '=', installation)
          .where('person', '=', person)
          .where('state', 'not in', ['owed', 'sending'])
          .execute();
      }),
  };
}

async function readMessage(trx: Transaction<Tables>, { installation, person, id }: MessageKey): Promise<ReviewMessage> {
  const { question } = await trx
    .selectFrom('review_messages')
    .select('question')
    .where('installation', '=', installation)
    .where('person', '=', person)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { installation, person, id, question: JSON.parse(question) };
}

/** Of several processes that ask, one counts and writes, the others wait for it. SQLite's transactions come one after the other anyway. */
async function lockQuestions({ dialect }: Database, trx: Transaction<Tables>, installation: string): Promise<void> {
  if (dialect === 'sqlite') return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`guidepost reviews ${installation}`}, 0))`.execute(trx);
}

async function askFirst(
  trx: Transaction<Tables>,
  {
    installation,
    pages,
    perWeek,
    now,
  }: { installation: string; pages: readonly DuePage[]; perWeek: number; now: number },
): Promise<number> {
  const rows = await trx
    .selectFrom('page_reviews')
    .select(['slug', 'asked_at', 'ask_after'])
    .where('installation', '=', installation)
    .execute();
  const known = new Map(rows.map((row) => [row.slug, row]));
  const lately = rows.filter(({ asked_at }) => asked_at !== null && asked_at > now - WEEK_MS).length;
  const chosen = pages
    .filter(({ slug }) => (known.get(slug)?.ask_after ?? 0) <= now)
    .slice(0, Math.max(0, perWeek - lately));
  for (const { owners, ...question } of chosen) {
    const asked = { asked_at: now, ask_after: now + AGAIN_MS };
    await trx
      .insertInto('page_reviews')
      .values({ installation, slug: question.slug, reviewed_on: null, reviewed_by: null, ...asked })
      .onConflict((conflict) => conflict.columns(['installation', 'slug']).doUpdateSet(asked))
      .execute();
    for (const person of new Set(owners.map(({ id }) => id))) {
      await trx
        .insertInto('review_messages')
        .values({
          installation,
          person,
          id: randomUUID(),
          question: withoutNul(JSON.stringify(question satisfies PageQuestion)),
          state: 'owed',
          send_after: 0,
          failures: 0,
          claimed_until: 0,
          written_at: now,
          reason: null,
        })
        .execute();
    }
  }
  if (chosen.length > 0) {
    await trx
      .deleteFrom('review_messages')
      .where('installation', '=', installation)
      .where('written_at', '<', now - AGAIN_MS)
      .execute();
  }
  return chosen.length;
}
