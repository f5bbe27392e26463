import { describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { createIsInstalled, findIdentity } from '../../../src/slack/install/authorize.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { createInstallations } from '../../../src/workspaces/installations.js';
import { anInstallation } from '../../workspaces/an-installation.js';

const logger = createLogger({ level: 'error', json: true, write: () => {} });

/** A client whose calls Slack answers like this. */
function clientThatGets(reply: object): WebClient {
  return new WebClient('xoxb-test', {
    fetch: async () =>
      new Response(JSON.stringify({ ok: true, ...reply }), { headers: { 'content-type': 'application/json' } }),
  });
}

describe('who the app is', () => {
  const bot = { team_id: 'T1', bot_id: 'B1', user_id: 'U1' };
  const identify = (reply: object) => findIdentity(clientThatGets(reply), logger, new AbortController().signal);

  it('is named as Slack names the installation in its payloads: the workspace, or the organization that has it everywhere', async () => {
    expect(await identify(bot)).toEqual({ installation: 'T1', teamId: 'T1', botId: 'B1', botUserId: 'U1' });
    const inOne = { ...bot, enterprise_id: 'E1', is_enterprise_install: false };
    expect(await identify(inOne)).toMatchObject({ installation: 'T1' });
    expect(await identify({ ...inOne, is_enterprise_install: true })).toMatchObject({ installation: 'E1' });
  });
});

function isInstalled(find: (id: string) => Promise<ReturnType<typeof anInstallation> | undefined>) {
  return createIsInstalled(createInstallations({ find }));
}

describe('checking that the app is installed', () => {
  it('depends on the stored installation', async () => {
    const ask = isInstalled(async (id) => (id === 'T1' ? anInstallation(id) : undefined));
    expect([await ask('T1'), await ask('T2'), await ask('T1')]).toEqual([true, false, true]);
  });

  it('assumes that it is if the database fails or is slow, because a question needs no token', async () => {
    const away = isInstalled(async () => {
      throw new Error('The database is away');
    });
    expect(await away('T1')).toBe(true);
    expect(await isInstalled(() => new Promise(() => {}))('T1')).toBe(true);
  });
});
