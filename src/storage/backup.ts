import { chownSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDatabaseUrl } from './database.js';
import {
  CannotCopyDatabase,
  copySqlite,
  inspectSqlite,
  type SqliteContents,
  setAside,
  setJournalAside,
} from './sqlite-files.js';

/**
 * Copies the SQLite database of `url` into a new file, while the app may run.
 * @throws CannotOpenDatabase, CannotCopyDatabase, DatabaseTooNew
 */
export function backUp(url: string, file: string): SqliteContents {
  const from = sqliteFile(
    url,
    'back it up with its own tool:\n  pg_dump --format=custom --no-owner --no-privileges --file=guidepost.dump "$DATABASE_URL"',
  );
  inspectSqlite(from);
  return copySqlite(from, file);
}

/** The file of an SQLite database. @throws CannotOpenDatabase, CannotCopyDatabase with what to do about Postgres instead */
function sqliteFile(url: string, withPostgres: string): string {
  const target = parseDatabaseUrl(url);
  if (target.dialect === 'postgres') throw new CannotCopyDatabase(`DATABASE_URL names Postgres: ${withPostgres}`);
  if (target.path === ':memory:')
    throw new CannotCopyDatabase('DATABASE_URL names no file: a database in memory cannot be backed up or restored.');
  return resolve(target.path);
}

export interface Restored extends SqliteContents {
  readonly file: string;
  /** Where the previous database is now. */
  readonly aside?: string;
}

/**
 * Replaces the SQLite database of `url`, which must not be in use, by a backup. Everything is checked before anything is moved,
 * and the previous database stays under another name.
 * @throws CannotOpenDatabase, CannotCopyDatabase, DatabaseTooNew
 */
export function restore(url: string, backup: string, { force, now }: { force: boolean; now: Date }): Restored {
  const file = sqliteFile(
    url,
    'restore a backup of it with its own tool, into an empty database, while Guidepost is stopped:\n  pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$DATABASE_URL" guidepost.dump',
  );
  if (resolve(backup) === file) throw new CannotCopyDatabase(`${file} is the database itself. Choose a backup of it.`);
  const contents = inspectSqlite(backup);
  if (!existsSync(file)) {
    setJournalAside(file, now);
    return { file, ...copySqlite(backup, file) };
  }
  if (!force) {
    throw new CannotCopyDatabase(
      `${file} already exists. Use --force to move it to another name and put the backup in its place.`,
    );
  }
  const incoming = `${file}.incoming`;
  try {
    rmSync(incoming, { force: true }); // Left by a restore that was interrupted.
    copySqlite(backup, incoming);
    copyOwner(file, incoming);
    const aside = setAside(file, now);
    renameSync(incoming, file);
    return { file, aside, ...contents };
  } finally {
    rmSync(incoming, { force: true });
  }
}

/** The person who restores may be another user than the app, and then the app could not read it. Nobody else may, even if they could read the previous one. */
function copyOwner(file: string, incoming: string): void {
  const { uid, gid } = statSync(file);
  if (process.getuid?.() === 0) chownSync(incoming, uid, gid);
}
