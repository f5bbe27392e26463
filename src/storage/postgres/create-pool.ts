import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { asUnavailable, isConnectionLost } from './as-unavailable.js';

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
