// npm run bench -- gates [--gates N] [--rounds N] [--seconds N] [--rate N]: what people notice of jobs that wait. Answers to questions with
// so many waiting gates on the same process, and without, in turns. Exits with 1 if an answer was wrong or a gate did not see the last tick.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createAccessTokens } from '../src/storage/access-tokens.js';
import { openDatabase } from '../src/storage/open-database.js';
import { newSecret } from '../src/workspaces/access-tokens.js';
import { ONE_WORKSPACE } from '../src/workspaces/installations.js';
import { median, required, say } from './measure.js';
import { loadWithQuestions } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({
  options: {
    gates: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '4' },
    rate: { type: 'string', default: '50' },
  },
});
const [gates, rounds, seconds, rate] = [values.gates, values.rounds, values.seconds, values.rate].map(Number) as [
  ...[number, number, number, number],
];
const CONNECTIONS = 10;
const CHANNEL = 'C0BENCH001';
/** Until every gate has asked once, spread over its pause. */
const WARM_UP_MS = 6_000;
const SETTLE_MS = 500;

const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
const databaseUrl = `sqlite:${join(folder, 'bench.db')}`;
const questions = await makeQuestions(2_000);
const list = [...questions.keys()];
const isRight = createCheck(questions);
const slack = await startSlack();
const server = await startServer('guidepost', {
  question: required(list[0], 'question'),
  isRight,
  apiUrl: slack.apiUrl,
  environment: { DATABASE_URL: databaseUrl, MIGRATE_ON_START: 'true' },
  isProbed: true,
});
const address = `http://127.0.0.1:${server.port}`;
const token = await makeToken();
const { run, items } = await startRun();

say(`${rounds} rounds of ${seconds} s without and with ${gates} waiting gates, in turns; ${rate} questions a second`);
const figures = {
  without: [] as number[],
  with: [] as number[],
  typical: [] as number[],
  processor: [] as number[],
  blocked: [[], []] as [number[], number[]],
};
let wrong = 0;
const waiting = await startGates();
await sleep(WARM_UP_MS);
await ask();
for (let round = 0; round < rounds; round += 1) {
  waiting.send('pause');
  await sleep(SETTLE_MS);
  const alone = await ask();
  waiting.send('go');
  await sleep(SETTLE_MS);
  const withGates = await ask();
  figures.without.push(alone.p99);
  figures.with.push(withGates.p99);
  figures.typical.push(withGates.p50 - alone.p50);
  figures.processor.push((withGates.processorMs - alone.processorMs) / seconds);
  figures.blocked[0].push(alone.blockedMs);
  figures.blocked[1].push(withGates.blockedMs);
  wrong += alone.wrong + withGates.wrong;
}
const [without, withGates] = [median(figures.without), median(figures.with)];
const ratio = withGates / without;
say(
  `answers' p99, medians: ${without.toFixed(1)} ms without, ${withGates.toFixed(1)} ms with: ${ratio.toFixed(2)} times`,
);
say(`target at most 1.2 times: ${ratio <= 1.2 ? 'met' : 'MISSED'}; wrong answers: ${wrong}`);
say(`p50: ${median(figures.typical).toFixed(2)} ms more with`);
say(
  `longest the app kept a question waiting by itself, medians: ${figures.blocked.map((each) => `${median(each).toFixed(0)} ms`).join(' without, ')} with`,
);
say(`processor time of the gates: ${median(figures.processor).toFixed(0)} ms a second`);

const ticked = performance.now();
for (const item of items) await call(`/runs/${run}/items/${item}`, { state: 'done' });
const [code] = await once(waiting, 'exit');
say(`after the last tick, all ${gates} gates had opened within ${((performance.now() - ticked) / 1_000).toFixed(1)} s`);
await server.stop();
slack.stop();
rmSync(folder, { recursive: true });
process.exit(code === 0 && wrong === 0 ? 0 : 1);

async function ask(): Promise<{ blockedMs: number; p50: number; p99: number; wrong: number; processorMs: number }> {
  const before = server.processorMs();
  await server.loopDelay();
  const result = await loadWithQuestions({
    port: server.port,
    questions: list,
    connections: CONNECTIONS,
    seconds,
    rate,
    isRight,
  });
  const { own } = await server.loopDelay();
  return {
    blockedMs: own,
    p50: result.p50,
    p99: result.p99,
    wrong: result.wrong.length,
    processorMs: server.processorMs() - before,
  };
}

async function makeToken(): Promise<string> {
  const database = await openDatabase({ url: databaseUrl });
  const secret = newSecret();
  await createAccessTokens(database).create({
    ...{ installation: ONE_WORKSPACE, name: 'bench', channels: [CHANNEL], may: ['start', 'tick', 'gate'] },
    ...{ createdBy: 'bench', secret },
  });
  await database.close();
  return secret;
}

async function call(path: string, body: object): Promise<{ id: string; phases: { items: { id: string }[] }[] }> {
  const response = await fetch(`${address}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as { id: string; phases: { items: { id: string }[] }[] };
}

async function startRun(): Promise<{ run: string; items: string[] }> {
  const { id, phases } = await call('/runs', {
    page: 'release-strategies',
    checklist: 'release-readiness-checklist',
    channel: CHANNEL,
    name: 'shop-api 2.4',
  });
  return { run: id, items: phases.flatMap((phase) => phase.items.map((item) => item.id)) };
}

/** In a process of their own, so that they take no time of the one that measures. */
async function startGates(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./gates/waiting.js', import.meta.url))], {
    env: { PATH: process.env.PATH, SERVER: address, TOKEN: token, RUN: run, GATES: `${gates}` },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}
