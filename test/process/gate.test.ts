import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostedMessage, type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readManifest } from '../../src/read-manifest.js';
import { runInProcess } from '../cli/run-in-process.js';
import { createToken, DEPLOYMENTS, GENERAL } from '../front-door/api-client.js';
import { postChecklist } from '../front-door/post-checklist.js';
import { itLong } from '../long-tests.js';
import { describeWithPostgres, emptyPostgres } from '../storage/on-each-database.js';
import { CLI } from './program.js';
import { type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';
const page = `# Release

## Release checklist

### Before

- [ ] Freeze the branch
- [ ] Send the notes

### After

- [ ] Watch the errors
`;

let slack: SimulatedSlack;
let folder: string;
let port: number;
let databaseUrl: string;
let app: Server;
let token: string;
const started: Server[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-gate-'));
  writeFileSync(join(folder, 'release.md'), page);
  databaseUrl = `sqlite:${join(folder, 'gate.db')}`;
  port = await freePort();
  slack = await startSimulatedSlack({
    ...{ signingSecret: SECRET, botToken: 'xoxb-right', manifest: await readManifest(), deadlineMs: 60_000 },
  });
});
afterEach(async () => {
  for (const each of started.splice(0)) each.child.kill('SIGKILL');
  await app?.ended();
  await slack.stop();
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Starts the app, always at the same address. */
async function startApp(environment: Record<string, string> = {}): Promise<void> {
  app = startProcess({
    GUIDE_DIR: folder,
    SLACK_BOT_TOKEN: 'xoxb-right',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: databaseUrl,
    MIGRATE_ON_START: 'true',
    PORT: `${port}`,
    HOST: '127.0.0.1',
    ...environment,
  });
  started.push(app);
  await app.says(/listening on port/);
  slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
}

/** `guidepost gate` as a pipeline runs it. */
function gate(...args: string[]): Server {
  const environment = { GUIDEPOST_SERVER: `http://127.0.0.1:${port}`, GUIDEPOST_TOKEN: token };
  const process = startProcess(environment, { program: [CLI, 'gate', ...args] });
  started.push(process);
  return process;
}
const named = ['--page', 'release', '--name', 'shop-api 2.4'];

async function ask(...args: string[]): Promise<{ code: number | null; output: string }> {
  const process = gate(...args);
  return { code: await process.ended(), output: process.output() };
}

/** Posts the checklist as Ada does, and makes a token for its channel. */
async function post(): Promise<PostedMessage> {
  const { posted } = await postChecklist(slack, { topic: 'release: shop-api 2.4' });
  token = await createToken(databaseUrl);
  return posted;
}
/** Presses the buttons of these items that are open, and waits until the message shows it. */
async function tick(posted: PostedMessage, ...open: number[]): Promise<void> {
  const settled = Number(/(\d) of 3/.exec(posted.plainText())?.[1]) + open.length;
  await Promise.all(open.map((nth) => posted.press('Done', { nth })));
  await slack.until(() => posted.plainText().includes(`${settled} of 3`), { what: 'the ticks' });
}

describe('the gate of the real app', () => {
  it('is open with the names of the open items, and never waits for a later phase', async () => {
    await startApp();
    const posted = await post();
    const open = await ask(...named, '--phase', 'before');
    expect(open.code).toBe(2);
    expect(open.output).toContain('Before: 2 items open\n    - Freeze the branch\n    - Send the notes\n');
    expect(open.output).not.toContain('Watch the errors');
    await tick(posted, 0, 1);
    expect((await ask(...named, '--phase', 'before')).code).toBe(0);
    expect((await ask(...named, '--phase', 'after')).code).toBe(2);
    expect((await ask(...named)).code).toBe(2);
    await posted.press('Undo');
    await slack.until(() => posted.plainText().includes('1 of 3'), { what: 'the reopened item' });
    expect((await ask(...named, '--phase', 'before')).code).toBe(2);
  });

  itLong('is waited for until the last tick, over a restart and a crash of the app', async () => {
    await startApp();
    const posted = await post();
    const waiting = gate(...named, '--phase', 'before', '--wait', '5m');
    await waiting.says(/open: Before 2 items \(Freeze the branch; Send the notes\)/);
    await tick(posted, 0);
    await waiting.says(/open: Before 1 item \(Send the notes\)/);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      app.child.kill(signal);
      await app.ended();
      // Asked once, it is not reached. A wait goes on.
      expect((await ask(...named)).code).toBe(4);
      await waiting.says(/not reached: http/);
      expect(waiting.child.exitCode).toBeNull();
      await startApp();
    }
    await tick(posted, 0);
    expect(await waiting.ended()).toBe(0);
    expect(waiting.output()).toContain('complete: shop-api 2.4 (Release checklist)');
  });

  itLong('is unknown for a run that is not there, and tells nothing of another channel', async () => {
    await startApp();
    await post();
    expect((await ask('--run', 'no-such-run')).code).toBe(3);
    expect((await ask('--page', 'release', '--name', 'shop-api 2.5')).code).toBe(3);
    expect(await ask(...named, '--phase', 'befor')).toMatchObject({
      code: 3,
      output: expect.stringContaining('befor'),
    });
    const { output } = await ask(...named, '--json');
    const { run } = JSON.parse(output) as { run: { id: string } };
    token = await createToken(databaseUrl, { name: 'elsewhere', channels: GENERAL });
    for (const which of [['--run', run.id], named, [...named, '--channel', DEPLOYMENTS]]) {
      const elsewhere = await ask(...which);
      expect(elsewhere.code).not.toBe(0);
      expect(elsewhere.output).not.toMatch(/Freeze|Send the notes|Release checklist/);
    }
    expect((await ask('--run', run.id)).code).toBe(3);
  });

  itLong('is not allowed for a token that is made up, may not ask, or is revoked in the middle of a wait', async () => {
    await startApp();
    await post();
    const given = token;
    token = `gp_${'x'.repeat(43)}`;
    expect((await ask(...named)).code).toBe(5);
    token = await createToken(databaseUrl, { name: 'tick only', may: 'tick' });
    expect((await ask(...named)).code).toBe(5);
    expect((await ask(...named, '--bypass', 'The shop is down')).code).toBe(5);
    token = given;
    const waiting = gate(...named, '--wait', '5m');
    await waiting.says(/open: /);
    await runInProcess(['token', 'revoke', 'ci'], { env: { DATABASE_URL: databaseUrl } });
    expect(await waiting.ended()).toBe(5);
  });

  itLong('is opened with a reason by a token that may, and Slack shows who did it', async () => {
    await startApp();
    const posted = await post();
    const bypassed = await ask(...named, '--phase', 'before', '--bypass', 'The shop is down');
    expect(bypassed).toMatchObject({ code: 0, output: expect.stringContaining('ci opened the gate for Before') });
    await slack.until(() => posted.plainText().includes('Gate opened for Before by ci'), { what: 'the message' });
    expect(posted.plainText()).toContain('0 of 3');
    expect((await ask(...named)).code).toBe(2);
    token = await createToken(databaseUrl, { name: 'gate only', may: 'gate' });
    expect((await ask(...named, '--bypass', 'Me too')).code).toBe(5);
  });
});

/** Between the app and its database, to cut the connection. */
async function startProxy(target: URL): Promise<{ readonly url: string; cut(): void; restore(): void; stop(): void }> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: NetServer = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {});
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port || 5432), target.hostname);
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: url.href,
    cut,
    restore: () => {
      isCut = false;
    },
    stop: () => {
      cut();
      server.close();
    },
  };
}

describeWithPostgres('the gate of the real app on Postgres', (admin) => {
  it('is never complete while the database is away, and a wait goes on when it is back', async () => {
    const database = await emptyPostgres(admin);
    const proxy = await startProxy(new URL(database.url));
    databaseUrl = database.url;
    await startApp({ DATABASE_URL: proxy.url });
    const posted = await post();
    await tick(posted, 0, 1);
    expect((await ask(...named, '--phase', 'before')).code).toBe(0);
    const waiting = gate(...named, '--wait', '5m');
    await waiting.says(/open: After 1 item/);
    proxy.cut();
    // Even what was complete a moment ago.
    const away = await ask(...named, '--phase', 'before');
    expect([away.code, away.output]).toEqual([4, expect.stringContaining('status 503')]);
    await waiting.says(/not reached: .*503/);
    proxy.restore();
    await waiting.says(/not reached[\s\S]*open: After 1 item/);
    await tick(posted, 0);
    expect(await waiting.ended()).toBe(0);
    for (const each of started.splice(0)) each.child.kill('SIGKILL');
    await app.ended();
    proxy.stop();
    await database.remove();
  });
});
