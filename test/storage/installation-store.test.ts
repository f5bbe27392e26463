import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Database } from '../../src/storage/database.js';
import { createInstallationStore } from '../../src/storage/installation-store/create-installation-store.js';
import { resealTokens } from '../../src/storage/installation-store/reseal-tokens.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createKeyRing } from '../../src/workspaces/create-key-ring.js';
import { anInstallation } from '../workspaces/an-installation.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

jest.setTimeout(60_000);

const [older, newer] = ['an-older-generated-secret', 'a-newer-generated-secret'];
const HOUR = 3_600_000;

describeOnEachDatabase('the store of installations', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  beforeAll(async () => {
    empty = await make();
    db = await openDatabase(empty);
    await migrate(db);
  });
  afterAll(async () => {
    await db?.close();
    await empty?.remove();
  });
  const anId = () => `T${randomUUID()}`;
  const storeWith = (...keys: [string, ...string[]]) => createInstallationStore(db, createKeyRing(keys));
  const sealedOf = async (id: string) =>
    (
      await db.kysely
        .selectFrom('installations')
        .select('sealed_token')
        .where('installation', '=', id)
        .executeTakeFirstOrThrow()
    ).sealed_token;

  it('gives back what was kept, and nothing where nothing is', async () => {
    const store = storeWith(newer);
    const workspace = { ...anInstallation(anId()), name: 'Ünïcode & <Söhne> 🚀' };
    const org = anInstallation(`E${randomUUID()}`);
    await store.save(workspace);
    await store.save(org);
    expect(await store.find(workspace.id)).toEqual(workspace);
    expect(await store.find(org.id)).toEqual(org);
    expect(await store.find(anId())).toBeUndefined();
  });

  it('keeps no token that can be read in the database', async () => {
    const id = anId();
    await storeWith(newer).save(anInstallation(id, 'xoxb-very-secret'));
    const row = await db.kysely
      .selectFrom('installations')
      .selectAll()
      .where('installation', '=', id)
      .executeTakeFirst();
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  it('replaces the token when the app is installed again', async () => {
    const store = storeWith(newer);
    const id = anId();
    await store.save(anInstallation(id, 'xoxb-first'));
    await store.save(anInstallation(id, 'xoxb-second'));
    expect((await store.find(id))?.botToken).toBe('xoxb-second');
  });

  it('refuses a token that was put into the row of another workspace', async () => {
    const store = storeWith(newer);
    const [victim, attacker] = [anId(), anId()];
    await store.save(anInstallation(victim));
    await store.save(anInstallation(attacker));
    await db.kysely
      .updateTable('installations')
      .set({ sealed_token: await sealedOf(victim) })
      .where('installation', '=', attacker)
      .execute();
    await expect(store.find(attacker)).rejects.toThrow(/changed or swapped/);
    expect(await store.find(victim)).toBeDefined();
  });

  it('rotates its keys: all are read with both, sealed anew, then read with the new one alone', async () => {
    const [first, second] = [anId(), anId()];
    await storeWith(older).save(anInstallation(first));
    await storeWith(newer, older).save(anInstallation(second));
    expect((await storeWith(newer, older).find(first))?.botToken).toBe(`xoxb-of-${first}`);
    await expect(storeWith(newer).find(first)).rejects.toThrow('which is not in TOKEN_KEYS');

    const missing = await resealTokens(db, createKeyRing([newer]));
    expect(missing.unreadable).toContain(first);
    const done = await resealTokens(db, createKeyRing([newer, older]));
    expect(done.resealed).toBeGreaterThanOrEqual(1);
    expect(done.unreadable).not.toContain(first);
    expect((await storeWith(newer).find(first))?.botToken).toBe(`xoxb-of-${first}`);
    expect((await storeWith(newer).find(second))?.botToken).toBe(`xoxb-of-${second}`);
    expect((await resealTokens(db, createKeyRing([newer, older]))).resealed).toBe(0);
  });

  it('removes what was installed before, and keeps what was installed since', async () => {
    const store = storeWith(newer);
    const id = anId();
    await store.save(anInstallation(id));
    expect(await store.remove(id, new Date(Date.now() - HOUR))).toBe(false);
    expect(await store.find(id)).toBeDefined();
    expect(await store.remove(id, new Date(Date.now() + HOUR))).toBe(true);
    expect(await store.find(id)).toBeUndefined();
    expect(await store.remove(id, new Date())).toBe(true);
  });

  it('takes two removals of the same workspace at once', async () => {
    const store = storeWith(newer);
    const id = anId();
    await store.save(anInstallation(id));
    const later = new Date(Date.now() + HOUR);
    expect(await Promise.all([store.remove(id, later), store.remove(id, later)])).toEqual([true, true]);
    expect(await store.find(id)).toBeUndefined();
  });
});
