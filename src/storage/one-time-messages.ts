import { sql, type Transaction } from 'kysely';
import type { OneTimeResult, OneTimeStore, Taken } from '../outbox/one-time-sender.js';
import type { Database } from './database.js';
import { withoutNul } from './run-rows.js';
import type { Tables } from './tables.js';
import { type DatabaseClock, transaction } from './transaction.js';

/** The tables of messages that are sent once. All have the columns that this needs. */
type MessageTable = 'author_messages' | 'owner_messages' | 'review_messages';

/** The key of a row. */
export interface MessageKey {
  readonly installation: string;
  /** Who gets it. */
  readonly person: string;
  readonly id: string;
}

/** Longer than a call to Slack and recording its result may take. */
const CLAIM_MS = 30_000;

/** The messages of one table. @param read makes the message of a row */
export function createOneTimeStore<M extends MessageKey>(
  db: Database,
  clock: DatabaseClock,
  table: MessageTable,
  read: (trx: Transaction<Tables>, key: MessageKey) => Promise<M>,
): OneTimeStore<M> {
  return {
    take: () =>
      transaction(db, async (trx) => {
        const taken = await claimMessage(trx, table, await clock(trx));
        return taken.kind === 'none' ? taken : { ...taken, message: await read(trx, taken.message) };
      }),
    record: (message, result) =>
      transaction(db, async (trx) => recordMessage(trx, table, message, result, await clock(trx))),
  };
}

/** Claims the oldest message that can be sent now. See `OneTimeStore.take`. */
async function claimMessage(trx: Transaction<Tables>, name: MessageTable, now: number): Promise<Taken<MessageKey>> {
  const table = asOne(name);
  const rows = await trx
    .selectFrom(table)
    .select(['installation', 'person', 'id', 'state', 'send_after', 'claimed_until'])
    .where(sql<boolean>`state in ('owed', 'sending')`) // The condition of the index of open messages.
    .orderBy('written_at')
    .execute();
  const waits: number[] = [];
  for (const { installation, person, id, state, send_after, claimed_until } of rows) {
    const wait = (state === 'owed' ? send_after : claimed_until) - now;
    if (wait > 0) {
      waits.push(wait);
      continue;
    }
    // Another process may claim it at the same moment.
    const claimed = await trx
      .updateTable(table)
      .set(
        state === 'owed'
          ? { state: 'sending', claimed_until: now + CLAIM_MS }
          : { state: 'uncertain', reason: 'the app stopped while it was sent' },
      )
      .where('installation', '=', installation)
      .where('person', '=', person)
      .where('id', '=', id)
      .where('state', '=', state)
      .where('claimed_until', '=', claimed_until)
      .returning('failures')
      .executeTakeFirst();
    if (claimed === undefined) continue;
    const message = { installation, person, id };
    return state === 'owed' ? { kind: 'send', message, failures: claimed.failures } : { kind: 'cut-off', message };
  }
  return { kind: 'none', ...(waits.length > 0 && { nextInMs: Math.min(...waits) }) };
}

/** Records what became of a claimed message. */
export async function recordMessage(
  trx: Transaction<Tables>,
  name: MessageTable,
  { installation, person, id }: MessageKey,
  result: OneTimeResult,
  now: number,
): Promise<void> {
  const change =
    result.kind === 'pending'
      ? { state: 'owed' as const, send_after: now + result.inMs }
      : { state: result.kind, reason: 'reason' in result ? withoutNul(result.reason) : null };
  await trx
    .updateTable(asOne(name))
    .set((eb) => ({ ...change, failures: eb('failures', '+', result.kind === 'pending' ? 1 : 0) }))
    .where('installation', '=', installation)
    .where('person', '=', person)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute();
}

/** The columns that are used here are alike in all of them, and a query over a union of tables has no types. */
function asOne(name: MessageTable): 'author_messages' {
  return name as 'author_messages';
}
