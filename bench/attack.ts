// npm run attack [-- --payloads N --seconds N]: what the tests have no minutes for. Attacks a built server and prints what it cost; ends
// with 1 if the server did not hold.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { malformedRequest } from './attack/payloads.js';
import { createRandom, quantile, required, say } from './measure.js';
import { openConnection, signedRequest } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { type Server, startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({
  options: { payloads: { type: 'string', default: '22000' }, seconds: { type: 'string', default: '20' } },
});
const seconds = Number(values.seconds);
const questions = await makeQuestions(200);
const list = [...questions.keys()];
const isRight = createCheck(questions);
const slack = await startSlack();
const failed: string[] = [];

/** Longer than Slack waits. A server that does not answer has not held, and the next attack begins. */
const PATIENCE_MS = 60_000;

async function withPatience<T>(work: Promise<T>, expectedMs = 0): Promise<T | undefined> {
  const failure = work.catch((error: unknown) => void say(`  ${String(error)}`));
  return (await Promise.race([failure, sleep(PATIENCE_MS + expectedMs, undefined, { ref: false })])) ?? undefined;
}

/**
 * Each attack has a server of its own, so that none suffers from the one before.
 * @param expectedMs how long it takes at most where other programs need the processors too
 */
async function attack(
  name: string,
  work: (server: Server) => Promise<{ text: string; holds: boolean }>,
  expectedMs = seconds * 1_000,
): Promise<void> {
  const question = required(list[0], 'question');
  const server = await startServer('guidepost', { question, isRight, apiUrl: slack.apiUrl });
  const before = server.memoryMiB();
  let highest = before;
  const sampler = setInterval(() => {
    highest = Math.max(highest, server.memoryMiB());
  }, 50);
  const asking = async () => (await openConnection(server.port)).ask(signedRequest(question));
  const { text = 'no answer', holds = false } = (await withPatience(work(server), expectedMs)) ?? {};
  clearInterval(sampler);
  const answer = await withPatience(asking());
  const isWell = holds && answer !== undefined && isRight(question, answer);
  if (!isWell) failed.push(name);
  say(
    `${name}: ${text}; ${before.toFixed(0)} → at most ${highest.toFixed(0)} MiB; ${isWell ? 'held' : 'DID NOT HOLD'}`,
  );
  server.signal(isWell ? 'SIGTERM' : 'SIGKILL');
  await server.stop();
}

/** Headers that could belong to a signed request, so that the body is read. */
function unsignedHead(length: string): string {
  const now = Math.floor(Date.now() / 1_000);
  return `POST /slack/events HTTP/1.1\r\nhost: x\r\nx-slack-signature: v0=0\r\nx-slack-request-timestamp: ${now}\r\n${length}\r\n\r\n`;
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.resume();
  return socket;
}

async function send(socket: Socket, data: string | Buffer): Promise<void> {
  if (socket.destroyed || socket.write(data)) return;
  await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
}

/** Asks 50 signed questions a second, and says how many were answered rightly and how soon. */
async function askMeanwhile(port: number, until: () => boolean) {
  const latencies: number[] = [];
  let right = 0;
  let asked = 0;
  const ask = async (question: string): Promise<void> => {
    const started = performance.now();
    asked += 1;
    try {
      const connection = await openConnection(port);
      const reply = await connection.ask(signedRequest(question));
      connection.close();
      latencies.push(performance.now() - started);
      if (isRight(question, reply)) right += 1;
    } catch {
      // Counted as not answered.
    }
  };
  const asking: Promise<void>[] = [];
  for (let number = 0; !until(); number += 1) {
    asking.push(ask(required(list[number % list.length], 'question')));
    await sleep(20);
  }
  await Promise.all(asking);
  return { asked, right, p99: quantile(latencies, 0.99), slowest: quantile(latencies, 1) };
}

async function whileAsking(server: Server, work: () => Promise<void>) {
  let isOver = false;
  const asking = askMeanwhile(server.port, () => isOver);
  await work();
  isOver = true;
  const { asked, right, p99, slowest } = await asking;
  return {
    text: `${right} of ${asked} signed questions were answered, p99 ${p99.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms`,
    // Slack gives up after 3 s.
    holds: right === asked && slowest < 3_000,
  };
}

await attack('bodies in chunks of one byte, unsigned, 4 connections', (server) =>
  whileAsking(server, async () => {
    const end = performance.now() + seconds * 1_000;
    const chunks = '1\r\na\r\n'.repeat(2_000);
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (performance.now() < end) {
          const socket = await openSocket(server.port);
          await send(socket, unsignedHead('transfer-encoding: chunked'));
          while (!socket.destroyed && performance.now() < end) await send(socket, chunks);
          socket.destroy();
        }
      }),
    );
  }),
);

