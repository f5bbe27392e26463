import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { StoreUnavailable } from '../checklist/errors.js';
import { type AccessToken, type AccessTokenStore, hashOf } from '../workspaces/access-tokens.js';
import type { Database } from './database.js';
import { withoutNul } from './run-rows.js';
import type { AccessTokensTable } from './tables.js';
import { databaseClock, transaction } from './transaction.js';

/** The last use is written no more often: a gate that waits asks every few seconds. */
const NOTE_USE_MS = 60_000;

/** Stores tokens of the HTTP API in either database. @param machine the clock for SQLite, for tests */
export function createAccessTokens(db: Database, machine: () => number = () => Date.now()): AccessTokenStore {
  const { kysely } = db;
  const clock = databaseClock(db, machine);
  /** When this process has noted down the use of a token, so that most requests need no second statement. */
  const notedAt = new Map<string, number>();

  const noteUse = async ({ installation, id }: AccessToken): Promise<void> => {
    const key = JSON.stringify([installation, id]);
    if (Math.abs(machine() - (notedAt.get(key) ?? 0)) < NOTE_USE_MS) return;
    notedAt.set(key, machine());
    try {
      const now = await clock(kysely);
      await kysely
        .updateTable('access_tokens')
        .set({ last_used_at: now })
        .where('installation', '=', installation)
        .where('id', '=', id)
        .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', now - NOTE_USE_MS)]))
        .execute();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  };

  return {
    create: ({ secret, ...token }) =>
      transaction(db, async (trx) => {
        const row = {
          installation: token.installation,
          id: randomUUID().slice(0, 8),
          name: withoutNul(token.name),
          hash: hashOf(secret),
          channels: JSON.stringify(token.channels),
          may: JSON.stringify(token.may),
          created_by: withoutNul(token.createdBy),
          created_at: await clock(trx),
          last_used_at: null,
          revoked_at: null,
        };
        const inserted = await trx
          .insertInto('access_tokens')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['installation', 'name']).where('revoked_at', 'is', null).doNothing(),
          )
          .returning('id')
          .executeTakeFirst();
        return inserted && toToken(row);
      }),

    list: async () => {
      const rows = await kysely.selectFrom('access_tokens').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(toToken);
    },

    revoke: ({ nameOrId, installation }) =>
      transaction(db, async (trx) => {
        const rows = await trx
          .updateTable('access_tokens')
          .set({ revoked_at: await clock(trx) })
          .where('revoked_at', 'is', null)
          .where((eb) => eb.or([eb('name', '=', nameOrId), eb('id', '=', nameOrId)]))
          .$if(installation !== undefined, (tokens) => tokens.where('installation', '=', installation ?? ''))
          .returningAll()
          .execute();
        return rows.map(toToken);
      }),

    use: async (secret) => {
      const row = await kysely
        .selectFrom('access_tokens')
        .selectAll()
        .where('hash', '=', hashOf(secret))
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const token = toToken(row);
      await noteUse(token);
      return token;
    },

    hasAny: async () => {
      const row = await kysely.selectFrom('access_tokens').select('id').limit(1).executeTakeFirst();
      return row !== undefined;
    },
  };
}

function toToken(row: Selectable<AccessTokensTable>): AccessToken {
  return {
    installation: row.installation,
    id: row.id,
    name: row.name,
    channels: JSON.parse(row.channels),
    may: JSON.parse(row.may),
    createdBy: row.created_by,
    createdAt: new Date(row.created_at),
    ...(row.last_used_at !== null && { lastUsedAt: new Date(row.last_used_at) }),
    ...(row.revoked_at !== null && { revokedAt: new Date(row.revoked_at) }),
  };
}
