import { setTimeout as delay } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type Libsql from 'libsql';
import { StoreUnavailable } from '../checklist/errors.js';
import { notMigrated } from './database.js';

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

/** One connection for the process, lent to one borrower after the other in the order in which they asked. */
export class SharedSqliteDriver implements Driver {
  readonly #sqlite: Libsql.Database;
  #returned: Promise<void> = Promise.resolve();

  constructor(sqlite: Libsql.Database) {
    this.#sqlite = sqlite;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SharedSqliteConnection> {
    const before = this.#returned;
    const { promise, resolve } = promiseWithResolver();
    this.#returned = promise;
    await before;
    return new SharedSqliteConnection(this.#sqlite, resolve);
  }

  /** Takes the write lock at once: a transaction that first reads and then writes would fail if another process wrote in between. */
  async beginTransaction(connection: SharedSqliteConnection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  async commitTransaction(connection: SharedSqliteConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: SharedSqliteConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: SharedSqliteConnection): Promise<void> {
    connection.giveBack();
  }

  async destroy(): Promise<void> {
    await this.#returned;
  }
}

function promiseWithResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const CONTROL = /^\s*(begin|commit|rollback)\b/i;

/**
 * Runs statements so that another process's lock is waited for, never stumbled over. libsql leaves a statement that
 * was refused as busy half run: as long as it lingers, nothing on this connection is committed any more. So what takes
 * the write lock goes through `exec`, which clears up after itself, and every write is inside a transaction.
 */
export class SharedSqliteConnection implements DatabaseConnection {
  constructor(
    private readonly sqlite: Libsql.Database,
    readonly giveBack: () => void,
  ) {}

  async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    if (CONTROL.test(sql)) return this.#control(sql);
    if (this.sqlite.inTransaction || SelectQueryNode.is(query)) return this.#run<Row>(sql, parameters);
    await this.#control('begin immediate');
    try {
      const result = await this.#run<Row>(sql, parameters);
      await this.#control('commit');
      return result;
    } catch (error) {
      if (this.sqlite.inTransaction) this.sqlite.exec('rollback');
      throw error;
    }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error(
      'Streaming holds the one connection to SQLite for as long as it lasts; page through the rows instead',
    );
  }

  async #control(sql: string): Promise<{ rows: never[] }> {
    await whenFree(() => this.sqlite.exec(sql));
    return { rows: [] };
  }

  #prepare(sql: string): Libsql.Statement {
    try {
      return this.sqlite.prepare(sql);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async #run<Row>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    const statement = this.#prepare(sql);
    const values = bindable(parameters, sql);
    // The very same statement is tried again: libsql clears it up when it starts anew.
    return whenFree(() => {
      if (statement.reader) return { rows: statement.all(values) as Row[] };
      const { changes } = statement.run(values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    });
  }
}

const PATIENCE_MS = 5000;

/** Acts, and while SQLite says that another process holds the lock, acts again, leaving this process free meanwhile. */
export async function whenFree<T>(act: () => T): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      if (performance.now() > giveUpAt) throw new StoreUnavailable(error);
    }
    await delay(2 + Math.random() * 20); // At random, so that two waiting processes do not keep colliding.
  }
}

/**
 * The values as SQLite can bind them. Checked here because libsql ends the whole process when it is handed a boolean.
 * @throws TypeError
 */
export function bindable(values: readonly unknown[], sql: string): unknown[] {
  const wrong = values.find((value) => value !== null && typeof value !== 'string' && !Number.isFinite(value));
  if (wrong !== undefined || values.includes(undefined)) {
    throw new TypeError(`SQLite binds strings, finite numbers and null, not ${typeof wrong} ${wrong}, in: ${sql}`);
  }
  return [...values];
}

/** SQLite has one code for every mistake in a statement, so its words must tell. */
const NOT_MIGRATED = /^no such (table|column)\b|^table \S+ has no column named\b/;

/** The error as the rest of the program tells it: `StoreUnavailable` where the release step is missing, otherwise as it was. */
export function asUnavailable(error: unknown): unknown {
  return error instanceof Error && NOT_MIGRATED.test(error.message) ? notMigrated(error) : error;
}
