import { resolve } from 'node:path';
import { Kysely } from 'kysely';
import Libsql from 'libsql';
import { CannotOpenDatabase } from '../cannot-open-database.js';
import type { Database } from '../database.js';
import type { Tables } from '../tables.js';
import { prepareFolder } from './prepare-folder.js';
import { SharedSqliteDialect } from './shared-sqlite-dialect.js';

const MEMORY = ':memory:';

/** While opening, nobody waits for an answer yet: let SQLite itself wait for the other processes. */
const OPENING_BUSY_MS = 5000;

/** Afterwards a wait inside SQLite would stop every other request too, so it is short; the dialect goes on waiting without blocking. */
const RUNNING_BUSY_MS = 20;

export function openSqlite(path: string): Database {
  const file = path === MEMORY ? MEMORY : resolve(path);
  if (file !== MEMORY) prepareFolder(file);
  const sqlite = open(file);
  const kysely = new Kysely<Tables>({ dialect: new SharedSqliteDialect(sqlite) });
  return {
    dialect: 'sqlite',
    kysely,
    unhurried: (work) => kysely.connection().execute(work),
    close: async () => {
      await kysely.destroy();
      if (sqlite.open) sqlite.close();
    },
  };
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
  if (code === 'SQLITE_BUSY') return 'is kept locked by another program. Stop that program, then start again.';
  return `cannot be opened (${message}). See that it is a file, that this user may write it and its folder, and that the disk has room.`;
}
