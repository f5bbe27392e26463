import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { everyCase, few } from '../every-case.js';
import { itLong } from '../long-tests.js';
import { signedCommand } from './sign.js';
import { type ProcessOptions, SERVE_COMMAND, type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';
/** Something else in the process writes an error when it gets this signal. */
const WRITE_ERROR = "process.on('SIGUSR2', () => process.stderr.write('error\\n'))";
let slack: SimulatedSlack;
let server: Server | undefined;
let full: number;

beforeAll(async () => {
  slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: 'xoxb-right', deadlineMs: 60_000 });
  full = openSync('/dev/full', 'w');
});
afterAll(async () => {
  closeSync(full);
  await slack.stop();
});
afterEach(() => {
  server?.child.kill('SIGKILL');
});

/** The address of the app, once it answers. Its port cannot be read where nobody reads what it writes. */
async function start(NODE_ENV: string, outputs: ProcessOptions): Promise<{ running: Server; url: string }> {
  const port = await freePort();
  const running = startProcess(
    {
      NODE_ENV,
      // Questions are logged too.
      LOG_LEVEL: 'debug',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WRITE_ERROR)}`,
      RATE_LIMIT_PER_MINUTE: '0',
      GUIDE_DIR: packageFile('content'),
      SLACK_BOT_TOKEN: 'xoxb-right',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      DATABASE_URL: 'sqlite:test.db',
      PORT: `${port}`,
      HOST: '127.0.0.1',
    },
    outputs,
  );
  server = running;
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/livez`).catch(() => undefined))?.ok) {
    if (running.child.exitCode !== null) throw new Error(`It ended with ${running.child.exitCode}`);
    await sleep(50);
  }
  return { running, url };
}

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  await new Promise((resolve) => taken.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

/** The processor time that a process has used, in seconds. */
function processorSeconds({ child }: Server): number {
  // After the name, which may have spaces, utime and stime are fields 14 and 15 (proc(5)), in hundredths of a second.
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const breaks: readonly [string, ProcessOptions, (running: Server) => void][] = [
  ['whose output is closed', {}, ({ child }) => child.stdout?.destroy()],
  ['whose errors are closed', {}, ({ child }) => child.stderr?.destroy()],
  [
    'whose output and errors are closed',
    {},
    ({ child }) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  ],
  ['whose output nobody reads', { stdout: 'unread' }, () => {}],
  ['of the command line whose output is closed', { program: SERVE_COMMAND }, ({ child }) => child.stdout?.destroy()],
  ['of the command line whose output nobody reads', { program: SERVE_COMMAND, stdout: 'unread' }, () => {}],
];

// A case takes some seconds, so only CI tries them all, and all of them only in production.
const main = breaks.filter(([name]) =>
  (everyCase ? /^whose output (is closed|nobody reads)$/ : /^whose output is closed$/).test(name),
);
const environments = everyCase ? ['production', 'development'] : ['production'];

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux.each(environments)(`in %s, an app${few}`, (NODE_ENV) => {
  const use = async ({ running, url }: { running: Server; url: string }): Promise<void> => {
    // Together more than a pipe holds, which is 64 KiB.
    const asked = `paas ${'x'.repeat(2_000)}`;
    for (let index = 0; index < 90; index += 1) {
      const reply = await fetch(`${url}/slack/events`, { method: 'POST', ...signedCommand(SECRET, asked) });
      expect(reply.status).toBe(200);
      await reply.arrayBuffer();
      // From time to time long enough for the log to be written, and to fail.
      if (index % 30 !== 0) continue;
      running.child.kill('SIGUSR2');
      await sleep(300);
    }
    const before = processorSeconds(running);
    await sleep(1_000);
    expect(processorSeconds(running) - before).toBeLessThan(0.3);
    running.child.kill('SIGTERM');
    expect(await running.ended()).toBe(0);
  };

  it.each(everyCase && NODE_ENV === 'production' ? breaks : main)(
    '%s answers, rests, and stops',
    async (_, outputs, breakIt) => {
      const started = await start(NODE_ENV, outputs);
      breakIt(started.running);
      await use(started);
    },
  );

  itLong('whose log is on a full disk answers, rests, and stops', async () => {
    await use(await start(NODE_ENV, { stdout: full, stderr: full }));
  });
});
