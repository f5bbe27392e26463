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
import { LruMap } from 'toad-cache';
import { StoreFull, StoreUnavailable } from '../checklist/errors.js';
import { notMigrated, type Writes } from './database.js';

/** The disk is full, or the file cannot be written: it is read-only, or its disk fails. */
export type WriteFailure = Exclude<Writes, 'taken'>;
type OnWriteFailure = (failure: WriteFailure) => void;

/** A file system that has become read-only, as Linux makes one after an error of its disk, is an I/O error to SQLite. */
function writeFailureOf(error: unknown): WriteFailure | undefined {
  const code = String((error as { code?: unknown }).code);
  if (code === 'SQLITE_FULL') return 'full';
  return /^SQLITE_(READONLY|IOERR)/.test(code) ? 'refused' : undefined;
}

/** SQLite through libsql, for a file that several processes write at the same time. */
export class LibsqlDialect implements Dialect {
  readonly #sqlite: Libsql.Database;

  readonly #onWriteFailure: OnWriteFailure;

  constructor(sqlite: Libsql.Database, onWriteFailure: OnWriteFailure = () => {}) {
    this.#sqlite = sqlite;
    this.#onWriteFailure = onWriteFailure;
  }

  createDriver(): Driver {
    return new LibsqlDriver(this.#sqlite, this.#onWriteFailure);
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

/** One connection for the process, used by one query or transaction after the other, in the order in which they asked. */
class LibsqlDriver implements Driver {
  readonly #sqlite: Libsql.Database;
  readonly #onWriteFailure: OnWriteFailure;
  readonly #kept: KeptStatements = new LruMap(KEPT_STATEMENTS);
  #released: Promise<void> = Promise.resolve();

  constructor(sqlite: Libsql.Database, onWriteFailure: OnWriteFailure) {
    this.#sqlite = sqlite;
    this.#onWriteFailure = onWriteFailure;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<LibsqlConnection> {
    const before = this.#released;
    let release = (): void => {};
    this.#released = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return new LibsqlConnection(this.#sqlite, this.#kept, release, this.#onWriteFailure);
  }

  /** Takes the write lock at once: a transaction that first reads and then writes would fail if another process wrote in between. */
  async beginTransaction(connection: LibsqlConnection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  async commitTransaction(connection: LibsqlConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: LibsqlConnection): Promise<void> {
    // SQLite has rolled back by itself if the disk is full.
    if (this.#sqlite.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: LibsqlConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#released;
    this.#kept.clear();
  }
}

/** Prepared reads by their SQL. To prepare one takes longer than to run it. They read what is stored now, and follow a migration. */
type KeptStatements = LruMap<Libsql.Statement>;

/** The app has fewer; lists of values in a condition make more. */
const KEPT_STATEMENTS = 200;

const CONTROL = /^\s*(begin|commit|rollback)\b/i;

/**
 * Runs statements, and waits while another process holds the lock. libsql leaves a statement that was refused as busy half
 * finished, and as long as it exists, nothing on this connection is committed. So what takes the write lock goes through
 * `exec`, which cleans up after itself, and every write is inside a transaction.
 */
class LibsqlConnection implements DatabaseConnection {
  constructor(
    private readonly sqlite: Libsql.Database,
    private readonly kept: KeptStatements,
    readonly release: () => void,
    private readonly onWriteFailure: OnWriteFailure,
  ) {}

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return await this.#execute<Row>(query);
    } catch (error) {
      const failure = writeFailureOf(error);
      if (failure === undefined) throw error;
      this.onWriteFailure(failure);
      throw failure === 'full' ? new StoreFull(error) : new StoreUnavailable(error);
    }
  }

  async #execute<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    if (CONTROL.test(sql)) return this.#control(sql);
    if (SelectQueryNode.is(query)) return this.#read<Row>(sql, parameters);
    if (this.sqlite.inTransaction) return this.#run<Row>(this.#prepare(sql), { sql, parameters });
    await this.#control('begin immediate');
    try {
      const result = await this.#run<Row>(this.#prepare(sql), { sql, parameters });
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
    await retryOnBusy(() => this.sqlite.exec(sql));
    return { rows: [] };
  }

  #prepare(sql: string): Libsql.Statement {
    try {
      return this.sqlite.prepare(sql);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async #read<Row>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    const statement = this.kept.get(sql) ?? this.#prepare(sql);
    // Kept only after it was run to its end: one that is half finished would hold up commits and read what was stored then.
    this.kept.delete(sql);
    const result = await this.#run<Row>(statement, { sql, parameters });
    this.kept.set(sql, statement);
    return result;
  }

  async #run<Row>(
    statement: Libsql.Statement,
    { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
  ): Promise<QueryResult<Row>> {
    const values = bindable(parameters, sql);
    // Retries the same statement object: libsql resets it when it runs again.
    return retryOnBusy(() => {
      if (statement.reader) return { rows: statement.all(values) as Row[] };
      const { changes } = statement.run(values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    });
  }
}

const MAX_BUSY_MS = 5000;

/** Retries while another process holds SQLite's lock, without blocking this process. */
async function retryOnBusy<T>(act: () => T): Promise<T> {
  const giveUpAt = performance.now() + MAX_BUSY_MS;
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      if (performance.now() > giveUpAt) throw new StoreUnavailable(error);
    }
    await delay(2 + Math.random() * 20); // Random, so that two waiting processes do not keep colliding.
  }
}

/**
 * Checks that SQLite can bind these values: libsql crashes the whole process when it gets a boolean.
 * @throws TypeError
 */
function bindable(values: readonly unknown[], sql: string): unknown[] {
  const wrong = values.find((value) => value !== null && typeof value !== 'string' && !Number.isFinite(value));
  if (wrong !== undefined || values.includes(undefined)) {
    throw new TypeError(`SQLite binds strings, finite numbers and null, not ${typeof wrong} ${wrong}, in: ${sql}`);
  }
  return [...values];
}

/** SQLite has one code for every mistake in a statement, so we look at the message. */
const NOT_MIGRATED = /^no such (table|column)\b|^table \S+ has no column named\b/;

/** Turns an error into `StoreUnavailable` if the release step has not been run; other errors stay as they are. */
function asUnavailable(error: unknown): unknown {
  return error instanceof Error && NOT_MIGRATED.test(error.message) ? notMigrated(error) : error;
}
