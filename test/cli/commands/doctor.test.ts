import { createServer, type Server } from 'node:http';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '../../../src/hooks/event.js';
import { version } from '../../../src/package-file.js';
import { readManifest } from '../../../src/read-manifest.js';
import { scopes, surface } from '../../../src/slack/surface.js';
import { createHttpReceiver } from '../../../src/slack/transport/http-receiver.js';
import { createHookStore } from '../../../src/storage/hook-deliveries.js';
import { createHookRegistry } from '../../../src/storage/hooks.js';
import { migrate } from '../../../src/storage/migrate.js';
import { openStorage } from '../../../src/storage/open.js';
import { openDatabase } from '../../../src/storage/open-database.js';
import { createRunStore } from '../../../src/storage/runs.js';
import { ONE_WORKSPACE } from '../../../src/workspaces/installations.js';
import { createKeyRing } from '../../../src/workspaces/key-ring.js';
import { aNewRun } from '../../checklist/runs.js';
import { describeOnEachDatabase } from '../../storage/on-each-database.js';
import { folderOf, runInProcess } from '../run-in-process.js';

const SECRET = '8f742231b10e88880123456789abcdef';
const guide = { 'content/launch.md': '---\ntitle: Launch\nsummary: The day.\n---\n\nReady.\n' };

let slack: SimulatedSlack;
let cwd: string;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  slack = await startSimulatedSlack({
    signingSecret: SECRET,
    botToken: 'xoxb-planted-bot',
    appToken: 'xapp-planted-app',
    manifest: await readManifest(),
  });
});
afterAll(() => slack.stop());
beforeEach(async () => {
  cwd = await folderOf(guide);
});
afterEach(async () => {
  slack.faults.off();
  slack.workspace.grantScopes(scopes());
  await Promise.all(closing.splice(0).map((close) => close()));
});

function environment(more: Record<string, string> = {}): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: 'xoxb-planted-bot',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    GUIDE_DIR: 'content',
    DATABASE_URL: `sqlite:${cwd}/guidepost.db`,
    ...more,
  };
}
const planted = /planted|8f742231b10e88880123456789abcdef/;

interface Finding {
  readonly name: string;
  readonly state: string;
  readonly message: string;
  readonly fix?: string;
}
/** The doctor's findings by the check's name. They never contain a planted secret. */
async function examine(env: Record<string, string>, ...args: string[]) {
  const { code, out, err } = await runInProcess(['doctor', '--json', ...args], { cwd, env });
  expect(out + err).not.toMatch(planted);
  const report = JSON.parse(out) as { version: string; ok: boolean; checks: Finding[] };
  expect(report.ok).toBe(code === 0);
  const states = Object.fromEntries(report.checks.map(({ name, state }) => [name, state]));
  const of = (name: string): Finding => {
    const found = report.checks.find((check) => check.name === name);
    if (found === undefined) throw new Error(`The doctor has no check ${name}`);
    return found;
  };
  return { code, report, states, of };
}
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
/** A URL where nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  const address = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}
/** The simulated Slack, behind a machine whose clock differs by this much. */
function slackWithClock(aheadMs: number): Promise<string> {
  return listen(
    createServer(async (request, response) => {
      const reply = await fetch(new URL(request.url ?? '/', slack.apiUrl), {
        method: 'POST',
        headers: { authorization: request.headers.authorization ?? '' },
      });
      const names = ['content-type', 'x-oauth-scopes'];
      const headers = names.flatMap((name) => [name, reply.headers.get(name) ?? '']);
      response.sendDate = false;
      response.writeHead(reply.status, [...headers, 'date', new Date(Date.now() + aheadMs).toUTCString()]);
      response.end(await reply.text());
    }),
  );
}

