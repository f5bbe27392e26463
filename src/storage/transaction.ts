import { type Kysely, sql, type Transaction } from 'kysely';
import { RunNotFound } from '../checklist/errors.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Database } from './database.js';
import { isReadOnly } from './postgres-errors.js';
import type { Tables } from './tables.js';

/**
 * All or nothing. On SQLite it holds the one write lock of the file from its start. The work may be done twice: a connection from
 * before or during a failover may allow only reading, and then nothing was written.
 */
export async function transaction<T>({ kysely }: Database, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  try {
    return await kysely.transaction().execute(work);
  } catch (error) {
    if (!isReadOnly(error)) throw error;
    return kysely.transaction().execute(work);
  }
}

/**
 * A transaction during which nothing else changes this run: read it, decide, write. Postgres locks the run's row with a
 * statement of its own, because anything else that the same statement reads could be older than the lock.
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

/** The result of the work; `otherwise` if the run is gone, which is no error for the code that sends messages about it. */
export async function ifRunExists<T>(otherwise: T, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RunNotFound) return otherwise;
    throw error;
  }
}

/** A query that deletes rows. */
interface Deletion {
  executeTakeFirstOrThrow(): Promise<{ readonly numDeletedRows: bigint }>;
}

/** Runs a deletion. @returns how many rows are gone */
export async function countDeleted(deletion: Deletion): Promise<number> {
  const { numDeletedRows } = await deletion.executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

const DAY_MS = 24 * 3_600_000;

/**
 * Deletes what is older than so many days by the database's clock. @returns how many rows are gone
 * @param olderThan makes the query that deletes what is older than a time in milliseconds
 */
export function deleteExpired(
  db: Database,
  clock: DatabaseClock,
  days: number,
  olderThan: (trx: Transaction<Tables>, before: number) => Deletion,
): Promise<number> {
  return transaction(db, async (trx) => countDeleted(olderThan(trx, (await clock(trx)) - days * DAY_MS)));
}

/** Milliseconds since 1970, the same for all processes on one database. */
export type DatabaseClock = (connection: Kysely<Tables>) => Promise<number>;

/** Postgres' own clock, or the machine's: one SQLite file is on one machine. @param machine handed in for tests */
export function databaseClock({ dialect }: Database, machine: () => number = () => Date.now()): DatabaseClock {
  return dialect === 'sqlite'
    ? async () => machine()
    : async (connection) => {
        // `clock_timestamp` advances during a transaction, `now` does not.
        const { rows } = await sql<{
          now: number;
        }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(connection);
        const [row] = rows;
        if (row === undefined) throw new Error('The database did not return the time');
        return row.now;
      };
}
