import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import { StoreUnavailable } from '../checklist/errors.js';
import { type Database, explainConnection, parseDatabaseUrl } from './database.js';
import { pendingMigrations } from './migrate.js';

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
    const { openSqlite } = await import('./sqlite.js');
    return openSqlite(target.path);
  }
  const { openPostgres } = await import('./postgres.js');
  return openPostgres(target.url, options);
}

export type DatabaseState =
  /** SQLite's file is not there yet. It is not made by looking. */
  | { readonly kind: 'absent'; readonly file: string }
  | {
      readonly kind: 'reachable';
      readonly dialect: 'sqlite' | 'postgres';
      /** For one question over an open connection. */
      readonly ms: number;
      /** Steps that are still to be taken. */
      readonly pending: readonly string[];
      /** Only for Postgres, where it tells. */
      readonly tls?: boolean;
      readonly isLocal: boolean;
    };

/**
 * Looks at a database without changing it.
 * @throws CannotOpenDatabase, DatabaseTooNew
 */
export async function examineDatabase(options: { url: string; ssl?: DatabaseSsl }): Promise<DatabaseState> {
  const target = parseDatabaseUrl(options.url);
  if (target.dialect === 'sqlite') {
    const file = resolve(target.path);
    if (!existsSync(file)) return { kind: 'absent', file };
  }
  const database = await openDatabase(options);
  try {
    const pending = await pendingMigrations(database);
    const started = performance.now();
    await sql`select 1`.execute(database.kysely);
    const ms = Math.ceil(performance.now() - started);
    const tls = await isEncrypted(database);
    const isLocal = target.dialect === 'sqlite' || LOCAL.test(target.url.hostname);
    return { kind: 'reachable', dialect: database.dialect, ms, pending, isLocal, ...(tls !== undefined && { tls }) };
  } catch (error) {
    if (database.dialect === 'sqlite') throw error;
    throw explainConnection(error instanceof StoreUnavailable ? error.cause : error);
  } finally {
    await database.close();
  }
}

/** This machine, and names that only a private network knows. */
const LOCAL = /^(localhost|127\.[\d.]+|\[::1\]|[^.]*|10\.[\d.]+|192\.168\.[\d.]+|.*\.(internal|local|flycast))$/;

async function isEncrypted({ dialect, kysely }: Database): Promise<boolean | undefined> {
  if (dialect === 'sqlite') return undefined;
  try {
    const { rows } = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(
      kysely,
    );
    return rows[0]?.ssl;
  } catch {
    return undefined; // Some poolers do not let it be asked.
  }
}
