import { CompiledQuery, type Driver, type TransactionSettings } from 'kysely';
import type Libsql from 'libsql';
import { SharedSqliteConnection } from './shared-sqlite-connection.js';

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
