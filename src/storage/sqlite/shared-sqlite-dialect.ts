import {
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type Libsql from 'libsql';
import { SharedSqliteDriver } from './shared-sqlite-driver.js';

/** SQLite by libsql, for a file that several processes write at once. */
export class SharedSqliteDialect implements Dialect {
  readonly #sqlite: Libsql.Database;

  constructor(sqlite: Libsql.Database) {
    this.#sqlite = sqlite;
  }

  createDriver(): Driver {
    return new SharedSqliteDriver(this.#sqlite);
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}
