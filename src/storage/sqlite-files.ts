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
import { MIGRATION_TABLE, refuseNewer } from './migrate.js';
import { prepareFolder } from './sqlite.js';

/**
 * Copies a database as it is at one moment, while others read and write it, and checks the copy. It appears under its name only
 * when it is whole and on disk; what is there already is never overwritten. Only its owner may read it.
 * @throws CannotCopyDatabase, DatabaseTooNew
 */
export function copySqlite(from: string, to: string): SqliteContents {
  prepareFolder(to);
  const partial = `${to}.partial`;
  try {
    claim(partial);
    const source = new Libsql(from, { readonly: true });
    try {
      source.exec(`vacuum into '${partial.replaceAll("'", "''")}'`);
    } finally {
      source.close();
    }
    const contents = inspectSqlite(partial);
    sync(partial);
    nameAlso(partial, to);
    sync(dirname(to));
    return contents;
  } catch (error) {
    throw explained(error, from, to);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** SQLite writes into a file that exists when it is empty: so nobody else can read it for a moment either. */
function claim(file: string): void {
  rmSync(file, { force: true });
  closeSync(openSync(file, 'wx', 0o600));
}

function sync(path: string): void {
  const opened = openSync(path, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

function explained(error: unknown, from: string, to: string): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'EEXIST')
    return new CannotCopyDatabase(`${to} exists already, and is not overwritten. Choose another name.`);
  if (error instanceof Libsql.SqliteError || typeof code === 'string') {
    return new CannotCopyDatabase(
      `${from} cannot be copied to ${to} (${message}). See that there is room, and that this user may write there.`,
      {
        cause: error,
      },
    );
  }
  return error;
}

/** What a database file holds. */
export interface SqliteContents {
  /** The last step that its tables have taken. */
  readonly step: string;
  readonly runs: number;
}

/**
 * Looks into a file without changing it: whether it is whole, and a Guidepost database that this program can use.
 * @throws CannotCopyDatabase, DatabaseTooNew
 */
export function inspectSqlite(file: string): SqliteContents {
  if (!existsSync(file)) throw new CannotCopyDatabase(`${file}: there is no such file. Name an existing one.`);
  try {
    return readContents(file);
  } catch (error) {
    if (!(error instanceof Libsql.SqliteError)) throw error;
    throw new CannotCopyDatabase(
      `${file} is not an SQLite database, or it is damaged (${error.message}). Name another file.`,
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
      throw new CannotCopyDatabase(`${file} is damaged: ${flaws.slice(0, 3).join('; ')}. Take an earlier copy.`);
    }
    const tables = read('name', "from sqlite_master where type = 'table'");
    if (![MIGRATION_TABLE, 'runs'].every((table) => tables.includes(table))) {
      throw new CannotCopyDatabase(`${file} is an SQLite database, but none of Guidepost's. Name another file.`);
    }
    const steps = read('name', `from ${MIGRATION_TABLE} order by name`).map(String);
    refuseNewer(steps);
    return { step: steps.at(-1) ?? 'none', runs: Number(read('count(*)', 'from runs')[0]) };
  } finally {
    sqlite.close();
  }
}

/**
 * Gives a database file a second name, so that it can be had back when the first one is replaced. @returns that name
 * @throws CannotCopyDatabase where a program has it open: it would go on writing into the file that was put aside
 */
export function putAside(file: string, now: Date): string {
  if (isOpen(file)) {
    throw new CannotCopyDatabase(
      `${file} is open in another program. Stop Guidepost, and whatever else uses it, then restore.`,
    );
  }
  const aside = nameAside(file, now);
  nameAlso(file, aside);
  moveJournal(file, aside);
  return aside;
}

/** Of a database that somebody has removed by its main file alone. */
export function putJournalAside(file: string, now: Date): void {
  moveJournal(file, nameAside(file, now));
}

/** What SQLite keeps beside a file belongs to it. Left behind, it would be taken for the new one's, and written into it. */
function moveJournal(file: string, aside: string): void {
  for (const suffix of ['-wal', '-shm', '-journal']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
}

/** Leaving the journal mode WAL takes the file for oneself, and folds the journal into it. What is no database, nobody has open. */
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

/** Where a file system has no second names for a file. */
const UNSUPPORTED = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Gives a file a second name. Unlike a renaming, it fails where somebody has that name already. @throws Error with `code` EEXIST */
export function nameAlso(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch (error) {
    if (!UNSUPPORTED.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    copyFileSync(file, name, constants.COPYFILE_EXCL);
  }
}

/** Removes an SQLite database that nobody has open, with what SQLite keeps beside it. @throws Error for any other database */
export async function removeSqlite(url: string): Promise<void> {
  const target = parseDatabaseUrl(url);
  if (target.dialect !== 'sqlite') throw new Error('Only an SQLite database is removed as a file');
  for (const suffix of ['', '-wal', '-shm']) await rm(target.path + suffix, { force: true });
}

/** A backup or a restore that cannot be. The message names the file, what is wrong with it, and what to do; nothing was changed. */
export class CannotCopyDatabase extends Error {
  override readonly name = 'CannotCopyDatabase';
}
