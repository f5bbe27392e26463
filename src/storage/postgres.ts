import { Kysely, PostgresAdapter, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { StoreUnavailable } from '../checklist/errors.js';
import { type Database, DEFAULT_POOL_SIZE, explainConnection, notMigrated } from './database.js';
import type { DatabaseOptions } from './open-database.js';
import type { Tables } from './tables.js';

/** How node-postgres spells each choice in a URL. */
const SSL_MODES = { disable: 'disable', 'no-verify': 'no-verify', verify: 'verify-full' } as const;

export function openPostgres(
  address: URL,
  { ssl, poolSize = DEFAULT_POOL_SIZE }: Pick<DatabaseOptions, 'ssl' | 'poolSize'>,
): Database {
  const url = new URL(address);
  if (ssl !== undefined) {
    url.searchParams.delete('ssl');
    url.searchParams.set('sslmode', SSL_MODES[ssl]); // What the URL says would otherwise win.
  }
  const connect = (options: Pick<PoolOptions, 'size' | 'limits'>): Kysely<Tables> =>
    new Kysely({
      dialect: new UnlockedPostgresDialect({ pool: createPool({ connectionString: url.href, ...options }) }),
    });
  const kysely = connect({ size: poolSize, limits: 'limited' });
  return {
    dialect: 'postgres',
    kysely,
    unhurried: async (work) => {
      const alone = connect({ size: 1, limits: 'unlimited' });
      try {
        return await alone.connection().execute(work);
      } catch (error) {
        throw explainConnection(error);
      } finally {
        await alone.destroy();
      }
    },
    close: () => kysely.destroy(),
  };
}

/** For a connection, new or free: then it is still told within the 3 s that Slack waits. */
const CONNECT_MS = 2500;
const STATEMENT_MS = 5000;

/** A row is locked for milliseconds. Whoever waits longer is told, before the press is acknowledged by itself after 2 s. */
const LOCK_MS = 1500;
const IDLE_IN_TRANSACTION_MS = 10_000;

/** Longer than the server's own limit, so that it only counts where the server is gone without a word. */
const ANSWER_MS = STATEMENT_MS + 2000;

const BIGINT = 20;

export interface PoolOptions {
  readonly connectionString: string;
  /** The most connections at once. */
  readonly size: number;
  readonly limits: 'limited' | 'unlimited';
}

/**
 * A small pool in which (unless unlimited) nothing waits for ever, and no lost connection ends the process or is used again.
 * Whole numbers of 64 bits arrive as numbers: ours are milliseconds and counters, far below 2^53.
 */
export function createPool({ connectionString, size, limits }: PoolOptions): PostgresPool {
  const pool = new pg.Pool({
    connectionString,
    max: size,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 30_000,
    ...(limits === 'limited' ? { query_timeout: ANSWER_MS } : {}),
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'guidepost',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === BIGINT ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
    onConnect: async (client) => {
      // Poolers such as PgBouncer refuse these among the parameters of a connection, so they are set by a statement.
      if (limits === 'limited')
        await client.query(
          `set statement_timeout = ${STATEMENT_MS}; set lock_timeout = ${LOCK_MS}; set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
        );
    },
  });
  // A connection can be lost while idle and while in use; unheard, either would end the process. The next query reports it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const told = limits === 'limited' ? asUnavailable : (error: unknown): unknown => error;
  return { connect: () => connect(pool, told), end: () => pool.end() };
}

type PoolConnection = Awaited<ReturnType<PostgresPool['connect']>>;

/** @throws what `told` makes of an error */
async function connect(pool: pg.Pool, told: (error: unknown) => unknown): Promise<PoolConnection> {
  const client = await pool.connect().catch((error: unknown) => {
    throw told(error);
  });
  let broken = false;
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      broken ||= isConnectionLost(error);
      throw told(error);
    }
  };
  // Kysely asks for two shapes of `query`; the one with a cursor is only used for streams, which we do not use.
  return { query: query as unknown as PoolConnection['query'], release: () => client.release(broken) };
}

/**
 * Postgres without the lock that Kysely's migrator takes for the whole session: `migrate` holds one for its transaction
 * instead, which also works through a connection pooler and is released by whatever ends the transaction.
 */
export class UnlockedPostgresDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new UnlockedPostgresAdapter();
  }
}

class UnlockedPostgresAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/**
 * SQLSTATEs of a server that cannot do now what it could do at another time (postgresql.org/docs/current/errcodes-appendix.html):
 * connection lost, no resources, shutting down, a lock or a statement that took too long, read-only while another takes over.
 */
const PASSING = /^(08|53|57)|^(55P03|25006|25P03|25P04|40001|40P01)$/;

/** A table or a column is not there: the release step has not been taken yet. */
const NOT_MIGRATED = /^(42P01|42703)$/;

/** The error as the rest of the program tells it: `StoreUnavailable` where the database is to blame, otherwise as it was. */
export function asUnavailable(error: unknown): unknown {
  if (!isFromServer(error) || PASSING.test(codeOf(error))) return new StoreUnavailable(error);
  return NOT_MIGRATED.test(codeOf(error)) ? notMigrated(error) : error;
}

/** Whether the connection is of no use after this error: it failed itself, or the server said its last word on it. */
export function isConnectionLost(error: unknown): boolean {
  return !isFromServer(error) || /^(08|57P)/.test(codeOf(error));
}

/** An error of the server has a severity. Without one the connection itself failed or timed out. */
function isFromServer(error: unknown): boolean {
  return typeof (error as { severity?: unknown }).severity === 'string';
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}
