import type { KeyRing } from '../../workspaces/create-key-ring.js';
import type { InstallationStore } from '../../workspaces/installation-store.js';
import type { Database } from '../database.js';
import { storeClock } from '../delivery-store/store-clock.js';
import { storable } from '../run-store/to-rows.js';
import { transaction } from '../run-store/transaction.js';
import { removeInstallation } from './remove-installation.js';

/** Installations in either database. @param machine the clock where the database has none of its own, for tests */
export function createInstallationStore(db: Database, keys: KeyRing, machine?: () => number): InstallationStore {
  const clock = storeClock(db, machine);
  return {
    save: ({ id: installation, ...given }) =>
      transaction(db, async (trx) => {
        const row = {
          is_org: given.isOrg ? 1 : 0,
          name: storable(given.name),
          app_id: given.appId,
          sealed_token: keys.seal(given.botToken, installation),
          bot_user_id: given.botUserId,
          scopes: JSON.stringify(given.scopes),
          installed_by: given.installedBy,
          installed_at: await clock(trx),
        };
        await trx
          .insertInto('installations')
          .values({ installation, ...row })
          .onConflict((conflict) => conflict.column('installation').doUpdateSet(row))
          .execute();
      }),

    find: async (id) => {
      const row = await db.kysely
        .selectFrom('installations')
        .selectAll()
        .where('installation', '=', id)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id,
        isOrg: row.is_org === 1,
        name: row.name,
        appId: row.app_id,
        botToken: keys.open(row.sealed_token, id),
        botUserId: row.bot_user_id,
        scopes: JSON.parse(row.scopes),
        installedBy: row.installed_by,
      };
    },

    remove: (id, before) => removeInstallation(db, id, before),
  };
}
