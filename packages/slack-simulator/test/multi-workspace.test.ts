import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppManifest } from '../src/index.js';
import { type MultiWorkspaceSlack, startMultiWorkspaceSlack } from '../src/index.js';

const app = { client_id: '1.2', client_secret: 'the-client-secret' };
const manifest: AppManifest = {
  commands: [],
  shortcuts: [],
  events: [],
  home: { homeTab: false, messagesTab: true, messagesReadOnly: true },
  unfurlDomains: [],
  scopes: ['chat:write', 'commands'],
};
const BACK = 'https://app.example/back';

let site: MultiWorkspaceSlack;
beforeEach(async () => {
  site = await startMultiWorkspaceSlack({
    signingSecret: 'secret',
    clientId: app.client_id,
    clientSecret: app.client_secret,
    manifest,
    workspaces: [
      { id: 'T1', name: 'One' },
      { id: 'T2', name: 'Two', org: { id: 'E1', name: 'Acme' } },
    ],
  });
  site.redirectTo(BACK);
});
afterEach(() => site.stop());

function decide(query: Record<string, string>) {
  return fetch(`${site.url}/oauth/v2/authorize?${new URLSearchParams(query)}`, { redirect: 'manual' });
}
const asked = { client_id: app.client_id, scope: 'chat:write,commands', state: 'the-state' };
async function codeFor(target: string, more: Record<string, string> = {}): Promise<string> {
  const response = await decide({ ...asked, ...more, decision: 'allow', target });
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}
async function call(method: string, body: Record<string, string>, authorization?: string) {
  const response = await fetch(site.apiUrl + method, {
    method: 'POST',
    headers: authorization === undefined ? {} : { authorization },
    body: new URLSearchParams(body),
  });
  return (await response.json()) as Record<string, unknown>;
}
async function redeem(code: string, more: Record<string, string> = {}) {
  return call('oauth.v2.access', { ...app, code, ...more });
}

describe('the consent page', () => {
  it('offers each workspace and organisation, and redirects back with a code and the state', async () => {
    const page = await (await decide(asked)).text();
    for (const name of ['One', 'Two', 'Acme']) expect(page).toContain(`Allow in ${name}`);
    const [, href = ''] = /href="([^"]+)">Allow in One/.exec(page) ?? [];
    const decided = await fetch(site.url + href.replaceAll('&amp;', '&'), { redirect: 'manual' });
    const to = new URL(decided.headers.get('location') ?? '');
    expect(to.origin + to.pathname).toBe(BACK);
    expect([...to.searchParams.keys()]).toEqual(['code', 'state']);
    expect(to.searchParams.get('state')).toBe('the-state');
  });

  it('redirects back with an error if the person cancels', async () => {
    const to = (await decide({ ...asked, decision: 'cancel' })).headers.get('location');
    expect(to).toBe(`${BACK}?error=access_denied&state=the-state`);
  });

  it('checks the client id, scopes and redirect_uri as strictly as Slack', async () => {
    const refusals: [Record<string, string>, string][] = [
      [{ client_id: '9.9' }, 'Invalid client_id parameter'],
      [{ scope: '' }, 'No scopes requested'],
      [{ scope: 'admin' }, 'Invalid permissions requested: admin'],
      [{ redirect_uri: 'https://evil.example/' }, 'redirect_uri did not match any configured URIs'],
      [{ nonsense: '1' }, 'There is no parameter nonsense'],
    ];
    for (const [change, reason] of refusals) {
      const response = await decide({ ...asked, ...change });
      expect([response.status, await response.text()]).toEqual([400, reason]);
    }
  });
});

describe('oauth.v2.access', () => {
  it('returns a token for each target, which works for its own Web API', async () => {
    for (const [target, enterprise, team] of [
      ['T1', null, { id: 'T1', name: 'One' }],
      ['T2', { id: 'E1', name: 'Acme' }, { id: 'T2', name: 'Two' }],
      ['E1', { id: 'E1', name: 'Acme' }, null],
    ] as const) {
      const granted = await redeem(await codeFor(target));
      expect(granted).toMatchObject({
        ok: true,
        token_type: 'bot',
        enterprise,
        team,
        is_enterprise_install: target === 'E1',
      });
      const who = await call('auth.test', {}, `Bearer ${granted.access_token}`);
      expect(who).toMatchObject({ ok: true, team_id: team?.id ?? 'T2', is_enterprise_install: target === 'E1' });
    }
  });

  it('accepts a code once, with the app’s credentials and the same redirect_uri', async () => {
    const code = await codeFor('T1');
    expect(await redeem(code, { client_secret: 'wrong' })).toMatchObject({ ok: false, error: 'bad_client_secret' });
    expect(await redeem(code, { client_id: '9.9' })).toMatchObject({ ok: false, error: 'invalid_client_id' });
    expect(await redeem(code, { redirect_uri: BACK })).toMatchObject({ ok: false, error: 'bad_redirect_uri' });
    expect(await redeem(code)).toMatchObject({ ok: true });
    expect(await redeem(code)).toMatchObject({ ok: false, error: 'invalid_code' });
    expect(await redeem('made-up')).toMatchObject({ ok: false, error: 'invalid_code' });
    const named = await codeFor('T1', { redirect_uri: BACK });
    expect(await redeem(named, { redirect_uri: BACK })).toMatchObject({ ok: true });
  });

  it('also accepts the app’s credentials by HTTP Basic authentication', async () => {
    const basic = `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`;
    expect(await call('oauth.v2.access', { code: await codeFor('T1') }, basic)).toMatchObject({ ok: true });
  });
});

describe('a token', () => {
  it('is refused after it was revoked or replaced, after its app was removed, and if it was never issued', async () => {
    const tokenFor = async (target: string) => `Bearer ${(await redeem(await codeFor(target))).access_token}`;
    const test = async (authorization?: string) => (await call('auth.test', {}, authorization)).error;
    expect(await test()).toBe('not_authed');
    expect(await test('Bearer xoxb-made-up')).toBe('invalid_auth');
    const first = await tokenFor('T1');
    const second = await tokenFor('T1');
    expect([await test(first), await test(second)]).toEqual(['token_revoked', undefined]);
    site.revoke('T1');
    expect(await test(second)).toBe('token_revoked');
    const other = await tokenFor('T2');
    await tokenFor('T1');
    site.deliverTo('http://127.0.0.1:9/slack/events');
    void site.uninstall('T1');
    expect(site.tokenOf('T1')).toBeUndefined();
    expect(await test(other)).toBeUndefined();
  });
});
