import type { Transaction } from 'kysely';
import { type RunKey, RunNotFound } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import type { Tables } from '../tables.js';

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
