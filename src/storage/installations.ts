import type { Kysely, Transaction } from 'kysely';
import type { InstallationStore, Resealed } from '../workspaces/installations.js';
import { type KeyRing, TokenUnreadable } from '../workspaces/key-ring.js';
import type { Database } from './database.js';
import { type DatabaseSsl, openDatabase } from './open-database.js';
import { storable } from './run-rows.js';
import type { Tables } from './tables.js';
import { storeClock, transaction } from './transaction.js';

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

/** Seals every kept token by the first key. Safe to repeat, and to run beside processes that install and answer. */
export async function resealTokens({ kysely }: Database, keys: KeyRing): Promise<Resealed> {
  const rows = await kysely
    .selectFrom('installations')
    .select(['installation', 'sealed_token'])
    .orderBy('installation')
    .execute();
  let [resealed, current] = [0, 0];
  const unreadable: string[] = [];
  for (const { installation, sealed_token } of rows) {
    try {
      const token = keys.open(sealed_token, installation);
      if (keys.isCurrent(sealed_token)) {
        current += 1;
        continue;
      }
      // Where it was installed anew meanwhile, the row has a token of its own, which a server with the new keys has sealed.
      const { numUpdatedRows } = await kysely
        .updateTable('installations')
        .set({ sealed_token: keys.seal(token, installation) })
        .where('installation', '=', installation)
        .where('sealed_token', '=', sealed_token)
        .executeTakeFirstOrThrow();
      resealed += Number(numUpdatedRows);
    } catch (error) {
      if (!(error instanceof TokenUnreadable)) throw error;
      unreadable.push(installation);
    }
  }
  return { resealed, current, unreadable };
}

export interface ListedInstallation {
  readonly id: string;
  readonly name: string;
  /** Absent where no key opens it. */
  readonly token?: string;
  readonly scopes: readonly string[];
}

/** The workspaces that have installed the app, the newest first. @throws CannotOpenDatabase */
export async function listInstallations(
  target: { url: string; ssl?: DatabaseSsl },
  keys: KeyRing,
): Promise<ListedInstallation[]> {
  const database = await openDatabase(target);
  try {
    const rows = await database.kysely
      .selectFrom('installations')
      .select(['installation', 'name', 'sealed_token', 'scopes'])
      .orderBy('installed_at', 'desc')
      .execute();
    return rows.map(({ installation: id, name, sealed_token, scopes }) => {
      const token = opened(keys, sealed_token, id);
      return { id, name, scopes: JSON.parse(scopes), ...(token !== undefined && { token }) };
    });
  } finally {
    await database.close();
  }
}

function opened(keys: KeyRing, sealed: string, id: string): string | undefined {
  try {
    return keys.open(sealed, id);
  } catch (error) {
    if (error instanceof TokenUnreadable) return undefined;
    throw error;
  }
}
