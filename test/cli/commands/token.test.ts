import { describe, expect, it } from '@jest/globals';
import { createInstallationStore } from '../../../src/storage/installations.js';
import { migrate } from '../../../src/storage/migrate.js';
import { openDatabase } from '../../../src/storage/open-database.js';
import { createKeyRing } from '../../../src/workspaces/key-ring.js';
import { anInstallation } from '../../workspaces/an-installation.js';
import { folderOf, runInProcess } from '../run-in-process.js';

const CREATE = ['create', '--name', 'ci', '--channels', 'C0DEPLOY02,C0OTHER003', '--may', 'gate,start'];

async function newDatabase(env: Record<string, string> = {}) {
  const cwd = await folderOf({});
  const DATABASE_URL = `sqlite:${cwd}/tokens.db`;
  return {
    DATABASE_URL,
    guidepost: (...args: string[]) => runInProcess(['token', ...args], { cwd, env: { DATABASE_URL, ...env } }),
  };
}

describe('guidepost token', () => {
  it('shows a token once, lists it without its secret, and revokes it by name', async () => {
    const { guidepost } = await newDatabase();
    expect((await guidepost('list')).out).toContain('There are no tokens, so the HTTP API is off.');
    const { code, out, err } = await guidepost(...CREATE);
    expect(code).toBe(0);
    expect(out).toMatch(/^gp_[\w-]{43}\n$/);
    expect(err).toContain('This is ci, which may start, gate in C0DEPLOY02, C0OTHER003. It is not shown again');
    const { out: list } = await guidepost('list');
    expect(list).toMatch(
      /^\w{8} {2}ci {2}start,gate {2}C0DEPLOY02,C0OTHER003 {2}made \d{4}-\d\d-\d\d by \S+ +never used\n$/,
    );
    expect(list).not.toContain('gp_');
    expect((await guidepost('revoke', 'ci')).out).toMatch(/^Revoked ci \(\w{8}\)\. Its requests are refused/);
    expect((await guidepost('list')).out).toContain('revoked 20');
    expect(await guidepost('revoke', 'ci')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no token ci in use'),
    });
  });

  it('prints JSON for programs', async () => {
    const { guidepost } = await newDatabase();
    const made = JSON.parse((await guidepost(...CREATE, '--json')).out);
    expect(made).toMatchObject({ token: expect.stringMatching(/^gp_/), name: 'ci', workspace: null, lastUsedAt: null });
    const [listed, ...others] = JSON.parse((await guidepost('list', '--json')).out);
    expect(others).toEqual([]);
    expect(made).toEqual({ token: made.token, ...listed });
    expect((await guidepost('revoke', made.id)).code).toBe(0);
  });

  it('refuses a second token of the same name', async () => {
    const { guidepost } = await newDatabase();
    await guidepost(...CREATE);
    expect(await guidepost(...CREATE)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('guidepost token revoke ci'),
    });
  });

  it.each([
    [[], 'token needs one of create, list and revoke'],
    [['revoke'], 'token revoke needs one name or id'],
    [['create', '--channels', 'C0DEPLOY02', '--may', 'gate'], 'token create needs --name'],
    [['create', '--name', 'c<i', '--channels', 'C0DEPLOY02', '--may', 'gate'], '--name has 1 to 40 letters'],
    [['create', '--name', 'ci', '--may', 'gate'], 'token create needs --channels'],
    [
      ['create', '--name', 'ci', '--channels', '#deployments', '--may', 'gate'],
      'not "#deployments": in Slack, open the details',
    ],
    [
      ['create', '--name', 'ci', '--channels', 'C0DEPLOY02'],
      'token create needs --may with some of start,tick,gate,bypass',
    ],
    [['create', '--name', 'ci', '--channels', 'C0DEPLOY02', '--may', 'read'], 'not "read"'],
    [[...CREATE, '--workspace', 'T1'], '--workspace is for an app that many workspaces install'],
  ])('refuses %j and says what to write instead', async (args, message) => {
    const { guidepost } = await newDatabase();
    expect(await guidepost(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });

  it('asks for the workspace where several have installed the app', async () => {
    const { DATABASE_URL, guidepost } = await newDatabase({ SLACK_CLIENT_ID: '1.2' });
    expect(await guidepost(...CREATE)).toMatchObject({ code: 2, err: expect.stringContaining('/slack/install') });
    const database = await openDatabase({ url: DATABASE_URL });
    await migrate(database);
    const store = createInstallationStore(database, createKeyRing(['any generated secret']));
    await store.save(anInstallation('T1'));
    expect(JSON.parse((await guidepost(...CREATE, '--json')).out).workspace).toBe('T1');
    await store.save(anInstallation('T2'));
    await database.close();
    expect(await guidepost(...CREATE)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--workspace must be one of (T1|T2) .*, (T1|T2) /),
    });
    expect(JSON.parse((await guidepost(...CREATE, '--workspace', 'T2', '--json')).out).workspace).toBe('T2');
    expect(await guidepost('revoke', 'ci')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Revoke one by its id'),
    });
    expect((await guidepost('revoke', 'ci', '--workspace', 'T2')).code).toBe(0);
    expect((await guidepost('list')).out).toMatch(/ {2}T1 {2}.*never used\n.* {2}T2 {2}.*revoked/);
  });
});