await attack('48 unsigned connections with bodies of 1 MiB, 6 MB a second', (server) =>
  whileAsking(server, async () => {
    const end = performance.now() + seconds * 1_000;
    const piece = Buffer.alloc(12_500, 'a');
    await Promise.all(
      Array.from({ length: 48 }, async () => {
        while (performance.now() < end) {
          const socket = await openSocket(server.port);
          await send(socket, unsignedHead(`content-length: ${1024 * 1024}`));
          for (let sent = 0; sent < 1024 * 1024 && !socket.destroyed && performance.now() < end; sent += piece.length) {
            await send(socket, piece);
            await sleep(100);
          }
          socket.destroy();
        }
      }),
    );
  }),
);

/** What a member could type to keep the process busy. */
const HEAVY_TEXTS = [
  '\ufdfa'.repeat(4_000),
  `checklist x${':'.repeat(12_000)}`,
  '.'.repeat(40_000),
  `${'and how '.repeat(5_000)}`,
  'a'.repeat(40_000),
  'e\u0301\u0302'.repeat(10_000),
  '展開'.repeat(10_000),
  `checklist ${'for '.repeat(8_000)}`,
  '*_~`'.repeat(9_000),
  ' '.repeat(30_000),
  'ſtatıc ﬁles '.repeat(3_000),
  ':rocket:'.repeat(5_000),
];

await attack(`${HEAVY_TEXTS.length} texts that are expensive to read, by turns`, (server) =>
  whileAsking(server, async () => {
    const end = performance.now() + seconds * 1_000;
    const connection = await openConnection(server.port);
    for (let number = 0; performance.now() < end; number += 1) {
      await connection.ask(signedRequest(required(HEAVY_TEXTS[number % HEAVY_TEXTS.length], 'text')));
    }
    connection.close();
  }),
);

await attack(
  `${values.payloads} malformed payloads with a right signature`,
  attackWithPayloads,
  Number(values.payloads) * 20,
);

async function attackWithPayloads(server: Server): Promise<{ text: string; holds: boolean }> {
  const random = createRandom(20_261_129);
  const statuses = new Map<number, number>();
  const latencies: number[] = [];
  for (let number = 0; number < Number(values.payloads); number += 1) {
    const started = performance.now();
    const connection = await openConnection(server.port);
    const { status } = await connection.ask(malformedRequest(random, `${slack.apiUrl}reply`));
    connection.close();
    latencies.push(performance.now() - started);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const counted = [...statuses].sort().map(([status, count]) => `${count} × ${status}`);
  return {
    text: `${counted.join(', ')}; slowest ${quantile(latencies, 1).toFixed(0)} ms`,
    // Each has an answer in time, and none runs into an error that nobody thought of.
    holds: quantile(latencies, 1) < 3_000 && [...statuses.keys()].every((status) => status < 500),
  };
}

slack.stop();
if (failed.length > 0) say(`Did not hold: ${failed.join('; ')}`);
// A server that did not hold may have left connections that never end.
process.exit(failed.length > 0 ? 1 : 0);
