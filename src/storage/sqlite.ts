import { accessSync, chmodSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Kysely, sql } from 'kysely';
import Libsql from 'libsql';
import { CannotOpenDatabase, type Database } from './database.js';
import { LibsqlDialect, type WriteFailure } from './sqlite-dialect.js';
import type { Tables } from './tables.js';

const MEMORY = ':memory:';

/** While opening, nobody waits for an answer yet, so SQLite itself may wait for other processes. */
const OPENING_BUSY_MS = 5000;

/** Later a wait inside SQLite would block every other request, so it is short; the dialect keeps retrying without blocking. */
const RUNNING_BUSY_MS = 20;

export function openSqlite(path: string): Database {
  const file = path === MEMORY ? MEMORY : resolve(path);
  if (file !== MEMORY) {
    prepareFolder(file);
    makePrivate(file);
  }
  const sqlite = open(file);
  let failed: WriteFailure | undefined;
  const dialect = new LibsqlDialect(sqlite, (failure) => {
    failed = failure;
  });
  const kysely = new Kysely<Tables>({ dialect });
  return {
    dialect: 'sqlite',
    kysely,
    withoutTimeouts: (work) => kysely.connection().execute(work),
    writes: async () => {
      if (failed === undefined && (file === MEMORY || isWritable(file))) return 'taken';
      if (await canWrite(kysely)) failed = undefined;
      return failed ?? 'taken';
    },
    close: async () => {
      await kysely.destroy();
      if (!sqlite.open) return;
      mergeJournal(sqlite);
      sqlite.close();
    },
  };
}

/** Whether a new program could write the file. One that has it open may be able to, even if not. */
function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Writes a page that says the same as before, because only a write shows whether it is possible. */
async function canWrite(kysely: Kysely<Tables>): Promise<boolean> {
  try {
    await sql`pragma user_version = 0`.execute(kysely);
    return true;
  } catch {
    return false;
  }
}

/** Moves what is in the journal into the file, so that the file alone is whole. While others use it, SQLite moves what it can. */
function mergeJournal(sqlite: Libsql.Database): void {
  try {
    sqlite.pragma('wal_checkpoint(truncate)');
  } catch {} // The disk is full or gone. The journal is complete, and the next start reads it.
}

/** Only the app's user may read what teams wrote. SQLite gives its journal the same permissions. */
export function makePrivate(file: string): void {
  if (!existsSync(file)) attempt(`The database ${file} cannot be created`, () => closeSync(openSync(file, 'a', 0o600)));
  for (const name of [file, `${file}-wal`, `${file}-shm`]) {
    try {
      if (existsSync(name)) chmodSync(name, 0o600);
    } catch {} // It belongs to another user, who has given this one access.
  }
}

function open(file: string): Libsql.Database {
  try {
    const sqlite = new Libsql(file);
    sqlite.pragma(`busy_timeout = ${OPENING_BUSY_MS}`);
    sqlite.pragma('journal_mode = wal');
    sqlite.exec('pragma synchronous = full');
    sqlite.exec('pragma foreign_keys = on');
    sqlite.pragma(`busy_timeout = ${RUNNING_BUSY_MS}`);
    return sqlite;
  } catch (error) {
    throw new CannotOpenDatabase(`The database ${file} ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'SQLITE_NOTADB') return 'is not an SQLite database. Name another file, or move this one away.';
  if (code === 'SQLITE_BUSY') return 'is locked by another program. Stop that program, then start again.';
  return `cannot be opened (${message}). Check that it is a file, that this user may write it and its folder, and that the disk has room.`;
}

const REMEDY = 'Choose a path that this user may write, on a disk that survives restarts.';

/** Creates the folder of the database file and checks that both can be written. SQLite writes two more files next to the database. */
export function prepareFolder(file: string): void {
  const folder = dirname(file);
  attempt(`The folder ${folder} of the database cannot be created`, () => mkdirSync(folder, { recursive: true }));
  attempt(`The folder ${folder} of the database cannot be written`, () => accessSync(folder, constants.W_OK));
  if (existsSync(file)) attempt(`The database ${file} cannot be written`, () => accessSync(file, constants.W_OK));
}

function attempt(what: string, act: () => unknown): void {
  try {
    act();
  } catch (error) {
    throw new CannotOpenDatabase(`${what} (${(error as NodeJS.ErrnoException).code}). ${REMEDY}`, { cause: error });
  }
}
