import { randomBytes } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Hook, ListedHook } from '../hooks/store.js';
import type { Resealed } from '../workspaces/installations.js';
import { type KeyRing, TokenUnreadable } from '../workspaces/key-ring.js';
import type { Database } from './database.js';
import type { HooksTable } from './tables.js';
import { countDeleted, databaseClock, transaction } from './transaction.js';

/** Each may have some requests in flight, so the number of hooks bounds what a process has to hold. */
export const MAX_HOOKS = 100;

/** What an operator does with hooks, on the command line. */
export interface HookRegistry {
  /** Stores a hook with its signing secret. @returns undefined if there are `MAX_HOOKS` already */
  add(hook: Omit<Hook, 'id'>, secret: string): Promise<Hook | undefined>;
  /** In the order in which they were added. */
  list(): Promise<ListedHook[]>;
  /** A hook and its signing secret, which is undefined if no key opens it; undefined if there is no such hook. */
  find(id: string): Promise<{ readonly hook: Hook; readonly secret: string | undefined } | undefined>;
  /** Removes a hook and what it was still to be told. @returns whether there was one */
  remove(id: string): Promise<boolean>;
}

/**
 * The hooks, in either database.
 * @param keys seal the signing secrets; undefined where the app has none
 * @param machine the clock for SQLite, for tests
 */
export function createHookRegistry(db: Database, keys: KeyRing | undefined, machine?: () => number): HookRegistry {
  const clock = databaseClock(db, machine);
  return {
    add: (given, secret) =>
      transaction(db, async (trx) => {
        const { count } = await trx
          .selectFrom('hooks')
          .select((eb) => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        if (Number(count) >= MAX_HOOKS) return undefined;
        const hook: Hook = { ...given, id: `hook_${randomBytes(6).toString('hex')}` };
        await trx
          .insertInto('hooks')
          .values({
            id: hook.id,
            installation: hook.installation,
            url: hook.url,
            events: JSON.stringify(hook.events),
            channels: hook.channels === undefined ? null : JSON.stringify(hook.channels),
            allow_private: Number(hook.allowPrivate),
            sealed_secret: keys?.seal(secret, rowOf(hook.id)) ?? secret,
            created_at: await clock(trx),
          })
          .execute();
        return hook;
      }),

    list: () => listHooks(db, keys),

    find: async (id) => {
      const row = await db.kysely.selectFrom('hooks').selectAll().where('id', '=', id).executeTakeFirst();
      return row && { hook: toHook(row), secret: openSecret(keys, row.sealed_secret, row.id) };
    },

    remove: (id) =>
      transaction(db, async (trx) => {
        const removed = await countDeleted(trx.deleteFrom('hooks').where('id', '=', id));
        await trx.deleteFrom('hook_deliveries').where('hook', '=', id).execute();
        return removed > 0;
      }),
  };
}

type HookRow = Pick<Selectable<HooksTable>, 'id' | 'url' | 'events' | 'channels' | 'installation' | 'allow_private'>;

function toHook({ allow_private, channels, events, id, installation, url }: HookRow): Hook {
  return {
    installation,
    id,
    url,
    events: JSON.parse(events),
    ...(channels !== null && { channels: JSON.parse(channels) }),
    allowPrivate: allow_private === 1,
  };
}

async function listHooks({ kysely }: Database, keys: KeyRing | undefined): Promise<ListedHook[]> {
  const rows = await kysely.selectFrom('hooks').selectAll().orderBy('created_at').orderBy('id').execute();
  const counts = await kysely
    .selectFrom('hook_deliveries')
    .select('hook')
    .select([
      sql<number | string>`sum(case when finished_at is null then 1 else 0 end)`.as('waiting'),
      sql<number | null>`min(case when finished_at is null then written_at end)`.as('since'),
      sql<number | string>`sum(case when state = 'given up' then 1 else 0 end)`.as('given_up'),
    ])
    .groupBy('hook')
    .execute();
  const reasons = await kysely
    .selectFrom(
      kysely
        .selectFrom('hook_deliveries')
        .select(['hook', 'reason'])
        .select(
          sql<number>`row_number() over (partition by hook order by coalesce(finished_at, send_after) desc)`.as(
            'place',
          ),
        )
        .where('reason', 'is not', null)
        .as('failed'),
    )
    .select(['hook', 'reason'])
    .where('place', '=', 1)
    .execute();
  const countOf = new Map(counts.map((count) => [count.hook, count]));
  const reasonOf = new Map(reasons.map(({ hook, reason }) => [hook, reason]));
  return rows.map((row) => {
    const count = countOf.get(row.id);
    const lastError = reasonOf.get(row.id);
    return {
      ...toHook(row),
      createdAt: new Date(row.created_at),
      isReadable: openSecret(keys, row.sealed_secret, row.id) !== undefined,
      ...(row.disabled_at !== null && {
        disabled: { at: new Date(row.disabled_at), reason: row.disabled_reason ?? '' },
      }),
      ...(row.delivered_at !== null && { deliveredAt: new Date(row.delivered_at) }),
      waiting: Number(count?.waiting ?? 0),
      ...(typeof count?.since === 'number' && { waitingSince: new Date(count.since) }),
      givenUp: Number(count?.given_up ?? 0),
      ...(lastError && { lastError }),
    };
  });
}

/** What a signing secret is sealed for. Installations have other names. */
function rowOf(hook: string): string {
  return `signing secret of ${hook}`;
}

/** How a secret begins that is not sealed, because the app has no keys. */
const PLAIN = 'whsec_';

/** The signing secret; undefined if no key opens it. */
export function openSecret(keys: KeyRing | undefined, stored: string, hook: string): string | undefined {
  if (stored.startsWith(PLAIN)) return stored;
  try {
    return keys?.open(stored, rowOf(hook));
  } catch (error) {
    if (error instanceof TokenUnreadable) return undefined;
    throw error;
  }
}

/** Seals every signing secret with the first key. Safe to repeat, and to run while the app is running. */
export async function resealHooks({ kysely }: Database, keys: KeyRing): Promise<Resealed> {
  const rows = await kysely.selectFrom('hooks').select(['installation', 'id', 'sealed_secret']).orderBy('id').execute();
  let [resealed, current] = [0, 0];
  const unreadable: string[] = [];
  for (const { id, installation, sealed_secret } of rows) {
    const secret = openSecret(keys, sealed_secret, id);
    if (secret === undefined) unreadable.push(id);
    else if (keys.isCurrent(sealed_secret)) current += 1;
    else {
      await kysely
        .updateTable('hooks')
        .set({ sealed_secret: keys.seal(secret, rowOf(id)) })
        .where('installation', '=', installation)
        .where('id', '=', id)
        .execute();
      resealed += 1;
    }
  }
  return { resealed, current, unreadable };
}
