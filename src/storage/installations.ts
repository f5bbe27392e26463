import type { Kysely, Transaction } from 'kysely';
import type { InstallationStore, Resealed } from '../workspaces/installations.js';
import { type KeyRing, TokenUnreadable } from '../workspaces/key-ring.js';
import type { Database, DatabaseOptions } from './database.js';
import { openDatabase } from './open-database.js';
import { withoutNul } from './run-rows.js';
import type { Tables } from './tables.js';
import { databaseClock, transaction } from './transaction.js';

/** Stores installations in either database. @param machine the clock for SQLite, for tests */
export function createInstallationStore(db: Database, keys: KeyRing, machine?: () => number): InstallationStore {
  const clock = databaseClock(db, machine);
  return {
    save: ({ id: installation, ...given }) =>
      transaction(db, async (trx) => {
        const row = {
          is_org: given.isOrg ? 1 : 0,
          name: withoutNul(given.name),
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

/** Deleting runs also deletes their items, events and notifications. */
const TABLES = [
  'runs',
  'redraw_budgets',
  'event_deliveries',
  'conversations',
  'asks',
  'owner_questions',
  'reads',
  'channel_settings',
  'guide_reports',
  'author_messages',
  'page_reviews',
  'review_messages',
  'access_tokens',
  'idempotency_keys',
  'hooks',
  'installations',
] as const satisfies (keyof Tables)[];

/** Deletes every row of an installation, in one transaction. See `InstallationStore.remove`. */
export function removeInstallation(db: Database, installation: string, before: Date): Promise<boolean> {
  // Deleting a large workspace takes longer than the usual time limit.
  return db.withoutTimeouts((connection) =>
    connection.transaction().execute(async (trx) => {
      const installedAt = await lock(db, trx, installation);
      if (installedAt !== undefined && installedAt > before.getTime()) return false;
      for (const table of TABLES) await trx.deleteFrom(table).where('installation', '=', installation).execute();
      return true;
    }),
  );
}

/** Keeps a second removal and the workers of all processes waiting. Runs are locked in one order, to avoid deadlocks. */
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

/** Seals every stored token with the first key. Safe to repeat, and to run while the app is running. */
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
      // If the app was installed again meanwhile, the row has a new token, sealed by a server with the new keys.
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

/** The ids and names of the workspaces that have installed the app, by name. */
export function installedWorkspaces({ kysely }: Database): Promise<{ id: string; name: string }[]> {
  return kysely.selectFrom('installations').select(['installation as id', 'name']).orderBy('name').execute();
}

export interface ListedInstallation {
  readonly id: string;
  readonly name: string;
  /** Absent if no key opens it. */
  readonly token?: string;
  readonly scopes: readonly string[];
}

/** The workspaces that have installed the app, the newest first. @throws CannotOpenDatabase */
export async function listInstallations(target: DatabaseOptions, keys: KeyRing): Promise<ListedInstallation[]> {
  const database = await openDatabase(target);
  try {
    const rows = await database.kysely
      .selectFrom('installations')
      .select(['installation', 'name', 'sealed_token', 'scopes'])
      .orderBy('installed_at', 'desc')
      .execute();
    return rows.map(({ installation: id, name, sealed_token, scopes }) => {
      const token = openToken(keys, sealed_token, id);
      return { id, name, scopes: JSON.parse(scopes), ...(token !== undefined && { token }) };
    });
  } finally {
    await database.close();
  }
}

function openToken(keys: KeyRing, sealed: string, id: string): string | undefined {
  try {
    return keys.open(sealed, id);
  } catch (error) {
    if (error instanceof TokenUnreadable) return undefined;
    throw error;
  }
}
