import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { parseDatabaseUrl } from './database.js';
import { MIGRATION_TABLE, refuseTooNew } from './migrate.js';
import { makePrivate, prepareFolder } from './sqlite.js';

/** A backup or a restore failed. The message names the file, what is wrong, and what to do; nothing was changed. */
export class CannotCopyDatabase extends Error {
  override readonly name = 'CannotCopyDatabase';
}

/**
 * Copies a consistent snapshot of a database, while others read and write it, and checks the copy. The copy gets its name only
 * when it is complete and on disk, and never overwrites anything. Only its owner may read it.
 * @throws CannotCopyDatabase, DatabaseTooNew
 */
export function copySqlite(from: string, to: string): SqliteContents {
  prepareFolder(to);
  const partial = `${to}.partial`;
  try {
    createPrivate(partial);
    const source = new Libsql(from, { readonly: true });
    try {
      source.exec(`vacuum into '${partial.replaceAll("'", "''")}'`);
    } finally {
      source.close();
    }
    const contents = inspectSqlite(partial);
    syncToDisk(partial);
    linkExclusively(partial, to);
    syncToDisk(dirname(to));
    return contents;
  } catch (error) {
    throw explainCopyError(error, from, to);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** SQLite writes into an existing file if it is empty, so no one else can read the copy at any moment. */
function createPrivate(file: string): void {
  rmSync(file, { force: true });
  closeSync(openSync(file, 'wx', 0o600));
}

function syncToDisk(path: string): void {
  const opened = openSync(path, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

function explainCopyError(error: unknown, from: string, to: string): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'EEXIST')
    return new CannotCopyDatabase(`${to} already exists, and will not be overwritten. Choose another name.`);
  if (error instanceof Libsql.SqliteError || typeof code === 'string') {
    return new CannotCopyDatabase(
      `${from} cannot be copied to ${to} (${message}). Check that the disk has room, and that this user may write there.`,
      {
        cause: error,
      },
    );
  }
  return error;
}

/** What a database file contains. */
export interface SqliteContents {
  /** The last migration applied to it. */
  readonly step: string;
  readonly runs: number;
}

/**
 * Checks without changing it that a file is an undamaged Guidepost database that this program can use.
 * @throws CannotCopyDatabase, DatabaseTooNew
 */
export function inspectSqlite(file: string): SqliteContents {
  if (!existsSync(file)) throw new CannotCopyDatabase(`${file}: there is no such file. Choose an existing one.`);
  try {
    return readContents(file);
  } catch (error) {
    if (!(error instanceof Libsql.SqliteError)) throw error;
    throw new CannotCopyDatabase(
      `${file} is not an SQLite database, or it is damaged (${error.message}). Choose another file.`,
      {
        cause: error,
      },
    );
  }
}

function readContents(file: string): SqliteContents {
  const sqlite = new Libsql(file, { readonly: true });
  const read = (column: string, rest: string): unknown[] =>
    sqlite
      .prepare(`select ${column} as value ${rest}`)
      .all()
      .map((row) => (row as { value: unknown }).value);
  try {
    const flaws = read('integrity_check', 'from pragma_integrity_check');
    if (flaws.join() !== 'ok') {
      throw new CannotCopyDatabase(`${file} is damaged: ${flaws.slice(0, 3).join('; ')}. Use an earlier copy.`);
    }
    const tables = read('name', "from sqlite_master where type = 'table'");
    if (![MIGRATION_TABLE, 'runs'].every((table) => tables.includes(table))) {
      throw new CannotCopyDatabase(`${file} is an SQLite database, but not one of Guidepost's. Choose another file.`);
    }
    const steps = read('name', `from ${MIGRATION_TABLE} order by name`).map(String);
    refuseTooNew(steps);
    return { step: steps.at(-1) ?? 'none', runs: Number(read('count(*)', 'from runs')[0]) };
  } finally {
    sqlite.close();
  }
}

/**
 * Gives a database file a second name, so that it survives when the first name is replaced. @returns that name
 * @throws CannotCopyDatabase if a program has it open, because that program would keep writing into the old file
 */
export function setAside(file: string, now: Date): string {
  if (isOpen(file)) {
    throw new CannotCopyDatabase(
      `${file} is open in another program. Stop Guidepost and any other program that uses it, then restore.`,
    );
  }
  const aside = nameAside(file, now);
  linkExclusively(file, aside);
  moveJournal(file, aside);
  makePrivate(aside);
  return aside;
}

/** For a database of which only the main file was removed. */
export function setJournalAside(file: string, now: Date): void {
  moveJournal(file, nameAside(file, now));
}

/** Moves SQLite's journal files along. Left behind, SQLite would apply them to the new database. */
function moveJournal(file: string, aside: string): void {
  for (const suffix of ['-wal', '-shm', '-journal']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
}

/** Leaving the journal mode WAL needs exclusive access, and merges the journal into the file. A file that is no database counts as closed. */
function isOpen(file: string): boolean {
  try {
    const sqlite = new Libsql(file);
    try {
      const [row] = sqlite.prepare('pragma journal_mode = delete').all();
      return (row as { journal_mode?: unknown } | undefined)?.journal_mode !== 'delete';
    } finally {
      sqlite.close();
    }
  } catch (error) {
    return (error as { code?: unknown }).code === 'SQLITE_BUSY';
  }
}

function nameAside(file: string, now: Date): string {
  const name = `${file}.before-restore-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** Errors of file systems without hard links. */
const UNSUPPORTED = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Gives a file a second name. Unlike a rename, it fails if the name is in use. @throws Error with `code` EEXIST */
function linkExclusively(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch (error) {
    if (!UNSUPPORTED.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    copyFileSync(file, name, constants.COPYFILE_EXCL);
  }
}

/** Removes an SQLite database that no process has open, with its journal files. @throws Error for any other database */
export async function removeSqlite(url: string): Promise<void> {
  const target = parseDatabaseUrl(url);
  if (target.dialect !== 'sqlite') throw new Error('Only an SQLite database can be removed as a file');
  for (const suffix of ['', '-wal', '-shm']) await rm(target.path + suffix, { force: true });
}
