import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import { StoreUnavailable } from '../checklist/store-unavailable.js';
import type { Database } from './database.js';
import { explainConnection } from './explain-connection.js';
import { type DatabaseSsl, openDatabase } from './open-database.js';
import { parseDatabaseUrl } from './parse-database-url.js';
import { pendingMigrations } from './pending-migrations.js';

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
