import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Exchanged, installRoutes } from '../../../src/slack/install/oauth.js';
import { createInstallStates } from '../../../src/slack/install/state.js';
import { listen, serveRoutes } from '../../../src/slack/transport/http-server.js';
import { anInstallation } from '../../workspaces/an-installation.js';

const app = { clientId: '1.2', clientSecret: 'the-client-secret' };
const states = createInstallStates('a-generated-state-secret');
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** The routes alone. @returns how to come back from Slack with a good state */
async function start(exchange: (code: string) => Promise<Exchanged>, errors: unknown[] = []) {
  const logger = { ...silent, error: (...entry: unknown[]) => errors.push(entry) };
  const routes = installRoutes({ app, scopes: ['commands'], states, exchange, save: async () => {}, logger });
  const server = createServer(serveRoutes(routes));
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  stops.push(() => server.close().closeAllConnections());
  return async () => {
    const state = states.issue();
    const response = await fetch(`http://127.0.0.1:${port}/slack/oauth_redirect?code=c&state=${state}`, {
      headers: { cookie: `other=1; __Host-guidepost-install=${state}` },
    });
    return { status: response.status, text: await response.text() };
  };
}

describe('coming back from Slack', () => {
  it('shows what the workspace is called, and never as HTML of its own', async () => {
    const name = `"><script>alert('x')</script> & Söhne`;
    const back = await start(async () => ({ kind: 'installed', installation: { ...anInstallation('T1'), name } }));
    const { status, text } = await back();
    expect(status).toBe(200);
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; Söhne');
    expect(text).not.toContain('<script');
    expect(text).toContain('href="https://slack.com/app_redirect?app=A1&amp;team=T1"');
  });

  it('tells the operator in the log, and the person a reference, where the server is not set up right', async () => {
    const errors: unknown[] = [];
    const back = await start(async () => ({ kind: 'misconfigured', reason: 'bad_client_secret: …' }), errors);
    const { status, text } = await back();
    expect(status).toBe(500);
    expect(text).not.toContain('bad_client_secret');
    const [, reference = 'none'] = /reference ([0-9A-F]{8})/.exec(text) ?? [];
    expect(JSON.stringify(errors)).toContain(reference);
    expect(JSON.stringify(errors)).toContain('bad_client_secret');
  });

  it('says that the organisation has it already', async () => {
    const back = await start(async () => ({ kind: 'org-installed' }));
    expect(await back()).toMatchObject({
      status: 409,
      text: expect.stringContaining('Your organisation already has Guidepost'),
    });
  });

  it('lets a flood of made-up codes wait for Slack by twenty at the most', async () => {
    const waiting: (() => void)[] = [];
    const back = await start(() => new Promise((resolve) => waiting.push(() => resolve({ kind: 'used' }))));
    const told: { status: number; text: string }[] = [];
    const flood = Array.from({ length: 60 }, async () => told.push(await back()));
    while (told.length < 40) await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).toHaveLength(20);
    for (const { status, text } of told) {
      expect([status, text]).toEqual([502, expect.stringContaining('Slack cannot be reached right now')]);
    }
    for (const end of waiting) end();
    await Promise.all(flood);
    const again = back();
    while (waiting.length < 21) await new Promise((resolve) => setImmediate(resolve));
    waiting[20]?.();
    expect((await again).text).toContain('This install is no longer valid');
  });
});
