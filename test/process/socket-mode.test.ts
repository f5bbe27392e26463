import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { type Server, startProcess } from './start-process.js';

describe('Socket Mode', () => {
  let slack: SimulatedSlack;
  let server: Server | undefined;
  beforeEach(async () => {
    slack = await startSimulatedSlack({ signingSecret: 'unused', botToken: 'xoxb-right', appToken: 'xapp-right' });
  });
  afterEach(async () => {
    server?.child.kill('SIGKILL');
    await slack.stop();
  });
  const start = (appToken: string): Server => {
    server = startProcess({
      GUIDE_DIR: packageFile('content'),
      SLACK_BOT_TOKEN: 'xoxb-right',
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: slack.apiUrl,
      PORT: '0',
      HOST: '127.0.0.1',
    });
    return server;
  };

  it('answers a command over the socket, serves the health checks, and stops cleanly', async () => {
    const { says, child, ended } = start('xapp-right');
    await slack.until(() => slack.faults.active.sockets === 1);
    const reply = await slack.workspace.as('asker').in('#general').command('/guide paas');
    expect(reply.plainText()).toContain('Platform-as-a-service');
    expect(slack.requests.map(({ transport }) => transport)).toEqual(['socket']);
    const port = (await says(/listening on port (\d+)/))[1];
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended()).toBe(0);
  });

  it('says in one line that Slack refuses the app token, and exits with 1', async () => {
    const { ended, output } = start('xapp-wrong');
    expect(await ended()).toBe(1);
    expect(output().trim().split('\n').at(-1)).toMatch(/^Slack refuses SLACK_APP_TOKEN \(invalid_auth\)/);
  });
});
