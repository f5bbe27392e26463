import { chmodSync, chownSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDatabaseUrl } from './database.js';
import {
  CannotCopyDatabase,
  copySqlite,
  inspectSqlite,
  putAside,
  putJournalAside,
  type SqliteContents,
} from './sqlite-files.js';

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

export interface Restored extends SqliteContents {
  readonly file: string;
  /** Where the database is now that was there before. */
  readonly aside?: string;
}

/**
 * Puts a backup in the place of the SQLite database of `url`, which must not be in use. Everything is checked before anything is moved,
 * and what was there is kept.
 * @throws CannotOpenDatabase, CannotCopyDatabase, DatabaseTooNew
 */
export function restore(url: string, backup: string, { force, now }: { force: boolean; now: Date }): Restored {
  const file = sqliteFile(
    url,
    'a backup of it is restored by its own tool, into an empty database, while Guidepost is stopped:\n  pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$DATABASE_URL" guidepost.dump',
  );
  if (resolve(backup) === file) throw new CannotCopyDatabase(`${file} is the database itself. Name a backup of it.`);
  const contents = inspectSqlite(backup);
  if (!existsSync(file)) {
    putJournalAside(file, now);
    return { file, ...copySqlite(backup, file) };
  }
  if (!force) {
    throw new CannotCopyDatabase(
      `${file} exists already. With --force it is put aside under another name, and the backup takes its place.`,
    );
  }
  const incoming = `${file}.incoming`;
  try {
    rmSync(incoming, { force: true }); // Of a restore that was cut off.
    copySqlite(backup, incoming);
    likeBefore(file, incoming);
    const aside = putAside(file, now);
    renameSync(incoming, file);
    return { file, aside, ...contents };
  } finally {
    rmSync(incoming, { force: true });
  }
}

/** Whoever restores may be another user than the app. */
function likeBefore(file: string, incoming: string): void {
  const { mode, uid, gid } = statSync(file);
  chmodSync(incoming, mode);
  if (process.getuid?.() === 0) chownSync(incoming, uid, gid);
}
