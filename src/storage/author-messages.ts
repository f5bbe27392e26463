import { createHash, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type {
  AuthorMessage,
  AuthorMessageContent,
  AuthorMessageStore,
  GuideAuthor,
  GuideReport,
} from '../outbox/author-messages.js';
import type { Database } from './database.js';
import { createOneTimeStore, type MessageKey } from './one-time-messages.js';
import { withoutNul } from './run-rows.js';
import type { Tables } from './tables.js';
import { type DatabaseClock, databaseClock, transaction } from './transaction.js';

const REMEMBER_MS = 90 * 24 * 3_600_000;

/** A message shows no more. */
const MAX_ERRORS = 12;
const MAX_TEXT = 600;

/** What is told only if it was different before. */
const FINE = 'fine';

/** The messages to authors, in either database. @param machine the clock for SQLite, for tests */
export function createAuthorMessageStore(db: Database, machine?: () => number): AuthorMessageStore {
  const clock = databaseClock(db, machine);
  return {
    report: async (report, authors) => {
      let isNews = false;
      for (const installation of new Set(authors.map((author) => author.installation))) {
        const told = authors.filter((author) => author.installation === installation);
        if (await transaction(db, (trx) => addReport(trx, clock, report, told))) isNews = true;
      }
      return isNews;
    },

    ...createOneTimeStore(db, clock, 'author_messages', readMessage),
  };
}

async function readMessage(trx: Transaction<Tables>, { installation, person, id }: MessageKey): Promise<AuthorMessage> {
  const { content } = await trx
    .selectFrom('author_messages')
    .select('content')
    .where('installation', '=', installation)
    .where('person', '=', person)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { installation, person, id, content: JSON.parse(content) };
}

/** Writes a report to the authors of one installation. @returns whether it is news */
async function addReport(
  trx: Transaction<Tables>,
  clock: DatabaseClock,
  report: GuideReport,
  authors: readonly GuideAuthor[],
): Promise<boolean> {
  const installation = authors[0]?.installation ?? '';
  const digest = digestOf(report);
  const before = await trx
    .selectFrom('guide_reports')
    .select('digest')
    .where('installation', '=', installation)
    .executeTakeFirst();
  // Of several processes that report the same, one changes the row. The others wait for it, and change nothing.
  const changed = await trx
    .insertInto('guide_reports')
    .values({ installation, digest })
    .onConflict((conflict) =>
      conflict.column('installation').doUpdateSet({ digest }).where('guide_reports.digest', '<>', digest),
    )
    .returning('installation')
    .executeTakeFirst();
  if (changed === undefined) return false;
  const told = await peopleWhoWereTold(trx, installation, before?.digest);
  // What was not sent yet is out of date.
  await trx
    .updateTable('author_messages')
    .set({ state: 'dropped' })
    .where('installation', '=', installation)
    .where('state', '=', 'owed')
    .execute();
  const written_at = await clock(trx);
  await trx
    .deleteFrom('author_messages')
    .where('installation', '=', installation)
    .where('written_at', '<', written_at - REMEMBER_MS)
    .execute();
  const recipients = digest === FINE ? authors.filter(({ person }) => told.has(person)) : authors;
  for (const { person } of recipients) {
    await trx
      .insertInto('author_messages')
      .values({
        installation,
        person,
        id: randomUUID(),
        digest,
        content: withoutNul(JSON.stringify(contentOf(report))),
        state: 'owed',
        send_after: 0,
        failures: 0,
        claimed_until: 0,
        written_at,
        reason: null,
      })
      .execute();
  }
  return recipients.length > 0;
}

/** Whom the message about these errors has reached, or may have. */
async function peopleWhoWereTold(
  trx: Transaction<Tables>,
  installation: string,
  digest: string | undefined,
): Promise<ReadonlySet<string>> {
  if (digest === undefined || digest === FINE) return new Set();
  const rows = await trx
    .selectFrom('author_messages')
    .select('person')
    .where('installation', '=', installation)
    .where('digest', '=', digest)
    .where('state', 'in', ['sending', 'sent', 'uncertain'])
    .execute();
  return new Set(rows.map(({ person }) => person));
}

/** Errors that only moved to another line are no news. */
function digestOf({ errors }: GuideReport): string {
  if (errors.length === 0) return FINE;
  const lines = errors.map(({ file, text }) => JSON.stringify([file, text])).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

function contentOf({ errors, ...report }: GuideReport): AuthorMessageContent {
  const shown = errors.slice(0, MAX_ERRORS).map((error) => ({ ...error, text: error.text.slice(0, MAX_TEXT) }));
  return { ...report, errors: shown, total: errors.length };
}
