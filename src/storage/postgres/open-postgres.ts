import { Kysely } from 'kysely';
import type { Database } from '../database.js';
import { DEFAULT_POOL_SIZE } from '../default-pool-size.js';
import { explainConnection } from '../explain-connection.js';
import type { DatabaseOptions } from '../open-database.js';
import type { Tables } from '../tables.js';
import { createPool, type PoolOptions } from './create-pool.js';
import { UnlockedPostgresDialect } from './unlocked-postgres-dialect.js';

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
