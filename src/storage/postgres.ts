import { Kysely, PostgresAdapter, PostgresDialect, type PostgresPool, sql } from 'kysely';
import pg from 'pg';
import { type Database, type DatabaseOptions, DEFAULT_POOL_SIZE } from './database.js';
import { asUnavailable, explainConnection, isConnectionUseless, isReadOnly } from './postgres-errors.js';
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
    writes: async () => {
      try {
        await WRITE_NOTHING.execute(kysely);
        return 'taken';
      } catch (error) {
        if (isReadOnly(error)) return 'refused';
        throw error;
      }
    },
    close: () => kysely.destroy(),
  };
}

/**
 * Fails as a change does where only reading is allowed, but needs no table and no lock. As with a change, the connection is then not
 * used again, so a server that takes changes again is noticed.
 */
const WRITE_NOTHING = sql`do $$ begin if current_setting('transaction_read_only')::boolean then raise sqlstate '25006'; end if; end $$`;

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
  });
  // A connection can be lost while idle and while in use. Without a listener either would end the process; the next query reports it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const take = createCheckout(pool);
  return {
    connect: async () => {
      await beforeUse();
      return hasTimeouts ? limitedConnection(take) : plainConnection(take);
    },
    end: () => pool.end(),
  };
}

/** A connection of the pool while it is in use. */
interface Taken {
  readonly client: pg.PoolClient;
  /** Looks at an error: a connection that is useless after it is not used again, nor are those opened before. */
  noteError(error: unknown): void;
  release(): void;
}

/**
 * Takes connections from the pool. When one is lost or has become read-only, the server was restarted or another one has taken its
 * place: the free connections are then as useless, so each is closed in place of being used.
 */
function createCheckout(pool: pg.Pool): () => Promise<Taken> {
  const openedAt = new WeakMap<pg.PoolClient, number>();
  let uselessBefore = 0;
  pool.on('connect', (client) => openedAt.set(client, performance.now()));
  return async () => {
    for (;;) {
      const client = await pool.connect();
      if ((openedAt.get(client) ?? 0) < uselessBefore) {
        client.release(true);
        continue;
      }
      let isUseless = false;
      return {
        client,
        noteError: (error) => {
          if (!isConnectionUseless(error)) return;
          isUseless = true;
          uselessBefore = performance.now();
        },
        release: () => client.release(isUseless),
      };
    }
  };
}

type PoolConnection = Awaited<ReturnType<PostgresPool['connect']>>;
type Query = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** Kysely asks for two shapes of `query`; the one with a cursor is only used for streams, which we do not use. */
function asPoolConnection(query: Query, release: () => void): PoolConnection {
  return { query: query as unknown as PoolConnection['query'], release };
}

async function plainConnection(take: () => Promise<Taken>): Promise<PoolConnection> {
  const { client, noteError, release } = await take();
  const query: Query = async (text, values) => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      noteError(error);
      throw error;
    }
  };
  return asPoolConnection(query, release);
}

/**
 * Begins a transaction with its time limits, in one message. A limit for the connection would be lost, or reach other programs, in
 * a pooler such as PgBouncer, which gives each transaction another connection to the server.
 */
const BEGIN = `begin; set local statement_timeout = ${STATEMENT_MS}; set local lock_timeout = ${LOCK_MS}; set local idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`;

/** A connection on which every statement is in a transaction and has time limits. */
async function limitedConnection(take: () => Promise<Taken>): Promise<PoolConnection> {
  const { client, noteError, release } = await take().catch((error: unknown) => {
    throw asUnavailable(error);
  });
  let inTransaction = false;
  const run: Query = (text, values) => client.query(text, [...values]);
  const alone: Query = async (text, values) => {
    await run(BEGIN, []);
    try {
      const result = await run(text, values);
      await run('commit', []);
      return result;
    } catch (error) {
      // If the connection is lost, the transaction is gone too. The first error is the one to report.
      await run('rollback', []).catch(noteError);
      throw error;
    }
  };
  const query: Query = async (text, values) => {
    try {
      if (text === 'begin') {
        inTransaction = true;
        return await run(BEGIN, []);
      }
      if (!inTransaction) return await alone(text, values);
      if (text === 'commit' || text === 'rollback') inTransaction = false;
      return await run(text, values);
    } catch (error) {
      noteError(error);
      throw asUnavailable(error);
    }
  };
  return asPoolConnection(query, release);
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
