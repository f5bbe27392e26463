import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectPath, required } from '../measure.js';
import { openConnection, type Reply, SECRET, signedRequest } from './load.js';

/** How each server is started: Guidepost as in the Procfile, with the guide that ships. */
const ENTRIES = {
  bare: [projectPath('bench/speed/bare-app.js')],
  guidepost: ['--enable-source-maps', projectPath('dist/main.js')],
};

export type ServerKind = keyof typeof ENTRIES;

/** Whether a reply is the right one to a question. */
export type IsRight<Q = string> = (question: Q, reply: Reply) => boolean;

export interface ServerOptions {
  question: string;
  isRight: IsRight;
  apiUrl: string;
  /** Where its database is, which is kept; by default a new folder. */
  folder?: string;
  /** Flags for Node. */
  flags?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** Loads `probe.js` into it, which `loopDelay` and `usedMiB` need. */
  isProbed?: boolean;
}

/** How long the event loop was blocked, in milliseconds; `own` leaves out the time that it waited for a processor. */
export interface LoopDelay {
  p50: number;
  p99: number;
  max: number;
  own: number;
}

export type Server = Awaited<ReturnType<typeof startServer>>;

/**
 * Starts a server in a separate process and asks until it gives the first right answer.
 * @returns with `coldStartMs`, from the start of the process to the end of that answer
 */
export async function startServer(
  kind: ServerKind,
  { question, isRight, apiUrl, folder: kept, flags = [], environment = {}, isProbed = false }: ServerOptions,
) {
  const port = await freePort();
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
  const request = signedRequest(question);
  const started = performance.now();
  const probe = isProbed ? ['--import', projectPath('bench/speed/probe.js')] : [];
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
      GUIDE_DIR: projectPath('content'),
      DATABASE_URL: `sqlite:${join(folder, 'bench.db')}`,
      // No rate limit: one person asks thousands of questions.
      RATE_LIMIT_PER_MINUTE: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit', ...(isProbed ? (['ipc'] as const) : [])],
  });
  let output = '';
  required(child.stdout, 'output').on('data', (text) => {
    output += text;
  });
  const ended = once(child, 'close');
  const failed = ended.then(() => {
    throw new Error(`The ${kind} server ended:\n${output}`);
  });
  failed.catch(() => undefined);
  await Promise.race([untilFirstAnswer(port, question, request, isRight), failed]);
  const coldStartMs = performance.now() - started;
  const pid = required(child.pid, 'process id');
  const askProbe = async (what: 'loopDelay' | 'usedMiB'): Promise<unknown> => {
    const answer = once(child, 'message');
    child.send(what);
    return (await answer)[0];
  };
  return {
    port,
    coldStartMs,
    output: () => output,
    memoryMiB: () => residentMiB(pid),
    processorMs: () => processorMs(pid),
    /** Since the last call; needs `isProbed`. */
    loopDelay: async () => (await askProbe('loopDelay')) as LoopDelay,
    /** Memory in use after a garbage collection; needs `isProbed` and `--expose-gc`. */
    usedMiB: async () => (await askProbe('usedMiB')) as number,
    signal: (name: NodeJS.Signals) => child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      if (kept === undefined) rmSync(folder, { recursive: true });
    },
  };
}

async function untilFirstAnswer(port: number, question: string, request: Buffer, isRight: IsRight): Promise<void> {
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

function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Linux counts it in ticks of 10 ms. */
function processorMs(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

/** The part of Slack's Web API that the app needs to start: whose token it is. */
export async function startSlack(): Promise<{ apiUrl: string; stop(): void }> {
  const server = createHttpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, team_id: 'T0001', bot_id: 'B0001', user_id: 'U0001' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${portOf(server)}/api/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A port that is free right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  return port;
}

/** The port of a server that listens on TCP. */
export function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}
