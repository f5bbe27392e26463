import { resolve } from 'node:path';
import { CannotCopyDatabase } from './cannot-copy-database.js';
import { parseDatabaseUrl } from './parse-database-url.js';
import { copySqlite } from './sqlite/copy-sqlite.js';
import { inspectSqlite, type SqliteContents } from './sqlite/inspect-sqlite.js';

/**
 * Copies the SQLite database of `url` into a new file, while the app may run.
 * @throws CannotOpenDatabase, CannotCopyDatabase, DatabaseTooNew
 */
export function backUp(url: string, file: string): SqliteContents {
  const from = sqliteFile(
    url,
    'a backup of Postgres is made by its own tool:\n  pg_dump --format=custom --no-owner --no-privileges --file=guidepost.dump "$DATABASE_URL"',
  );
  inspectSqlite(from);
  return copySqlite(from, file);
}

/** The file of an SQLite database. @throws CannotOpenDatabase, CannotCopyDatabase with what to do about Postgres instead */
export function sqliteFile(url: string, withPostgres: string): string {
  const target = parseDatabaseUrl(url);
  if (target.dialect === 'postgres') throw new CannotCopyDatabase(`DATABASE_URL names Postgres: ${withPostgres}`);
  if (target.path === ':memory:')
    throw new CannotCopyDatabase('DATABASE_URL names no file: what is in memory is not kept.');
  return resolve(target.path);
}
