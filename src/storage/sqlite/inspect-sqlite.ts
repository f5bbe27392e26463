import { existsSync } from 'node:fs';
import Libsql from 'libsql';
import { MIGRATION_TABLE } from '../applied-migrations.js';
import { CannotCopyDatabase } from '../cannot-copy-database.js';
import { refuseNewer } from '../refuse-newer.js';

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
