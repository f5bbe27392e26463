import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createAccessTokens } from '../../src/storage/access-tokens.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { type NewAccessToken, newSecret } from '../../src/workspaces/access-tokens.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

function aToken(changes: Partial<NewAccessToken> = {}): NewAccessToken {
  return {
    installation: 'T1',
    name: 'ci',
    channels: ['C1', 'C2'],
    may: ['start', 'gate'],
    createdBy: 'root',
    secret: newSecret(),
    ...changes,
  };
}

describeOnEachDatabase('access tokens', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let now: number;
  let tokens: ReturnType<typeof createAccessTokens>;
  beforeEach(async () => {
    empty = await make();
    db = await openDatabase(empty);
    await migrate(db);
    now = Date.UTC(2026, 10, 20, 9);
    tokens = createAccessTokens(db, () => now);
  });
  afterEach(async () => {
    await db.close();
    await empty.remove();
  });

  it('are found by their secret, of which only a hash is stored', async () => {
    const secret = newSecret();
    expect(await tokens.hasAny()).toBe(false);
    const created = await tokens.create(aToken({ secret }));
    expect(created).toMatchObject({ installation: 'T1', name: 'ci', channels: ['C1', 'C2'], may: ['start', 'gate'] });
    expect(await tokens.hasAny()).toBe(true);
    expect(await tokens.use(secret)).toEqual(created);
    expect(await tokens.use(newSecret())).toBeUndefined();
    const { rows } = await sql`select * from access_tokens`.execute(db.kysely);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(3));
  });

  it('of one installation have different names, until one is revoked', async () => {
    const made = await Promise.all([1, 2, 3].map(() => tokens.create(aToken())));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await tokens.create(aToken({ installation: 'T2' }))).toBeDefined();
    await tokens.revoke({ nameOrId: 'ci', installation: 'T1' });
    expect(await tokens.create(aToken())).toBeDefined();
  });

  it('open nothing once they are revoked, by name or id, and stay in the list', async () => {
    const [one, two] = [newSecret(), newSecret()];
    const first = await tokens.create(aToken({ secret: one }));
    await tokens.create(aToken({ name: 'cd', secret: two }));
    expect(await tokens.revoke({ nameOrId: 'cd' })).toMatchObject([{ name: 'cd' }]);
    expect(await tokens.use(two)).toBeUndefined();
    expect(await tokens.use(one)).toBeDefined();
    expect(await tokens.revoke({ nameOrId: first?.id ?? '', installation: 'T2' })).toEqual([]);
    expect(await tokens.revoke({ nameOrId: first?.id ?? '' })).toHaveLength(1);
    expect(await tokens.revoke({ nameOrId: first?.id ?? '' })).toEqual([]);
    expect(await tokens.use(one)).toBeUndefined();
    expect(await tokens.hasAny()).toBe(true);
    expect((await tokens.list()).map(({ name, revokedAt }) => [name, revokedAt !== undefined]).sort()).toEqual([
      ['cd', true],
      ['ci', true],
    ]);
  });

  it('have their last use written at most once a minute', async () => {
    const secret = newSecret();
    await tokens.create(aToken({ secret }));
    const lastUse = async (): Promise<Date | undefined> => (await tokens.list())[0]?.lastUsedAt;
    expect(await lastUse()).toBeUndefined();
    await tokens.use(secret);
    const first = await lastUse();
    expect(first).toBeInstanceOf(Date);
    now += 59_000;
    await tokens.use(secret);
    expect(await lastUse()).toEqual(first);
    // As if it had been a minute, for Postgres' own clock too.
    await sql`update access_tokens set last_used_at = last_used_at - 60000`.execute(db.kysely);
    now += 1_000;
    await createAccessTokens(db, () => now).use(secret);
    expect((await lastUse())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Number.POSITIVE_INFINITY);
  });
});
