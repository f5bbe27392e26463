import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { CannotCopyDatabase } from '../cannot-copy-database.js';
import { inspectSqlite, type SqliteContents } from './inspect-sqlite.js';
import { nameAlso } from './name-also.js';
import { prepareFolder } from './prepare-folder.js';

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
