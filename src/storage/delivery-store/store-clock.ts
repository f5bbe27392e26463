import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.js';
import type { Tables } from '../tables.js';

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
