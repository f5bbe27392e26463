import { type Kysely, sql, type Transaction } from 'kysely';
import { type RunKey, RunNotFound } from '../checklist/run-store.js';
import type { Database } from './database.js';
import type { Tables } from './tables.js';

/** All or nothing. On SQLite it holds the one write lock of the file from its start. */
export function transaction<T>({ kysely }: Database, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return kysely.transaction().execute(work);
}

/**
 * A transaction that nobody else changes this run during: read it, decide, write. Postgres locks the run's row, by a
 * statement of its own, because what the same statement reads beside it could be older than the lock.
 * @throws RunNotFound
 */
export function withRunLocked<T>(
  db: Database,
  { installation, run }: RunKey,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return transaction(db, async (trx) => {
    const row = trx.selectFrom('runs').select('id').where('installation', '=', installation).where('id', '=', run);
    const locked = await (db.dialect === 'postgres' ? row.forUpdate() : row).executeTakeFirst();
    if (locked === undefined) throw new RunNotFound(run);
    return work(trx);
  });
}

/** The work's result; the other one where the run is gone, which is no error for whoever only wanted to send something for it. */
export async function ifRunExists<T>(otherwise: T, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RunNotFound) return otherwise;
    throw error;
  }
}

/** Milliseconds since 1970 as all processes on the same database see them. */
export type StoreClock = (connection: Kysely<Tables>) => Promise<number>;

/** Postgres' own clock, or the machine's: one file of SQLite is on one machine. @param machine handed in for tests */
export function storeClock({ dialect }: Database, machine: () => number = Date.now): StoreClock {
  return dialect === 'sqlite'
    ? async () => machine()
    : async (connection) => {
        // `clock_timestamp` goes on during a transaction, `now` stands still.
        const { rows } = await sql<{
          now: number;
        }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(connection);
        const [row] = rows;
        if (row === undefined) throw new Error('The database does not tell the time');
        return row.now;
      };
}
