import { type CompiledQuery, type DatabaseConnection, type QueryResult, SelectQueryNode } from 'kysely';
import type Libsql from 'libsql';
import { asUnavailable } from './as-unavailable.js';
import { bindable } from './bindable.js';
import { whenFree } from './when-free.js';

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
