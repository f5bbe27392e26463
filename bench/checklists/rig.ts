import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSimulatedSlack } from '../../src/simulated-slack/index.js';
import { scopes } from '../../src/slack/surface.js';
import { createRandom } from '../measure.js';
import { freePort } from '../speed/server.js';
import { createPresses, openTruth } from './presses.js';

const ITEMS = 40;
const SECRET = 'a-signing-secret-for-the-bench';
const BOT_TOKEN = 'xoxb-bench';

/**
 * The real app in so many processes over one database, before a simulated Slack, with a checklist of 40 items posted by its own
 * command and button. @param database with its `url`; `inspectUrl` is a way to it that is never cut
 */
export async function startRig({ database, processes }) {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
  const content = join(folder, 'content');
  mkdirSync(content);
  writeFileSync(join(content, 'going-live.md'), page());
  const slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: BOT_TOKEN, scopes: scopes() });
  const whispers = await startWhispers();
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
  const apps = await Promise.all(Array.from({ length: processes }, () => createAppProcess({ folder, environment })));
  await Promise.all(apps.map((app) => app.start()));
  const message = await post(slack, apps[0]);
  const truth = await openTruth({ url: database.inspectUrl ?? database.url, slack, message });
  return {
    apps,
    slack,
    items: ITEMS,
    truth,
    presses: createPresses({ secret: SECRET, slack, message, run: truth.run, whispers }),
    stop: async () => {
      await Promise.all(apps.map((app) => app.kill()));
      await truth.close();
      await whispers.stop();
      await slack.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function post(slack, app) {
  slack.deliverTo(app.eventsUrl);
  const place = slack.workspace.as('ada').in('#deployments');
  const preview = await place.command('/guide checklist going live');
  await preview.press('Post to this channel');
  await slack.until(() => place.lastMessage().plainText().includes(`0 of ${ITEMS}`), { what: 'the posted checklist' });
  return place.lastMessage();
}

function page() {
  return [
    '---\ntitle: Going live\nsummary: What must be true on launch day.\n---\n\n## Going live checklist\n',
    ...Array.from({ length: ITEMS }, (_, index) => `- [ ] Step ${index + 1} of the launch`),
  ].join('\n');
}

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const STARTS_WITHIN_MS = 60_000;

/** The real entry in a process of its own, on one port however often it is started again. */
export async function createAppProcess({ folder, environment }) {
  const port = await freePort();
  let child;
  let output = '';

  const start = async () => {
    child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment, PORT: `${port}`, HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const started = child;
    const until = Date.now() + STARTS_WITHIN_MS;
    while (started.exitCode === null && started.signalCode === null && Date.now() < until) {
      const alive = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
      if (alive?.ok) return;
      await sleep(20);
    }
    if (started.signalCode === 'SIGKILL') return; // By the tests themselves, while it started.
    const how =
      started.exitCode === null ? `within ${STARTS_WITHIN_MS / 1_000} s` : `but ended with ${started.exitCode}`;
    throw new Error(`The app did not start, ${how}:\n${output}`);
  };

  /** @returns the exit code, null where a signal ended it */
  const end = async (signal) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'close');
    child.kill(signal);
    return (await ended)[0];
  };

  return {
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    output: () => output,
  };
}

/** Takes what the app tells a presser by the press's `response_url`. */
export async function startWhispers() {
  const told = new Map();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    told.set(request.url, `${told.get(request.url) ?? ''}${body}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    urlFor: (press) => `${base}/${press}`,
    /** What this presser was told; undefined where nothing was said. */
    of: (press) => told.get(`/${press}`),
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Slack on a slow day: every call takes 200 ms, and a tenth fail, half with 429 and half with 500. The same seed, the same day. */
export function slowDay(trouble, { calls = 3_000, delayMs = 200, failing = 0.1, seed = 1 } = {}) {
  const random = createRandom(seed);
  trouble.every('*', { delayMs });
  for (let call = 0; call < calls; call += 1) {
    if (random() >= failing) trouble.next('*', { delayMs });
    else trouble.next('*', random() < 0.5 ? { delayMs, status: 429, retryAfter: 1 } : { delayMs, status: 500 });
  }
}
