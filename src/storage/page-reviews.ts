import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { DuePage, PageQuestion, ReviewMessage, ReviewStore, TakenReviewMessage } from '../reviews/store.js';
import type { Database } from './database.js';
import { withoutNul } from './run-rows.js';
import type { Tables } from './tables.js';
import { databaseClock, transaction } from './transaction.js';

/** Longer than a call to Slack and recording its result may take. */
const CLAIM_MS = 30_000;

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

    take: () => transaction(db, async (trx) => takeNext(trx, await clock(trx))),

    record: ({ installation, message }, result) =>
      transaction(db, async (trx) => {
        const change =
          result.kind === 'pending'
            ? { state: 'owed' as const, send_after: (await clock(trx)) + result.inMs }
            : { state: result.kind, reason: 'reason' in result ? withoutNul(result.reason) : null };
        await trx
          .updateTable('review_messages')
          .set((eb) => ({ ...change, failures: eb('failures', '+', result.kind === 'pending' ? 1 : 0) }))
          .where('installation', '=', installation)
          .where('id', '=', message)
          .where('state', '=', 'sending')
          .execute();
      }),

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
  };
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
    for (const { id: owner } of owners) {
      await trx
        .insertInto('review_messages')
        .values({
          installation,
          id: randomUUID(),
          owner,
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

async function takeNext(trx: Transaction<Tables>, now: number): Promise<TakenReviewMessage> {
  const rows = await trx
    .selectFrom('review_messages')
    .select(['installation', 'id', 'state', 'send_after', 'claimed_until'])
    .where(sql<boolean>`state in ('owed', 'sending')`) // The condition of the index `review_messages_open`.
    .orderBy('written_at')
    .execute();
  const waits: number[] = [];
  for (const { installation, id, state, send_after, claimed_until } of rows) {
    const wait = (state === 'owed' ? send_after : claimed_until) - now;
    if (wait > 0) {
      waits.push(wait);
      continue;
    }
    // Another process may claim it at the same moment.
    const claimed = await trx
      .updateTable('review_messages')
      .set(
        state === 'owed'
          ? { state: 'sending', claimed_until: now + CLAIM_MS }
          : { state: 'uncertain', reason: 'the app stopped while it was sent' },
      )
      .where('installation', '=', installation)
      .where('id', '=', id)
      .where('state', '=', state)
      .where('claimed_until', '=', claimed_until)
      .returning(['owner', 'question', 'failures'])
      .executeTakeFirst();
    if (claimed === undefined) continue;
    const { owner, question, failures } = claimed;
    const message: ReviewMessage = { installation, message: id, id: owner, question: JSON.parse(question) };
    return state === 'owed' ? { kind: 'send', message, failures } : { kind: 'cut-off', message };
  }
  return { kind: 'none', ...(waits.length > 0 && { nextInMs: Math.min(...waits) }) };
}
