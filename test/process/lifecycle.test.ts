import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { itLong } from '../long-tests.js';
import { signedCommand } from './sign.js';
import { type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';
const guide = { GUIDE_DIR: packageFile('content') };
let slack: SimulatedSlack;
let server: Server | undefined;

function start(environment: Record<string, string>): Server {
  server = startProcess(environment);
  return server;
}
function http(): Record<string, string> {
  return {
    ...guide,
    SLACK_BOT_TOKEN: 'xoxb-right',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    PORT: '0',
    HOST: '127.0.0.1',
  };
}

beforeAll(async () => {
  slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: 'xoxb-right', deadlineMs: 60_000 });
});
afterAll(() => slack.stop());
afterEach(() => {
  server?.child.kill('SIGKILL');
});

describe('the process', () => {
  it('answers a signed request, refuses a wrong signature and an old one, and stops cleanly on SIGTERM', async () => {
    const { says, child, ended } = start(http());
    const port = (await says(/listening on port (\d+)/))[1];
    const address = `http://127.0.0.1:${port}/slack/events`;
    const command = signedCommand(SECRET, 'paas');
    const reply = await fetch(address, { method: 'POST', ...command });
    expect(reply.status).toBe(200);
    expect(JSON.stringify(await reply.json())).toContain('Platform-as-a-service');
    expect((await fetch(address, { method: 'POST', ...signedCommand('f'.repeat(32), 'paas') })).status).toBe(401);
    expect(
      (await fetch(address, { method: 'POST', ...signedCommand(SECRET, 'paas', Date.now() - 6 * 60_000) })).status,
    ).toBe(401);
    child.kill('SIGTERM');
    expect(await ended()).toBe(0);
  });

  it('lists every missing variable of an incomplete configuration, and exits with 1', async () => {
    const { ended, output } = start({ ...guide, SLACK_SIGNING_SECRET: SECRET, PORT: 'x' });
    expect(await ended()).toBe(1);
    expect(output()).toMatch(/SLACK_BOT_TOKEN is missing[\s\S]*PORT must be/);
    expect(output()).not.toContain('    at ');
  });

  it('says in one line that Slack refuses the token, and exits with 1', async () => {
    const { ended, output } = start({ ...http(), SLACK_BOT_TOKEN: 'xoxb-wrong' });
    expect(await ended()).toBe(1);
    expect(output().trim().split('\n').at(-1)).toMatch(/^Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)/);
    expect(output()).not.toContain('    at ');
    expect(output()).not.toContain('xoxb-wrong');
  });

  itLong('answers while Slack’s Web API cannot be reached, and keeps trying', async () => {
    const { says } = start({ ...http(), SLACK_API_URL: 'http://127.0.0.1:9/api/' });
    const port = (await says(/listening on port (\d+)/))[1];
    await says(/cannot be reached; trying again/);
    const reply = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      ...signedCommand(SECRET, 'paas'),
    });
    expect(JSON.stringify(await reply.json())).toContain('Platform-as-a-service');
  });

  it('starts and answers while its database cannot be reached', async () => {
    const { says } = start({ ...http(), DATABASE_URL: 'postgres://guidepost:secret@127.0.0.1:9/guidepost' });
    await says(/DATABASE_URL[^\n]*questions are answered/);
    const port = (await says(/listening on port (\d+)/))[1];
    const sent = { method: 'POST', ...signedCommand(SECRET, 'paas') };
    const reply = await fetch(`http://127.0.0.1:${port}/slack/events`, sent);
    expect(JSON.stringify(await reply.json())).toContain('Platform-as-a-service');
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(await health.json()).toMatchObject({ status: 'ready', database: 'unreachable' });
  });

  it('says why and exits with 1 if its database is required and cannot be reached', async () => {
    const { ended, output } = start({
      ...http(),
      DATABASE_URL: 'postgres://guidepost:secret@127.0.0.1:9/guidepost',
      DATABASE_REQUIRED: 'true',
    });
    expect(await ended()).toBe(1);
    expect(output()).toMatch(/DATABASE_URL cannot be used: no server listens there.*DATABASE_REQUIRED/);
    expect(output()).not.toContain('secret@');
  });

  it('reads the guide again on SIGHUP, without a pause in its answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
    writeFileSync(join(folder, 'page.md'), '# Zebras\n\nHow to keep zebras.\n');
    const { says, child } = start({ ...http(), GUIDE_DIR: folder });
    const port = (await says(/listening on port (\d+)/))[1];
    const ask = async (text: string): Promise<string> => {
      const sent = { method: 'POST', ...signedCommand(SECRET, text) };
      return JSON.stringify(await (await fetch(`http://127.0.0.1:${port}/slack/events`, sent)).json());
    };
    expect(await ask('zebras')).toContain('How to keep zebras');
    writeFileSync(join(folder, 'page.md'), '# Okapis\n\nHow to keep okapis.\n');
    child.kill('SIGHUP');
    await says(/Reloaded the guide/);
    expect(await ask('okapis')).toContain('How to keep okapis');
    rmSync(folder, { recursive: true });
  });

  itLong('reads the guide again after a change when GUIDE_WATCH is set', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
    writeFileSync(join(folder, 'page.md'), '# Zebras\n\nHow to keep zebras.\n');
    const { says } = start({ ...http(), GUIDE_DIR: folder, GUIDE_WATCH: 'true' });
    const port = (await says(/listening on port (\d+)/))[1];
    writeFileSync(join(folder, 'page.md'), '# Okapis\n\nHow to keep okapis.\n');
    await says(/Reloaded the guide/);
    const sent = { method: 'POST', ...signedCommand(SECRET, 'okapis') };
    const reply = await fetch(`http://127.0.0.1:${port}/slack/events`, sent);
    expect(JSON.stringify(await reply.json())).toContain('How to keep okapis');
    rmSync(folder, { recursive: true });
  });

  itLong('reads the guide again in the playground without being told to watch it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
    writeFileSync(join(folder, 'page.md'), '# Zebras\n\nHow to keep zebras.\n');
    const { says, child } = start({ PORT: '0', GUIDE_DIR: folder });
    const [, address = '', secret = ''] = await says(/by hand: (\S+) with the signing secret (\w+)/);
    const ask = async (text: string): Promise<string> =>
      JSON.stringify(await (await fetch(address, { method: 'POST', ...signedCommand(secret, text) })).json());
    expect(await ask('zebras')).toContain('How to keep zebras');
    writeFileSync(join(folder, 'page.md'), '# Okapis\n\nHow to keep okapis.\n');
    await says(/Reloaded the guide/);
    expect(await ask('okapis')).toContain('How to keep okapis');
    writeFileSync(join(folder, 'page.md'), '# Tapirs\n\nHow to keep tapirs.\n');
    child.kill('SIGHUP');
    await says(/Reloaded the guide[\s\S]*Reloaded the guide/);
    expect(await ask('tapirs')).toContain('How to keep tapirs');
    rmSync(folder, { recursive: true });
  });

  itLong('exits with an explanation when its database cannot be used', async () => {
    const { ended, output } = start({ ...http(), DATABASE_URL: `sqlite:${packageFile('content')}` });
    expect(await ended()).toBe(1);
    expect(output()).toMatch(/The database .* cannot be opened/);
    expect(output()).not.toContain('    at ');
  });

  it('opens the playground when Slack is not configured, and answers there', async () => {
    const { says, child, ended } = start({ ...guide, PORT: '0' });
    const page = (await says(/playground: (http:\S+)/))[1] ?? '';
    expect(await (await fetch(page)).text()).toContain('<title>');
    const [, address = '', secret = ''] = await says(/by hand: (\S+) with the signing secret (\w+)/);
    const reply = await fetch(address, { method: 'POST', ...signedCommand(secret, 'help') });
    expect(JSON.stringify(await reply.json())).toContain('/guide topics');
    child.kill('SIGINT');
    expect(await ended()).toBe(0);
  });

  it('does not open the playground in production', async () => {
    const { ended, output } = start({ ...guide, NODE_ENV: 'production' });
    expect(await ended()).toBe(1);
    expect(output()).toContain('SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET');
  });

  itLong('names the port that another program uses', async () => {
    const taken = new URL(slack.apiUrl).port;
    const { ended, output } = start({ ...http(), PORT: taken });
    expect(await ended()).toBe(1);
    expect(output()).toMatch(new RegExp(`${taken}[\\s\\S]*PORT`));
  });
});
