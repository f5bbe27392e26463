import { type MultiWorkspaceSlack, startMultiWorkspaceSlack } from '@guidepost/slack-simulator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readManifest } from '../../../src/read-manifest.js';
import { createSlackLogger } from '../../../src/slack/api/client.js';
import { createExchange } from '../../../src/slack/install/oauth.js';
import { createLogger } from '../../../src/telemetry/logger.js';

const secrets = { clientId: '111.222', clientSecret: 'the-client-secret' };
const org = { id: 'E1', name: 'Acme' };
const log: string[] = [];
const logger = createSlackLogger(createLogger({ level: 'debug', json: true, write: (line) => log.push(line) }));

let site: MultiWorkspaceSlack;
let now = Date.now();
beforeAll(async () => {
  site = await startMultiWorkspaceSlack({
    ...secrets,
    signingSecret: 's',
    manifest: await readManifest(),
    workspaces: [
      { id: 'T1', name: 'One' },
      { id: 'T2', name: 'Two', org },
    ],
    clock: () => now,
  });
  site.redirectTo('https://app.example/slack/oauth_redirect');
});
afterAll(() => site.stop());

async function codeFor(target: string): Promise<string> {
  const query = { client_id: secrets.clientId, scope: 'commands,chat:write', state: 's', decision: 'allow', target };
  const response = await fetch(`${site.url}/oauth/v2/authorize?${new URLSearchParams(query)}`, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}
function exchange(code: string, other: Partial<typeof secrets> = {}) {
  return createExchange({ ...secrets, ...other, apiUrl: site.apiUrl }, logger)(code);
}

describe('a code', () => {
  it('becomes the token of a workspace, including one in an organisation', async () => {
    for (const [id, name] of [
      ['T1', 'One'],
      ['T2', 'Two'],
    ] as const) {
      expect(await exchange(await codeFor(id))).toEqual({
        kind: 'installed',
        installation: {
          id,
          name,
          isOrg: false,
          appId: 'A0SIMAPP01',
          botToken: site.tokenOf(id),
          botUserId: 'U0BOTUSER1',
          scopes: ['commands', 'chat:write'],
          installedBy: 'U0ADA00001',
        },
      });
    }
  });

  it('becomes the token of a whole organisation', async () => {
    expect(await exchange(await codeFor('E1'))).toMatchObject({
      kind: 'installed',
      installation: { id: 'E1', name: 'Acme', isOrg: true, botToken: site.tokenOf('E1') },
    });
  });

  it('works once, and within ten minutes', async () => {
    const code = await codeFor('T1');
    expect(await exchange(code)).toMatchObject({ kind: 'installed' });
    expect(await exchange(code)).toEqual({ kind: 'used' });
    const old = await codeFor('T1');
    now += 10 * 60_000;
    expect(await exchange(old)).toEqual({ kind: 'used' });
  });

  it('logs which variable does not belong to the app', async () => {
    expect(await exchange(await codeFor('T1'), { clientSecret: 'wrong' })).toEqual({
      kind: 'misconfigured',
      reason: expect.stringMatching(/^bad_client_secret: SLACK_CLIENT_SECRET is not the one/),
    });
    expect(await exchange(await codeFor('T1'), { clientId: '3.4' })).toEqual({
      kind: 'misconfigured',
      reason: expect.stringMatching(/^invalid_client_id: SLACK_CLIENT_ID is not the one/),
    });
  });

  it('leaves no secret in the log at any level', async () => {
    await exchange(await codeFor('T1'));
    const all = log.join('\n');
    for (const secret of [secrets.clientSecret, site.tokenOf('T1') ?? 'none', 'xoxb-']) {
      expect(all).not.toContain(secret);
    }
  });
});
