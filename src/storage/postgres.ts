import { Kysely, PostgresAdapter, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { type Database, type DatabaseOptions, DEFAULT_POOL_SIZE } from './database.js';
import { asUnavailable, explainConnection, isConnectionLost } from './postgres-errors.js';
import type { Tables } from './tables.js';

/** How node-postgres spells each choice in a URL. */
const SSL_MODES = { disable: 'disable', 'no-verify': 'no-verify', verify: 'verify-full' } as const;

export interface PostgresOptions extends Pick<DatabaseOptions, 'ssl' | 'poolSize'> {
  /** Awaited before each use of a connection, but for those of `withoutTimeouts`. */
  readonly beforeUse?: () => Promise<void>;
}

/** Connects with the first query only, so that the app can start without its database. */
export function openPostgres(
  address: URL,
  { ssl, poolSize = DEFAULT_POOL_SIZE, beforeUse = async () => {} }: PostgresOptions,
): Database {
  const url = new URL(address);
  if (ssl !== undefined) {
    url.searchParams.delete('ssl');
    url.searchParams.set('sslmode', SSL_MODES[ssl]); // The URL's own mode would win otherwise.
  }
  const connect = (options: Omit<PoolOptions, 'connectionString'>): Kysely<Tables> =>
    new Kysely({
      dialect: new UnlockedPostgresDialect({ pool: createPool({ connectionString: url.href, ...options }) }),
    });
  const kysely = connect({ size: poolSize, hasTimeouts: true, beforeUse });
  return {
    dialect: 'postgres',
    kysely,
    withoutTimeouts: async (work) => {
      const alone = connect({ size: 1, hasTimeouts: false });
      try {
        return await alone.connection().execute(work);
      } catch (error) {
        throw explainConnection(error);
      } finally {
        await alone.destroy();
      }
    },
    isFull: async () => false,
    close: () => kysely.destroy(),
  };
}

/** For a connection, new or free. Leaves time to tell the person within the 3 s that Slack waits. */
const CONNECT_MS = 2500;
const STATEMENT_MS = 5000;

/** Rows are locked for milliseconds. A press that waits longer fails, before it is acknowledged without a result after 2 s. */
const LOCK_MS = 1500;
const IDLE_IN_TRANSACTION_MS = 10_000;

/** Longer than the server's own limit, so that it only matters if the server vanished without closing the connection. */
const ANSWER_MS = STATEMENT_MS + 2000;

const BIGINT = 20;

interface PoolOptions {
  readonly connectionString: string;
  /** The most connections at the same time. */
  readonly size: number;
  readonly hasTimeouts: boolean;
  readonly beforeUse?: () => Promise<void>;
}

/**
 * A small pool in which nothing waits forever (unless it has no timeouts), and no lost connection ends the process or is used
 * again. 64-bit integers arrive as numbers: ours are milliseconds and counters, far below 2^53.
 */
function createPool({ connectionString, size, hasTimeouts, beforeUse = async () => {} }: PoolOptions): PostgresPool {
  const pool = new pg.Pool({
    connectionString,
    max: size,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 30_000,
    ...(hasTimeouts ? { query_timeout: ANSWER_MS } : {}),
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'guidepost',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === BIGINT ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
    onConnect: async (client) => {
      // Poolers such as PgBouncer refuse these among the parameters of a connection, so a statement sets them.
      if (hasTimeouts)
        await client.query(
          `set statement_timeout = ${STATEMENT_MS}; set lock_timeout = ${LOCK_MS}; set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
        );
    },
  });
  // A connection can be lost while idle and while in use. Without a listener either would end the process; the next query reports it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const mapError = hasTimeouts ? asUnavailable : (error: unknown): unknown => error;
  return {
    connect: async () => {
      await beforeUse();
      return connect(pool, mapError);
    },
    end: () => pool.end(),
  };
}

type PoolConnection = Awaited<ReturnType<PostgresPool['connect']>>;

async function connect(pool: pg.Pool, mapError: (error: unknown) => unknown): Promise<PoolConnection> {
  const client = await pool.connect().catch((error: unknown) => {
    throw mapError(error);
  });
  let broken = false;
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      broken ||= isConnectionLost(error);
      throw mapError(error);
    }
  };
  // Kysely asks for two shapes of `query`; the one with a cursor is only used for streams, which we do not use.
  return { query: query as unknown as PoolConnection['query'], release: () => client.release(broken) };
}

/**
 * Postgres without the lock that Kysely's migrator takes for the whole session: `migrate` holds one for its transaction
 * instead, which also works through a connection pooler and is released however the transaction ends.
 */
class UnlockedPostgresDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new UnlockedPostgresAdapter();
  }
}

class UnlockedPostgresAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
