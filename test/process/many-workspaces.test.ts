import { afterEach, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { type Server, startProcess } from './start-process.js';

const secret = '0123456789abcdef0123456789abcdef';
const environment = {
  PORT: '0',
  HOST: '127.0.0.1',
  GUIDE_DIR: packageFile('content'),
  SLACK_SIGNING_SECRET: secret,
  SLACK_CLIENT_ID: '111.222',
  SLACK_CLIENT_SECRET: secret,
  SLACK_STATE_SECRET: secret,
  TOKEN_KEYS: secret,
};

let server: Server | undefined;
afterEach(async () => {
  server?.child.kill();
  await server?.ended();
});

describe('the process for many workspaces', () => {
  it('says so, redirects to Slack to be installed, and shows no secrets', async () => {
    server = startProcess(environment);
    const [, port] = await server.says(/listening on port (\d+), for many workspaces/);
    const install = await fetch(`http://127.0.0.1:${port}/slack/install`, { redirect: 'manual' });
    expect(install.headers.get('location')).toMatch(/^https:\/\/slack\.com\/oauth\/v2\/authorize\?client_id=111\.222&/);
    const health = await (await fetch(`http://127.0.0.1:${port}/healthz`)).json();
    expect(health).toMatchObject({ status: 'ready', slack: 'many workspaces' });
    expect(server.output() + JSON.stringify([...install.headers, health])).not.toContain(secret);
  });

  it('does not start with an incomplete configuration, and names what is missing', async () => {
    const { TOKEN_KEYS: _, ...rest } = environment;
    server = startProcess({ ...rest, SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(await server.ended()).toBe(1);
    expect(server.output()).toContain('TOKEN_KEYS is missing');
    expect(server.output()).toContain('SLACK_BOT_TOKEN is for one workspace');
    server = undefined;
  });
});
