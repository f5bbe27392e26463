import type { PostgresPool } from 'kysely';
import pg from 'pg';

const MOST_CONNECTIONS = 8;
const CONNECT_MS = 3000;
const STATEMENT_MS = 5000;

/** Longer than the server's own limit, so that it only counts where the server is gone without a word. */
const ANSWER_MS = STATEMENT_MS + 2000;

const BIGINT = 20;

/**
 * A small pool in which (unless unlimited) nothing waits for ever, and no lost connection ends the process or is used again.
 * Whole numbers of 64 bits arrive as numbers: ours are milliseconds and counters, far below 2^53.
 */
export const createPool = (connectionString: string, limits: 'limited' | 'unlimited'): PostgresPool => {
  const pool = new pg.Pool({
    connectionString,
    max: MOST_CONNECTIONS,
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
        await client.query(`set statement_timeout = ${STATEMENT_MS}; set idle_in_transaction_session_timeout = 10000`);
    },
  });
  // A connection can be lost while idle and while in use; unheard, either would end the process. The next query reports it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return { connect: async () => connect(pool), end: () => pool.end() };
};

type PoolConnection = Awaited<ReturnType<PostgresPool['connect']>>;

const connect = async (pool: pg.Pool): Promise<PoolConnection> => {
  const client = await pool.connect();
  let broken = false;
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      broken ||= !cameFromServer(error);
      throw error;
    }
  };
  // Kysely asks for two shapes of `query`; the one with a cursor is only used for streams, which we do not use.
  return { query: query as unknown as PoolConnection['query'], release: () => client.release(broken) };
};

/** An error of the server has a severity. Without one the connection itself failed or timed out. */
const cameFromServer = (error: unknown): boolean => typeof (error as { severity?: unknown }).severity === 'string';
