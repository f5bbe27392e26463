import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openConnection, SECRET, signedRequest } from './load.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How each is started: ours as the Procfile does, with the guide that ships. */
const ENTRIES = {
  bare: [join(root, 'bench/speed/bare-app.js')],
  ours: ['--enable-source-maps', join(root, 'dist/main.js')],
};

/**
 * Starts a server in a process of its own and asks until it answers rightly.
 * @returns with `coldStartMs`, from the start of the process to the end of the first right answer
 */
export async function startServer(kind, { question, isRight, apiUrl, flags = [], environment = {}, isProbed = false }) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
  const request = signedRequest(question);
  const started = performance.now();
  const probe = isProbed ? ['--import', join(root, 'bench/speed/probe.js')] : [];
  const child = spawn(process.execPath, [...flags, ...probe, ...ENTRIES[kind]], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: `${port}`,
      HOST: '127.0.0.1',
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: apiUrl,
      GUIDE_DIR: join(root, 'content'),
      DATABASE_URL: `sqlite:${join(folder, 'bench.db')}`,
      // One person asks thousands of questions.
      RATE_LIMIT_PER_MINUTE: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit', ...(isProbed ? ['ipc'] : [])],
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  const ended = once(child, 'close');
  const gone = ended.then(() => {
    throw new Error(`The ${kind} server ended:\n${output}`);
  });
  gone.catch(() => undefined);
  await Promise.race([firstAnswer(port, question, request, isRight), gone]);
  const coldStartMs = performance.now() - started;
  return {
    port,
    pid: child.pid,
    coldStartMs,
    output: () => output,
    memoryMiB: () => residentMiB(child.pid),
    processorMs: () => processorMs(child.pid),
    /**
     * How long its event loop was held up since this was last asked, in milliseconds, and at most less what it waited for a
     * processor (`own`); where it is probed.
     */
    async loopDelay() {
      const told = once(child, 'message');
      child.send('tell');
      return (await told)[0];
    },
    /** What is in use after a collection, in MiB; where it is probed and runs with --expose-gc. */
    async usedMiB() {
      const told = once(child, 'message');
      child.send('collect');
      return (await told)[0].usedMiB;
    },
    signal: (name) => child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function firstAnswer(port, question, request, isRight) {
  for (;;) {
    const connection = await openConnection(port).catch(() => undefined);
    if (connection !== undefined) {
      const reply = await connection.ask(request);
      connection.close();
      if (isRight(question, reply)) return;
    }
    await sleep(2);
  }
}

function residentMiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

// In ticks of 10 ms: the time that it really worked, whatever else the machine does.
function processorMs(pid) {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

/** As much of Slack's Web API as a start needs: who the token is. */
export async function startSlack() {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, team_id: 'T0001', bot_id: 'B0001', user_id: 'U0001' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { apiUrl: `http://127.0.0.1:${server.address().port}/api/`, stop: () => server.close().closeAllConnections() };
}

/** A port that nobody uses just now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
