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

/** Starts only the install routes. @returns requests the redirect URL with a valid state */
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

describe('the redirect back from Slack', () => {
  it('shows the name of the workspace, escaped', async () => {
    const name = `"><script>alert('x')</script> & Söhne`;
    const back = await start(async () => ({ kind: 'installed', installation: { ...anInstallation('T1'), name } }));
    const { status, text } = await back();
    expect(status).toBe(200);
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; Söhne');
    expect(text).not.toContain('<script');
    expect(text).toContain('href="https://slack.com/app_redirect?app=A1&amp;team=T1"');
  });

  it('logs a wrong configuration for the operator, and shows the person a reference', async () => {
    const errors: unknown[] = [];
    const back = await start(async () => ({ kind: 'misconfigured', reason: 'bad_client_secret: …' }), errors);
    const { status, text } = await back();
    expect(status).toBe(500);
    expect(text).not.toContain('bad_client_secret');
    const [, reference = 'none'] = /reference ([0-9A-F]{8})/.exec(text) ?? [];
    expect(JSON.stringify(errors)).toContain(reference);
    expect(JSON.stringify(errors)).toContain('bad_client_secret');
  });

  it('says that the app is already installed in the organisation', async () => {
    const back = await start(async () => ({ kind: 'org-installed' }));
    expect(await back()).toMatchObject({
      status: 409,
      text: expect.stringContaining('Your organisation already has Guidepost'),
    });
  });

  it('sends at most twenty of a flood of made-up codes to Slack at the same time', async () => {
    const waiting: (() => void)[] = [];
    const back = await start(() => new Promise((resolve) => waiting.push(() => resolve({ kind: 'used' }))));
    const pages: { status: number; text: string }[] = [];
    const flood = Array.from({ length: 60 }, async () => pages.push(await back()));
    while (pages.length < 40) await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).toHaveLength(20);
    for (const { status, text } of pages) {
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
