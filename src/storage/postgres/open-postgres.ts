import { Kysely } from 'kysely';
import type { Database } from '../database.js';
import type { DatabaseSsl } from '../open-database.js';
import type { Tables } from '../tables.js';
import { createPool } from './create-pool.js';
import { UnlockedPostgresDialect } from './unlocked-postgres-dialect.js';

/** How node-postgres spells each choice in a URL. */
const SSL_MODES = { disable: 'disable', 'no-verify': 'no-verify', verify: 'verify-full' } as const;

export const openPostgres = (address: URL, ssl?: DatabaseSsl): Database => {
  const url = new URL(address);
  if (ssl !== undefined) {
    url.searchParams.delete('ssl');
    url.searchParams.set('sslmode', SSL_MODES[ssl]); // What the URL says would otherwise win.
  }
  const connect = (limits: 'limited' | 'unlimited'): Kysely<Tables> =>
    new Kysely({ dialect: new UnlockedPostgresDialect({ pool: createPool(url.href, limits) }) });
  const kysely = connect('limited');
  return {
    dialect: 'postgres',
    kysely,
    unhurried: async (work) => {
      const alone = connect('unlimited');
      try {
        return await alone.connection().execute(work);
      } finally {
        await alone.destroy();
      }
    },
    close: () => kysely.destroy(),
  };
};
