import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database.js';
import type { Tables } from '../tables.js';

/** Runs take their items, events and what is owed along. */
const TABLES = ['runs', 'redraw_budgets', 'event_deliveries', 'installations'] as const satisfies (keyof Tables)[];

/** Deletes every row of an installation, in one transaction. See `InstallationStore.remove`. */
export function removeInstallation(db: Database, installation: string, before: Date): Promise<boolean> {
  // A large workspace takes longer than a statement may that somebody waits for.
  return db.unhurried((connection) =>
    connection.transaction().execute(async (trx) => {
      const installedAt = await lock(db, trx, installation);
      if (installedAt !== undefined && installedAt > before.getTime()) return false;
      for (const table of TABLES) await trx.deleteFrom(table).where('installation', '=', installation).execute();
      return true;
    }),
  );
}

/** Holds off a second removal, and the workers of all processes run by run, in one order for all. */
async function lock(
  { dialect }: Database,
  trx: Transaction<Tables> | Kysely<Tables>,
  installation: string,
): Promise<number | undefined> {
  const own = trx.selectFrom('installations').select('installed_at').where('installation', '=', installation);
  if (dialect === 'sqlite') return (await own.executeTakeFirst())?.installed_at;
  const row = await own.forUpdate().executeTakeFirst();
  await trx
    .selectFrom('runs')
    .select('id')
    .where('installation', '=', installation)
    .orderBy('id')
    .forUpdate()
    .execute();
  return row?.installed_at;
}
