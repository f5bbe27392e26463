import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { packageFile, version } from '../../src/package-file.js';
import { itLong } from '../long-tests.js';
import { signedCommand } from './sign.js';
import { type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';
let slack: SimulatedSlack;
let server: Server | undefined;

function start(more: Record<string, string> = {}): Server {
  server = startProcess({
    NODE_ENV: 'production',
    GUIDE_DIR: packageFile('content'),
    SLACK_BOT_TOKEN: 'xoxb-right',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: 'sqlite:test.db',
    PORT: '0',
    HOST: '127.0.0.1',
    ...more,
  });
  return server;
}
function linesOf({ output }: Server): Record<string, unknown>[] {
  return output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

beforeAll(async () => {
  slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: 'xoxb-right', deadlineMs: 60_000 });
});
afterAll(() => slack.stop());
afterEach(() => {
  server?.child.kill('SIGKILL');
});

describe('the log in production', () => {
  it('is only lines of JSON, shows the version first, and has every request at the end', async () => {
    const running = start();
    const port = (await running.says(/listening on port (\d+)/))[1];
    const address = `http://127.0.0.1:${port}/slack/events`;
    for (let index = 0; index < 40; index += 1) {
      await fetch(address, { method: 'POST', ...signedCommand(SECRET, 'paas') });
    }
    running.child.kill('SIGTERM');
    expect(await running.ended()).toBe(0);
    const lines = linesOf(running);
    expect(lines[0]?.message).toContain(`Guidepost ${version()} answers from`);
    expect(lines.filter(({ message }) => message === 'Answered')).toHaveLength(40);
    expect(lines.at(-1)?.message).toBe('Stopped');
    for (const line of lines) {
      expect(line).toMatchObject({ version: version(), pid: running.child.pid, revision: expect.any(String) });
    }
    expect(running.output()).not.toContain(SECRET);
  });

  it('says as a line of JSON why the app stops, without the token', async () => {
    const running = start({ SLACK_BOT_TOKEN: 'xoxb-planted' });
    expect(await running.ended()).toBe(1);
    expect(linesOf(running).at(-1)).toMatchObject({
      level: 'error',
      message: expect.stringContaining('Slack refuses SLACK_BOT_TOKEN'),
    });
    expect(running.output()).not.toContain('planted');
  });

  itLong('reports an uncaught error before it exits, without secrets', async () => {
    const crash = `process.on('SIGUSR2', () => { throw new Error('it broke with xoxb-planted-in-a-crash') })`;
    const running = start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}` });
    await running.says(/listening on port (\d+)/);
    running.child.kill('SIGUSR2');
    expect(await running.ended()).toBe(1);
    expect(linesOf(running).at(-1)).toMatchObject({
      level: 'error',
      error: { message: 'it broke with [secret]', stack: expect.stringContaining('it broke') },
    });
    expect(running.output()).not.toContain('planted');
  });

  it('does not show the password of a database that cannot be reached', async () => {
    const running = start({ DATABASE_URL: 'postgres://guidepost:planted-password@127.0.0.1:9/guidepost' });
    await running.says(/DATABASE_URL[^\n]*questions are answered/);
    running.child.kill('SIGTERM');
    expect(await running.ended()).toBe(0);
    expect(running.output()).not.toContain('planted');
  });
});

describe('/healthz', () => {
  itLong('shows the version', async () => {
    const running = start();
    const port = (await running.says(/listening on port (\d+)/))[1];
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(await health.json()).toMatchObject({ status: 'ready', version: version() });
  });
});
