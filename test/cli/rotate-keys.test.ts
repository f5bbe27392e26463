import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStorage } from '../../src/storage/open.js';
import { createKeyRing } from '../../src/workspaces/key-ring.js';
import { anInstallation } from '../workspaces/an-installation.js';
import { folderOf, runInProcess } from './run-in-process.js';

const [older, newer] = ['an-older-generated-secret', 'a-newer-generated-secret'];

let DATABASE_URL: string;
async function withStore<T>(keys: string, work: (store: ReturnType<typeof storeOf>) => Promise<T>): Promise<T> {
  const storage = await openStorage({ url: DATABASE_URL, migrateOnStart: true });
  try {
    return await work(storeOf(storage, keys));
  } finally {
    await storage.close();
  }
}
function storeOf(storage: Awaited<ReturnType<typeof openStorage>>, key: string) {
  return storage.installations(createKeyRing([key]));
}

beforeAll(async () => {
  DATABASE_URL = `sqlite:${join(await folderOf({}), 'guidepost.db')}`;
  await withStore(older, async (store) => {
    for (const id of ['T1', 'T2']) await store.save(anInstallation(id));
  });
});

describe('rotating the keys', () => {
  it('says which workspaces have a token that no key opens, changes nothing, and fails', async () => {
    const { code, out, err } = await runInProcess(['rotate-keys'], { env: { DATABASE_URL, TOKEN_KEYS: newer } });
    expect(code).toBe(1);
    expect(out).toBe('Sealed anew: 0. By the newest key already: 0.\n');
    expect(err).toContain('No key of TOKEN_KEYS opens the token of T1, T2. Add the key that sealed it');
  });

  it('seals every token by the first key, so that the others may go', async () => {
    const env = { DATABASE_URL, TOKEN_KEYS: `${newer},${older}` };
    expect(await runInProcess(['rotate-keys'], { env })).toEqual({
      code: 0,
      out: 'Sealed anew: 2. By the newest key already: 0.\n',
      err: '',
    });
    expect((await runInProcess(['rotate-keys'], { env })).out).toBe('Sealed anew: 0. By the newest key already: 2.\n');
    await withStore(newer, async (store) => expect((await store.find('T1'))?.botToken).toBe('xoxb-of-T1'));
    await withStore(older, async (store) => {
      await expect(store.find('T1')).rejects.toThrow('not in TOKEN_KEYS');
    });
  });

  it('wants its keys, and no more', async () => {
    const { code, err } = await runInProcess(['rotate-keys'], { env: { DATABASE_URL } });
    expect(code).toBe(1);
    expect(err).toContain('TOKEN_KEYS is missing');
    expect(err).not.toContain('SLACK');
    expect((await runInProcess(['rotate-keys', newer], { env: { DATABASE_URL } })).err).toContain(
      'rotate-keys takes nothing',
    );
  });
});
