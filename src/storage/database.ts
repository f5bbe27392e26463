import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** An open database. Opened by `openDatabase`; its tables are made by `migrate`. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  readonly kysely: Kysely<Tables>;
  /** Runs work on one connection and without limits of time, for migrations. */
  unhurried<T>(work: (connection: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Waits for what is under way. Closing twice is harmless. */
  close(): Promise<void>;
}
