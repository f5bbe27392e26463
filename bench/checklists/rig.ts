import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PostedMessage, type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { scopes } from '../../src/slack/surface.js';
import { createRandom, projectPath } from '../measure.js';
import { freePort, portOf } from '../speed/server.js';
import type { TemporaryDatabase } from './databases.js';
import { checklistPage, ITEMS } from './items.js';
import { createPresses, type Presses, type PrivateReplies } from './presses.js';
import { openStoredChecklist, type StoredChecklist } from './stored-checklist.js';

const SECRET = 'a-signing-secret-for-the-bench';
const BOT_TOKEN = 'xoxb-bench';

/** The real app, a simulated Slack, and a posted checklist. */
export interface Rig {
  readonly apps: readonly AppProcess[];
  readonly slack: SimulatedSlack;
  /** The id of who started the checklist. */
  readonly starter: string;
  readonly stored: StoredChecklist;
  readonly presses: Presses;
  stop(): Promise<void>;
}

/** Starts the app in several processes over one database, and posts a checklist of 40 items with its command and button. */
export async function startRig(options: { database: TemporaryDatabase; processes: number }): Promise<Rig> {
  const { database, processes } = options;
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
  const content = join(folder, 'content');
  mkdirSync(content);
  writeFileSync(join(content, 'going-live.md'), checklistPage());
  const slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: BOT_TOKEN, scopes: scopes() });
  const replies = await startPrivateReplies();
  const environment = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    GUIDE_DIR: content,
    DATABASE_URL: database.url,
    RATE_LIMIT_PER_MINUTE: '0',
  };
  const first = await createAppProcess(folder, environment);
  const others = await Promise.all(Array.from({ length: processes - 1 }, () => createAppProcess(folder, environment)));
  const apps = [first, ...others];
  await Promise.all(apps.map((app) => app.start()));
  const message = await postChecklist(slack, first);
  const stored = await openStoredChecklist({ url: database.inspectUrl ?? database.url, slack, message });
  return {
    apps,
    slack,
    starter: stored.run.postedBy.id,
    stored,
    presses: createPresses({ secret: SECRET, slack, message, run: stored.run, replies }),
    stop: async () => {
      await Promise.all(apps.map((app) => app.kill()));
      await stored.close();
      replies.stop();
      await slack.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function postChecklist(slack: SimulatedSlack, app: AppProcess): Promise<PostedMessage> {
  slack.deliverTo(app.eventsUrl);
  const channel = slack.workspace.as('ada').in('#deployments');
  const preview = await channel.command('/guide checklist going live');
  await preview.press('Post to this channel');
  const isPosted = () => channel.lastMessage().plainText().includes(`0 of ${ITEMS.size}`);
  await slack.until(isPosted, { what: 'the posted checklist' });
  return channel.lastMessage();
}

const STARTS_WITHIN_MS = 60_000;

/** The app in a separate process, always on the same port. */
export interface AppProcess {
  readonly eventsUrl: string;
  start(): Promise<void>;
  kill(): Promise<ExitCode>;
  stop(): Promise<ExitCode>;
  /** Everything that it wrote. */
  output(): string;
}

/** null if a signal ended it. */
export type ExitCode = number | null;

async function createAppProcess(folder: string, environment: Record<string, string>): Promise<AppProcess> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  let output = '';

  const start = async () => {
    const started = spawn(process.execPath, ['--enable-source-maps', projectPath('dist/main.js')], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment, PORT: `${port}`, HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    const deadline = Date.now() + STARTS_WITHIN_MS;
    while (started.exitCode === null && started.signalCode === null && Date.now() < deadline) {
      const alive = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
      if (alive?.ok) return;
      await sleep(20);
    }
    if (started.signalCode === 'SIGKILL') return; // Killed on purpose while it started.
    const problem =
      started.exitCode === null ? `within ${STARTS_WITHIN_MS / 1_000} s` : `but exited with ${started.exitCode}`;
    throw new Error(`The app did not start ${problem}:\n${output}`);
  };

  const end = async (signal: NodeJS.Signals): Promise<ExitCode> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const closed = once(child, 'close');
    child.kill(signal);
    return (await closed)[0];
  };

  return {
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    output: () => output,
  };
}

export async function startPrivateReplies(): Promise<PrivateReplies> {
  const received = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    let body = '';
    for await (const part of request) body += part;
    received.set(path, `${received.get(path) ?? ''}${body}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${portOf(server)}`;
  return {
    urlFor: (press) => `${base}/${press}`,
    to: (press) => received.get(`/${press}`),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Slack on a slow day: every Web API call takes 200 ms, and a tenth of them fail with HTTP 429 or 500. */
export function slowDay({ faults }: SimulatedSlack, seed = 1): void {
  const [calls, delayMs, failing] = [3_000, 200, 0.1];
  const random = createRandom(seed);
  faults.every('*', { delayMs });
  for (let call = 0; call < calls; call += 1) {
    if (random() >= failing) faults.next('*', { delayMs });
    else faults.next('*', random() < 0.5 ? { delayMs, status: 429, retryAfter: 1 } : { delayMs, status: 500 });
  }
}
