import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createInstallStates, type Exchanged, installRoutes, STATE_TTL_MS } from '../../../src/slack/install/oauth.js';
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

const secret = 'a-generated-state-secret';

describe('the state of an install', () => {
  it('is valid in every process with the same secret, for a quarter of an hour', () => {
    let now = 1_800_000_000_000;
    const state = createInstallStates(secret, () => now).issue();
    const elsewhere = createInstallStates(secret, () => now);
    expect(elsewhere.check(state)).toBe('valid');
    now += STATE_TTL_MS - 1;
    expect(elsewhere.check(state)).toBe('valid');
    now += 1;
    expect(elsewhere.check(state)).toBe('expired');
  });

  it('is never the same twice, and is safe in a URL or a cookie without escaping', () => {
    const states = createInstallStates(secret);
    const issued = Array.from({ length: 200 }, () => states.issue());
    expect(new Set(issued).size).toBe(200);
    for (const state of issued) expect(state).toMatch(/^[\w.-]+$/);
  });

  it('is reported as forged with another secret, with any character changed, and for any other text', () => {
    const states = createInstallStates(secret);
    const state = states.issue();
    expect(createInstallStates('another-secret').check(state)).toBe('forged');
    fc.assert(
      fc.property(fc.nat(state.length - 1), fc.constantFrom(...'0Aa-_.~'), (at, character) => {
        const other = state.slice(0, at) + character + state.slice(at + 1);
        // The last character of base64url has unused bits.
        fc.pre(other !== state && at < state.length - 1);
        expect(states.check(other)).toBe('forged');
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(states.check(text)).toBe('forged')));
  });
});
