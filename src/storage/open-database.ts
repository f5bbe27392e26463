import type { Database } from './database.js';
import { parseDatabaseUrl } from './parse-database-url.js';

/** `verify` checks the server's certificate, `no-verify` only encrypts. Without it the URL's own `sslmode` counts. */
export type DatabaseSsl = 'disable' | 'no-verify' | 'verify';

export interface DatabaseOptions {
  readonly url: string;
  readonly ssl?: DatabaseSsl;
  /** Postgres: the most connections of this process at once. */
  readonly poolSize?: number;
}

/**
 * Opens SQLite at once; Postgres is first reached by the first query, so that the program can start without it.
 * The drivers are loaded here: whoever uses one database does not load the other.
 * @throws CannotOpenDatabase
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const target = parseDatabaseUrl(options.url);
  if (target.dialect === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open-sqlite.js');
    return openSqlite(target.path);
  }
  const { openPostgres } = await import('./postgres/open-postgres.js');
  return openPostgres(target.url, options);
}
