import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import { StoreUnavailable } from '../checklist/errors.js';
import { type Database, type DatabaseOptions, parseDatabaseUrl } from './database.js';
import { pendingMigrations } from './migrate.js';
import type { PostgresOptions } from './postgres.js';
import { explainConnection } from './postgres-errors.js';

/**
 * Opens SQLite at once. Postgres is reached by the first query, so that the app can start without it.
 * Each driver is loaded only if it is used.
 * @throws CannotOpenDatabase
 */
export async function openDatabase(options: DatabaseOptions & Pick<PostgresOptions, 'beforeUse'>): Promise<Database> {
  const target = parseDatabaseUrl(options.url);
  if (target.dialect === 'sqlite') {
    const { openSqlite } = await import('./sqlite.js');
    return openSqlite(target.path);
  }
  const { openPostgres } = await import('./postgres.js');
  return openPostgres(target.url, options);
}

const REACHABLE_WITHIN_MS = 1000;

/** Asks whether the database answers within a second. Never throws: for the health check and the metrics. @returns why it does not */
export async function ping({ kysely }: Database, limitMs = REACHABLE_WITHIN_MS): Promise<'answers' | Unreachable> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Unreachable>((resolve) => {
    timer = setTimeout(resolve, limitMs, { error: undefined });
  });
  const answer = kysely
    .selectNoFrom((eb) => eb.lit(1).as('one'))
    .execute()
    .then(
      () => 'answers' as const,
      (error: unknown): Unreachable => ({ error }),
    );
  const outcome = await Promise.race([answer, late]);
  clearTimeout(timer);
  return outcome;
}

export interface Unreachable {
  /** Undefined if there was no answer in time. */
  readonly error: unknown;
}

export type DatabaseState =
  /** SQLite's file does not exist yet. Examining does not create it. */
  | { readonly kind: 'absent'; readonly file: string }
  | {
      readonly kind: 'reachable';
      readonly dialect: 'sqlite' | 'postgres';
      /** How long one query takes over an open connection. */
      readonly ms: number;
      /** The migrations that have not been applied yet. */
      readonly pending: readonly string[];
      /** Whether the connection is encrypted. Only for Postgres, if it tells. */
      readonly tls?: boolean;
      readonly isLocal: boolean;
    };

/**
 * Looks at a database without changing it.
 * @throws CannotOpenDatabase, DatabaseTooNew
 */
export async function examineDatabase(options: DatabaseOptions): Promise<DatabaseState> {
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

/** This machine, and names that only a private network resolves. */
const LOCAL = /^(localhost|127\.[\d.]+|\[::1\]|[^.]*|10\.[\d.]+|192\.168\.[\d.]+|.*\.(internal|local|flycast))$/;

async function isEncrypted({ dialect, kysely }: Database): Promise<boolean | undefined> {
  if (dialect === 'sqlite') return undefined;
  try {
    const { rows } = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(
      kysely,
    );
    return rows[0]?.ssl;
  } catch {
    return undefined; // Some poolers do not allow this query.
  }
}