describe('the doctor', () => {
  it('reports that everything is in order', async () => {
    const { code, states, report, of } = await examine(environment());
    expect(states).toEqual({
      configuration: 'ok',
      repository: 'skipped',
      guide: 'ok',
      database: 'ok',
      hooks: 'skipped',
      mcp: 'skipped',
      slack: 'ok',
      clock: 'ok',
      token: 'ok',
      scopes: 'ok',
      workspaces: 'skipped',
      'app token': 'skipped',
      address: 'skipped',
    });
    expect(code).toBe(0);
    expect(report.version).toBe(version());
    expect(of('guide').message).toContain('1 page in content');
    expect(of('token').message).toContain(slack.workspace.team.name);
    expect(of('address').message).toContain('/slack/events');
  });

  it('prints the results as text, with what to do about them', async () => {
    slack.workspace.grantScopes(scopes().filter((scope) => scope !== 'users:read'));
    const { code, out } = await runInProcess(['doctor'], { cwd, env: environment() });
    expect(code).toBe(0);
    expect(out).toMatch(/^Guidepost \d+\.\d+\.\d+\n/);
    expect(out).toMatch(/^ok {6} guide {10}1 page in content/m);
    expect(out).toMatch(/^warning {2}scopes .*\n +users:read: people .*\n +→ To grant them: Paste/m);
    expect(out).toContain('no checks failed, 1 warning.');
    expect(out).not.toMatch(planted);
  });

  it('names each optional scope that is missing, with what does not work without it', async () => {
    slack.workspace.grantScopes(scopes().filter((scope) => !surface.optionalScopes.some((each) => each === scope)));
    const { of, code } = await examine(
      environment({ LINK_PREVIEWS: 'on', AGENT_VIEW: 'on', GUIDE_URL: 'https://docs.test/{slug}' }),
    );
    expect(code).toBe(0);
    const [, ...lines] = of('scopes').message.split('\n');
    const wanted = [...surface.optionalScopes, 'assistant:write', 'links:read', 'links:write'];
    expect(lines.map((line) => line.split(': ')[0]).sort()).toEqual([...wanted].sort());
    expect(of('scopes').message).not.toContain('a feature is limited');
    expect(of('scopes').fix).toContain('docs/in-slack.md');
  });

  it('does not create a database by checking it', async () => {
    expect((await examine(environment())).of('database').message).toContain('does not exist yet');
    expect((await examine(environment())).of('database').message).toContain('does not exist yet');
  });

  it.each([
    ['token_revoked', 'Install the app again'],
    ['invalid_auth', 'Copy the Bot User OAuth Token again'],
    ['account_inactive', 'install it again'],
  ])('says what to do about a token that Slack refuses: %s', async (error, fix) => {
    slack.faults.every('auth.test', { error });
    const { code, states, of } = await examine(environment());
    expect(code).toBe(1);
    expect(of('token')).toMatchObject({ state: 'failed', message: expect.stringContaining(error) });
    expect(of('token').fix).toContain(fix);
    expect(states).toMatchObject({ slack: 'ok', scopes: 'skipped', guide: 'ok', database: 'ok' });
  });

  it('finds a required scope that is missing', async () => {
    slack.workspace.grantScopes(['commands', 'users:read']);
    const { code, of } = await examine(environment());
    expect(code).toBe(1);
    expect(of('scopes')).toMatchObject({ state: 'failed', message: expect.stringContaining('chat:write') });
    expect(of('scopes').fix).toContain('manifest.yml');
  });

  it('warns of a missing optional scope, and says what is limited without it', async () => {
    slack.workspace.grantScopes(scopes().filter((scope) => scope !== 'users:read'));
    const { code, of } = await examine(environment());
    expect(code).toBe(0);
    expect(of('scopes')).toMatchObject({ state: 'warning', message: expect.stringContaining('a teammate') });
  });

  it('warns of what a feature that is switched on needs, and says where it stands', async () => {
    const { code, of } = await examine(environment({ AGENT_VIEW: 'on' }));
    expect(code).toBe(0);
    expect(of('scopes')).toMatchObject({ state: 'warning', message: expect.stringContaining('assistant:write') });
    expect(of('scopes').fix).toContain('docs/in-slack.md');
    slack.workspace.grantScopes(scopes(['agent-view']));
    expect((await examine(environment({ AGENT_VIEW: 'on' }))).of('scopes').state).toBe('ok');
  });

  it('goes on when Slack cannot be reached', async () => {
    const { code, states, of } = await examine(environment({ SLACK_API_URL: await nowhere() }));
    expect(code).toBe(1);
    expect(of('slack')).toMatchObject({ state: 'failed', message: expect.stringContaining('ECONNREFUSED') });
    expect(of('slack').fix).toContain('443');
    expect(states).toMatchObject({ clock: 'skipped', token: 'skipped', scopes: 'skipped', guide: 'ok' });
  });

  it('notices when something else answers in place of Slack', async () => {
    const page = await listen(createServer((_, response) => response.end('<html>Please log in</html>')));
    expect((await examine(environment({ SLACK_API_URL: page }))).of('slack')).toMatchObject({ state: 'failed' });
  });

  it.each([
    [0, 'ok', /Agrees/],
    // A slow machine takes some seconds to ask.
    [-45_000, 'warning', /\b[34]\d s ahead of Slack/],
    [60_000, 'warning', /(?:5[5-9]|6\d) s behind Slack/],
    [-400_000, 'failed', /7 minutes ahead of Slack/],
    [1_000_000, 'failed', /17 minutes behind Slack/],
  ])('compares the clock with Slack’s, which is %i ms off', async (aheadMs, state, expected) => {
    const apiUrl = await slackWithClock(aheadMs);
    const { code, of } = await examine(environment({ SLACK_API_URL: apiUrl }));
    expect(of('clock')).toMatchObject({ state, message: expect.stringMatching(expected) });
    expect(code).toBe(state === 'failed' ? 1 : 0);
    if (state !== 'ok') expect(of('clock').fix).toContain('NTP');
  });

  it('reports a database that cannot be reached, without its password', async () => {
    const away = environment({ DATABASE_URL: 'postgres://guidepost:planted-password@127.0.0.1:9/guidepost' });
    const { code, states, of } = await examine(away);
    expect(code).toBe(1);
    expect(of('database')).toMatchObject({ state: 'failed', message: expect.stringContaining('no server listens') });
    expect(states).toMatchObject({ guide: 'ok', slack: 'ok', token: 'ok' });
  });

  it('reports missing migrations when the release step should have run them', async () => {
    const env = environment({ MIGRATE_ON_START: 'false' });
    expect((await examine(env)).of('database')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('does not exist yet'),
      fix: expect.stringContaining('guidepost migrate'),
    });
    const database = await openDatabase({ url: env.DATABASE_URL ?? '' });
    await database.close();
    const before = await examine(env);
    expect(before.of('database')).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining('guidepost migrate'),
    });
    await runInProcess(['migrate'], { cwd, env });
    expect((await examine(env)).of('database')).toMatchObject({
      // A warning if this machine is slow.
      state: expect.stringMatching(/^(ok|warning)$/),
      message: expect.stringContaining('up to date'),
    });
  });

  it('says of each hook what waits, since when, and what went wrong last, without the query of its address', async () => {
    const database = await openDatabase({ url: environment().DATABASE_URL ?? '' });
    closing.push(() => database.close());
    await migrate(database);
    const [hooks, store] = [createHookRegistry(database, undefined), createHookStore(database, undefined)];
    const hook = { installation: ONE_WORKSPACE, events: EVENT_TYPES, allowPrivate: false };
    const good = await hooks.add({ ...hook, url: 'https://good.test/in' }, 'whsec_cGxhbnRlZA==');
    expect((await examine(environment())).of('hooks')).toEqual({
      name: 'hooks',
      state: 'ok',
      message: `${good?.id} to https://good.test/in: nothing waiting.`,
    });
    const bad = await hooks.add(
      { ...hook, url: 'https://bad.test/in?key=planted', channels: ['C1'] },
      'whsec_cGxhbnRlZA==',
    );
    const runs = createRunStore(database);
    const { run } = await runs.create(aNewRun(1));
    await runs.markPosted({ installation: run.installation, run: run.id }, '100.0');
    for (const delivery of await store.take([])) {
      const isGood = delivery.hook.id === good?.id;
      await store.record(delivery, isGood ? { kind: 'delivered' } : { kind: 'failed', reason: 'HTTP 503' });
    }
    const { code, of } = await examine(environment());
    expect(code).toBe(0);
    expect(of('hooks')).toMatchObject({ state: 'warning', fix: expect.stringContaining('guidepost hook test') });
    expect(of('hooks').message).toMatch(
      new RegExp(
        `\n${bad?.id} to https://bad.test/in\\?…: 1 event waiting, the oldest since 20.*Z; last error: HTTP 503\\.$`,
      ),
    );
    const sealed = createHookRegistry(database, createKeyRing(['another key of the app']));
    await sealed.add({ ...hook, url: 'https://sealed.test/in' }, 'whsec_cGxhbnRlZA==');
    expect((await examine(environment())).of('hooks')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('its signing secret cannot be decrypted'),
    });
  });

  it('says whether anybody can call the MCP server: Slackbot, or a program with a token', async () => {
    const env = environment({ MCP: 'on' });
    expect((await examine(env)).of('mcp')).toEqual({
      name: 'mcp',
      state: 'warning',
      message:
        'MCP is on, but nobody can call it. Slackbot cannot: the scope mcp:connect is not granted. There is no token.',
      fix: expect.stringMatching(/^For Slackbot, add mcp:connect and mcp_servers .* guidepost token create /),
    });
    slack.workspace.grantScopes([...scopes(), 'mcp:connect']);
    expect((await examine(env)).of('mcp')).toMatchObject({ state: 'ok', message: 'Slackbot can call it.' });
    slack.workspace.grantScopes(scopes());
    const socket = { ...env, SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-planted-app' };
    expect((await examine(socket)).of('mcp')).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('without SLACK_SIGNING_SECRET'),
      fix: expect.stringMatching(/^For an editor, make a token: /),
    });
    const token = (...args: string[]) => runInProcess(['token', ...args], { cwd, env });
    await token('create', '--name', 'editors', '--channels', 'C0123456789', '--may', 'gate');
    expect((await examine(socket)).of('mcp')).toMatchObject({
      state: 'ok',
      message: expect.stringContaining('Programs with a token can call it. Slackbot cannot'),
    });
    await token('revoke', 'editors');
    expect((await examine(socket)).of('mcp').state).toBe('warning');
    const unreachable = { ...env, SLACK_API_URL: await nowhere() };
    expect((await examine(unreachable)).of('mcp')).toMatchObject({
      state: 'skipped',
      message: expect.stringMatching(/^Not known whether anybody can call it\. .* There is no token\.$/),
    });
  });

  it('reports the errors of a guide', async () => {
    cwd = await folderOf({ 'content/a.md': '---\ntitle: [\n---\n' });
    const { code, of } = await examine(environment());
    expect(code).toBe(1);
    expect(of('guide')).toMatchObject({ state: 'failed', message: expect.stringContaining('a.md') });
    expect(of('guide').fix).toContain('guidepost check content');
  });

  it('reports the warnings of a guide', async () => {
    cwd = await folderOf({ 'content/a.md': '---\ntitle: A\nchoices:\n  - {text: "B?", to: nowhere}\n---\n\nText.\n' });
    expect((await examine(environment())).of('guide')).toMatchObject({ state: 'warning' });
  });

  it('works with an incomplete configuration', async () => {
    const { SLACK_BOT_TOKEN: _, ...half } = environment({ PORT: 'x', GUIDE_URL: 'nonsense' });
    const { code, states, of } = await examine(half);
    expect(code).toBe(1);
    expect(of('configuration').message).toMatch(/SLACK_BOT_TOKEN is missing[\s\S]*GUIDE_URL[\s\S]*PORT must be/);
    expect(states).toMatchObject({ guide: 'ok', database: 'ok', slack: 'ok', clock: 'ok', token: 'skipped' });
  });

  it('works without any configuration, and says that the playground opens', async () => {
    const { code, of } = await examine({ SLACK_API_URL: slack.apiUrl });
    expect(code).toBe(0);
    expect(of('configuration')).toMatchObject({ state: 'warning', message: expect.stringContaining('playground') });
  });

  it('only warns when the playground cannot reach Slack', async () => {
    const { code, of } = await examine({ SLACK_API_URL: 'http://127.0.0.1:9/api/' });
    expect(code).toBe(0);
    expect(of('slack')).toMatchObject({ state: 'warning', message: expect.stringContaining('cannot be reached') });
    expect(of('workspaces').message).not.toContain('SLACK_BOT_TOKEN');
  });

  it('checks the app token in Socket Mode, which needs no address', async () => {
    const { SLACK_SIGNING_SECRET: _, ...socket } = environment({ SLACK_APP_TOKEN: 'xapp-planted-app' });
    expect((await examine(socket)).states).toMatchObject({ 'app token': 'ok', address: 'skipped' });
    const wrong = await examine({ ...socket, SLACK_APP_TOKEN: 'xapp-planted-wrong' });
    expect(wrong.of('app token')).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining('connections:write'),
    });
    expect(wrong.code).toBe(1);
  });

  describe('for many workspaces', () => {
    const key = 'planted-key-of-sixteen-or-more';
    const many = (more: Record<string, string> = {}) => {
      const { SLACK_BOT_TOKEN: _, ...rest } = environment({
        SLACK_CLIENT_ID: '1.2',
        SLACK_CLIENT_SECRET: 'planted-client-secret',
        SLACK_STATE_SECRET: 'planted-state-secret',
        TOKEN_KEYS: key,
        ...more,
      });
      return rest;
    };
    const install = async (id: string, botToken: string, granted = scopes()): Promise<void> => {
      const storage = await openStorage({ url: `sqlite:${cwd}/guidepost.db`, migrateOnStart: true });
      await storage.installations(createKeyRing([key])).save({
        id,
        isOrg: false,
        name: `Team ${id}`,
        appId: 'A1',
        botToken,
        botUserId: 'U1',
        scopes: granted,
        installedBy: 'U2',
      });
      await storage.close();
    };

    it('says what does not work where a workspace has not granted an optional scope', async () => {
      await install(
        'T1',
        'xoxb-planted-bot',
        scopes().filter((scope) => scope !== 'im:history'),
      );
      const { message, state } = (await examine(many())).of('workspaces');
      expect(state).toBe('ok');
      expect(message).toMatch(/\nWithout im:history in Team T1 \(T1\): what people write .* gets no answer\.$/);
      expect((await examine(many({ AGENT_VIEW: 'on' }))).of('workspaces').message).toContain('Without assistant:write');
    });

    it('says that no workspace has installed the app yet', async () => {
      await runInProcess(['migrate'], { cwd, env: many() });
      const { code, states, of } = await examine(many());
      expect(code).toBe(0);
      expect(states).toMatchObject({
        configuration: 'ok',
        slack: 'ok',
        clock: 'ok',
        token: 'skipped',
        scopes: 'skipped',
      });
      expect(of('workspaces')).toMatchObject({ state: 'ok', message: expect.stringContaining('/slack/install') });
    });

    it('checks the token of each workspace', async () => {
      await install('T1', 'xoxb-planted-bot');
      expect((await examine(many())).of('workspaces')).toMatchObject({
        state: 'ok',
        message: expect.stringMatching(/^1 workspace/),
      });
      await install('T2', 'xoxb-planted-revoked');
      const { code, of } = await examine(many());
      expect(of('workspaces')).toMatchObject({ state: 'warning', message: expect.stringContaining('Team T2 (T2)') });
      expect(code).toBe(0);
    });

    it('finds a workspace that granted too few scopes', async () => {
      await install('T1', 'xoxb-planted-bot', ['commands']);
      expect((await examine(many())).of('workspaces')).toMatchObject({
        state: 'warning',
        message: expect.stringContaining('chat:write'),
      });
    });

    it('finds a token that no key decrypts', async () => {
      await install('T1', 'xoxb-planted-bot');
      const { code, of } = await examine({ ...many(), TOKEN_KEYS: 'planted-other-key-of-sixteen' });
      expect(of('workspaces')).toMatchObject({ state: 'failed', fix: expect.stringContaining('TOKEN_KEYS') });
      expect(code).toBe(1);
    });
  });

  it.each([
    [SECRET, 'ok', 'answers as Slack expects'],
    ['f'.repeat(32), 'failed', 'refuses this SLACK_SIGNING_SECRET'],
  ])('calls the public address like Slack does: %s', async (secret, state, expected) => {
    const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel() {}, setName() {} };
    const receiver = createHttpReceiver({
      signingSecret: secret,
      port: 0,
      host: '127.0.0.1',
      health: () => Promise.reject(new Error('nobody asks')),
      logger: silent as never,
    });
    receiver.init({ processEvent: async () => {} } as never);
    const port = await receiver.start();
    closing.push(() => receiver.stop());
    const found = (await examine(environment(), '--url', `http://127.0.0.1:${port}`)).of('address');
    expect(found).toMatchObject({ state, message: expect.stringContaining(expected) });
  });

  it.each([
    ['nonsense', 'is not an address'],
    [undefined, 'cannot be reached: ECONNREFUSED'],
  ])('says what is wrong with the address %s', async (address, expected) => {
    const { code, of } = await examine(environment(), '--url', address ?? (await nowhere()));
    expect(code).toBe(1);
    expect(of('address')).toMatchObject({ state: 'failed', message: expect.stringContaining(expected) });
  });

  it('notices when another program answers at the address', async () => {
    const address = await listen(createServer((_, response) => response.writeHead(302, { location: '/login' }).end()));
    expect((await examine(environment(), '--url', address)).of('address').message).toContain('HTTP status 302');
  });
});

describeOnEachDatabase('the doctor', (make) => {
  it('says how fast the database answers, and whether it is up to date', async () => {
    const { url, remove } = await make();
    closing.push(remove);
    await (await openDatabase({ url })).close();
    const before = (await examine(environment({ DATABASE_URL: url }))).of('database');
    expect(before.message).toMatch(/^(?:SQLite|Postgres) answers within \d+ ms.*will be updated by the next start/);
    await runInProcess(['migrate'], { env: { DATABASE_URL: url } });
    const after = (await examine(environment({ DATABASE_URL: url }))).of('database');
    expect(after.message).toContain('and is up to date');
  });
});
