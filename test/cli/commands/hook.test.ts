import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createInstallationStore } from '../../../src/storage/installations.js';
import { migrate } from '../../../src/storage/migrate.js';
import { openDatabase } from '../../../src/storage/open-database.js';
import { createKeyRing } from '../../../src/workspaces/key-ring.js';
import { startReceiver } from '../../hooks/start-receiver.js';
import { anInstallation } from '../../workspaces/an-installation.js';
import { folderOf, runInProcess } from '../run-in-process.js';

const MANY = { SLACK_CLIENT_ID: '1.2', TOKEN_KEYS: 'a-key-with-enough-characters' };

let databaseUrl = '';

async function withDatabase(more: Record<string, string> = {}) {
  const cwd = await folderOf({});
  const DATABASE_URL = `sqlite:${cwd}/hooks.db`;
  databaseUrl = DATABASE_URL;
  const database = await openDatabase({ url: DATABASE_URL });
  await migrate(database);
  await database.close();
  return (...args: string[]) => runInProcess(['hook', ...args], { cwd, env: { DATABASE_URL, ...more } });
}

/** A public address without a name, so that nothing is looked up. */
const URL_ = 'https://93.184.216.34/in';

describe('guidepost hook', () => {
  it('adds a hook, shows its secret once, lists it without the secret and the query, and removes it', async () => {
    const hook = await withDatabase();
    expect((await hook('list')).out).toBe('There are no hooks. To add one: guidepost hook add URL\n');
    const added = await hook(
      'add',
      `${URL_}?token=planted`,
      '--events',
      'run.complete,run.started',
      '--channels',
      'C0123,C0456',
    );
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(added.out).toContain(` tells ${URL_}?… about run.started, run.complete in C0123, C0456.\n`);
    const secret = /whsec_(\S+)/.exec(added.out)?.[1] ?? '';
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    const [id = ''] = /hook_[0-9a-f]{12}/.exec(added.out) ?? [];
    const listed = await hook('list');
    expect(listed.out).toContain(
      `${id}  ${URL_}?…\n  events     run.started, run.complete\n  channels   C0123, C0456\n`,
    );
    expect(listed.out).toContain('  delivered  nothing yet\n  state      nothing waiting\n');
    expect(listed.out + added.out).not.toContain('planted');
    expect(listed.out).not.toContain(secret);
    expect((await hook('remove', id)).out).toContain(`${id} is removed.`);
    expect(await hook('remove', id)).toMatchObject({
      code: 1,
      err: `There is no hook ${id}. guidepost hook list shows them.\n`,
    });
  });

  it('refuses addresses in private networks, and http, unless they are allowed', async () => {
    const hook = await withDatabase();
    for (const address of [
      'https://127.0.0.1/',
      'https://localhost/',
      'https://169.254.169.254/',
      'https://[::ffff:10.0.0.1]/',
    ]) {
      const { code, err } = await hook('add', address);
      expect({ address, code }).toEqual({ address, code: 1 });
      expect(err).toMatch(/ is in a private network\. If it is meant, add --allow-private\.\n$/);
    }
    expect(await hook('add', 'http://93.184.216.34/')).toMatchObject({
      code: 1,
      err: expect.stringContaining('https only'),
    });
    expect((await hook('list')).out).toContain('There are no hooks');
    expect((await hook('add', 'http://localhost:8080/', '--allow-private')).code).toBe(0);
    expect((await hook('list')).out).toContain('private addresses and http are allowed');
  });

  it('says what is wrong with a command line', async () => {
    const hook = await withDatabase();
    for (const [args, message] of [
      [[], 'hook takes what to do'],
      [['add'], 'hook takes what to do'],
      [['list', 'x'], 'hook takes what to do'],
      [['change', 'x'], 'hook takes what to do'],
      [['add', 'hooks.example.com'], 'begins with https://'],
      [['add', 'ftp://93.184.216.34/'], 'begins with https://'],
      [['add', 'https://user:planted@93.184.216.34/'], 'no user, password or #'],
      [['add', URL_, '--events', 'run.stopped'], 'phase.complete, run.complete, not run.stopped'],
      [['add', URL_, '--events', ','], '--events takes run.started'],
      [['add', URL_, '--channels', '#deployments'], '--channels takes ids such as C0123ABCD'],
      [['add', URL_, '--workspace', 'T0123'], 'leave it out here'],
      [['list', '--events', 'run.started'], '--events belongs to hook add'],
    ] as const) {
      const { code, err } = await hook(...args);
      expect({ args, code, err }).toEqual({ args, code: 2, err: expect.stringContaining(message) });
      expect(err).not.toContain('planted');
    }
  });

  it('belongs to one of the workspaces that have installed the app, and its secret is sealed with the app’s keys', async () => {
    const [hook, DATABASE_URL] = [await withDatabase(MANY), databaseUrl];
    expect(await hook('add', URL_)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no workspace has installed'),
    });
    const database = await openDatabase({ url: DATABASE_URL });
    const keys = createKeyRing([MANY.TOKEN_KEYS]);
    try {
      for (const id of ['T0123', 'T0456']) await createInstallationStore(database, keys).save(anInstallation(id));
      for (const more of [[], ['--workspace', 'T0789']]) {
        const { code, err } = await hook('add', URL_, ...more);
        expect({ code, err }).toEqual({
          code: 2,
          err: expect.stringMatching(/--workspace must be one of T0123 .*T0456/),
        });
      }
      const { code, out } = await hook('add', URL_, '--workspace', 'T0123');
      expect(code).toBe(0);
      const secret = /whsec_\S+/.exec(out)?.[0];
      const [stored] = await database.kysely.selectFrom('hooks').selectAll().execute();
      expect(stored?.installation).toBe('T0123');
      expect(keys.open(stored?.sealed_secret ?? '', `signing secret of ${stored?.id}`)).toBe(secret);
      expect((await hook('list')).out).toContain('  workspace  T0123\n');
    } finally {
      await database.close();
    }
  });

  it('sends a signed test request at once, and says what came of it', async () => {
    const receiver = await startReceiver();
    try {
      const hook = await withDatabase();
      const { out } = await hook('add', receiver.url, '--allow-private');
      const [[id = ''], [secret = '']] = [/hook_\w+/.exec(out) ?? [], /whsec_\S+/.exec(out) ?? []];
      expect(await hook('test', id)).toMatchObject({
        code: 0,
        out: expect.stringContaining('accepted a signed request'),
      });
      const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'hook.test', data: {} });
      receiver.next(500);
      expect(await hook('test', id)).toMatchObject({
        code: 1,
        err: expect.stringContaining('did not accept it: HTTP 500.'),
      });
      expect(await hook('test', 'hook_0')).toMatchObject({ code: 1, err: expect.stringContaining('There is no hook') });
    } finally {
      await receiver.stop();
    }
  });
});
