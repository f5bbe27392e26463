import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningApp } from '../../src/start-app.js';
import { type Browser, type SeenPage, startSite, type TestSite } from './start-site.js';

const FIRST = 'T0FIRST001';

let site: TestSite;
let a: RunningApp;
let b: RunningApp;
beforeAll(async () => {
  site = await startSite({ processes: 2 });
  [a, b] = site.apps as [RunningApp, RunningApp];
});
afterAll(() => site.stop());

const allow = { decision: 'allow', target: FIRST } as const;
function isInstalled() {
  return site.withDatabase((database) => database.prepare('select count(*) as number from installations').get()) as {
    number: number;
  };
}

/** Checks that the page says why the install failed and links to the start. */
function expectRefusal(page: SeenPage, status: number, words: string): void {
  expect(page.status).toBe(status);
  expect(page.text).toContain(words);
  expect(page.text).toContain('<a href="/slack/install">Start again</a>');
}

function changed(url: string, change: (query: URLSearchParams) => void): string {
  const other = new URL(url);
  change(other.searchParams);
  return other.href;
}

describe('an install', () => {
  it('redirects to Slack with the scopes of the manifest and a state, but without a redirect_uri', async () => {
    const { status, headers } = await site.browser().open(`${site.urlOf(a)}/slack/install`);
    expect(status).toBe(302);
    const to = new URL(headers.get('location') ?? '');
    expect(`${to.origin}${to.pathname}`).toBe(`${site.slack.url}/oauth/v2/authorize`);
    expect([...to.searchParams.keys()].sort()).toEqual(['client_id', 'scope', 'state']);
    expect(to.searchParams.get('scope')?.split(',')).toEqual(expect.arrayContaining(['chat:write', 'commands']));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-guidepost-install=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=900$/,
    );
  });

  it('asks for what Slackbot needs where that is wanted', async () => {
    const scopesOf = async (address: string) => {
      const { headers } = await fetch(`${address}/slack/install`, { redirect: 'manual' });
      return new URL(headers.get('location') ?? '').searchParams.get('scope')?.split(',');
    };
    expect(await scopesOf(site.urlOf(a))).not.toContain('mcp:connect');
    const other = await startSite({ mcp: { mayWrite: false, inSlackbot: true } });
    try {
      const [app] = other.apps;
      if (app === undefined) throw new Error('No process runs');
      expect(await scopesOf(other.urlOf(app))).toContain('mcp:connect');
    } finally {
      await other.stop();
    }
  });

  it('answers HEAD like GET, but does not finish an install for it', async () => {
    const started = await fetch(`${site.urlOf(a)}/slack/install`, { method: 'HEAD', redirect: 'manual' });
    expect(started.status).toBe(302);
    expect(started.headers.get('location')).toContain(`${site.slack.url}/oauth/v2/authorize?`);
    const finished = await fetch(`${site.urlOf(a)}/slack/oauth_redirect?code=a&state=b`, { method: 'HEAD' });
    expect([finished.status, finished.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('always redirects to Slack, whatever host the request claims', async () => {
    const { headers } = await fetch(
      `${site.urlOf(a)}/slack/install?redirect_uri=https://evil.example&next=//evil.example`,
      {
        redirect: 'manual',
        headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' },
      },
    );
    expect(headers.get('location')).toMatch(new RegExp(`^${site.slack.url}/oauth/v2/authorize\\?`));
    expect(headers.get('location')).not.toContain('evil');
  });

  it('can be finished by another process than the one that started it', async () => {
    const browser = site.browser();
    const back = await browser.consent(site.urlOf(a), allow);
    const page = await browser.open(back.replace(site.urlOf(a), site.urlOf(b)));
    expect(page.status).toBe(200);
    expect(page.text).toContain('Guidepost is installed in');
    expect(isInstalled()).toMatchObject({ number: 1 });
  });

  it('ends on a page without scripts, frames, caching or a referrer', async () => {
    const { headers, text } = await site.install(FIRST);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('set-cookie')).toContain('Max-Age=0');
    expect(text).not.toMatch(/<script|onclick|style="/);
  });
});

describe('the message to who installed the app', () => {
  const slack = () => site.slack.in(FIRST);
  /** What the app has written to the installer, and everything else that it posted. */
  const written = () => {
    const installer = slack().workspace.people[0]?.id ?? '';
    const posts = slack().calls.filter(({ method }) => method === 'chat.postMessage');
    return {
      toInstaller: posts.filter(({ args }) => args.channel === installer),
      others: posts.filter(({ args }) => args.channel !== installer),
    };
  };

  it('has three things to try, and comes once, also if the app is installed again', async () => {
    site.withDatabase((database) => database.exec('delete from conversations'));
    slack().clearJournal();
    await site.install(FIRST);
    await slack().until(() => written().toInstaller.length > 0, { what: 'the welcome' });
    const { toInstaller, others } = written();
    expect(others).toEqual([]);
    const text = String(toInstaller[0]?.args.text);
    for (const words of ['1. Ask', '2. Post a checklist', '3. Look around']) expect(text).toContain(words);
    await site.install(FIRST);
    await slack().settled();
    expect(written().toInstaller).toHaveLength(1);
  });
});

describe('an install that goes wrong', () => {
  beforeAll(() => {
    site.withDatabase((database) => database.exec('delete from installations'));
  });
  afterAll(() => expect(isInstalled()).toMatchObject({ number: 0 }));

  const begun = async (): Promise<{ browser: Browser; back: string }> => {
    const browser = site.browser();
    return { browser, back: await browser.consent(site.urlOf(a), allow) };
  };

  it('says so when the person pressed Cancel', async () => {
    const browser = site.browser();
    const back = await browser.consent(site.urlOf(a), { decision: 'cancel' });
    expectRefusal(await browser.open(back), 403, 'Guidepost was not installed');
  });

  it('shows any other error from Slack, escaped', async () => {
    const { browser, back } = await begun();
    const page = await browser.open(changed(back, (query) => query.set('error', '<script>alert(1)</script>')));
    expectRefusal(page, 403, 'Slack refused the install (&lt;script&gt;');
    expect(page.text).not.toContain('<script');
  });

  it('says so when the state or the code is missing', async () => {
    for (const name of ['state', 'code']) {
      const { browser, back } = await begun();
      expectRefusal(
        await browser.open(changed(back, (query) => query.delete(name))),
        400,
        'This address is incomplete',
      );
    }
  });

  it('refuses a state that it did not sign, without asking Slack', async () => {
    const token = site.slack.tokenOf(FIRST);
    for (const change of [
      () => 'made-up',
      (state: string) => `${state.slice(0, -4)}AAAA`,
      (state: string) => `9${state.slice(1)}`,
      () => '',
      (state: string) => `${state}.${state}`,
    ]) {
      const { browser, back } = await begun();
      const forged = changed(back, (query) => query.set('state', change(query.get('state') ?? '')));
      const page = await browser.open(forged);
      expect(page.status).toBe(400);
      expect(page.text).toMatch(/did not start here|incomplete/);
      // Using the code would have changed the token.
      expect(site.slack.tokenOf(FIRST)).toBe(token);
    }
  });

  it('refuses a state from another browser, as in a link sent by an attacker', async () => {
    const { back } = await begun();
    expectRefusal(await site.browser().open(back), 400, 'This install belongs to another window');
  });

  it('says so when Slack cannot be reached, and logs it', async () => {
    const { browser, back } = await begun();
    site.slack.refuseConnections(true);
    expectRefusal(await browser.open(back), 502, 'Slack cannot be reached right now');
    site.slack.refuseConnections(false);
    expect(site.log.join('\n')).toContain('Slack could not be asked for the token');
  });

  it('says so when Slack does not know the code', async () => {
    const { browser, back } = await begun();
    const wrong = changed(back, (query) => query.set('code', 'of-another-app'));
    expectRefusal(await browser.open(wrong), 400, 'This install is no longer valid');
  });

  it('refuses to use an install twice, even with the cookie of the first time', async () => {
    const browser = site.browser();
    const back = await browser.consent(site.urlOf(a), allow);
    const state = new URL(back).searchParams.get('state');
    expect((await browser.open(back)).status).toBe(200);
    expectRefusal(await browser.open(back), 400, 'This install belongs to another window');
    const replayed = await fetch(back, { headers: { cookie: `__Host-guidepost-install=${state}` } });
    expect(await replayed.text()).toContain('This install is no longer valid');
    site.withDatabase((database) => database.exec('delete from installations'));
  });

  it('shows a reference that is also in the log when the installation cannot be saved', async () => {
    const { browser, back } = await begun();
    site.withDatabase((database) => database.exec('alter table installations rename to installations_away'));
    const page = await browser.open(back);
    site.withDatabase((database) => database.exec('alter table installations_away rename to installations'));
    expectRefusal(page, 500, 'Something went wrong in the app');
    const [, reference = 'none'] = /give the reference ([0-9A-F]{8})/.exec(page.text) ?? [];
    const line = site.log.find((each) => each.includes(reference));
    expect(line).toContain('An install failed');
    expect(line).not.toContain('xoxb-');
  });
});
