// npm run bench -- load [--rounds N] [--seconds N] [--minutes N] [--slow N]: requests with and without Slack's signature.
// What does each kind cost? Does memory stay bounded with a mix of all kinds, while slow clients hold connections open?
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { median, required, say, slope } from './measure.js';
import { edit, type LoadOptions, load, type Reply, signedRequest, signedToolCall } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '2' },
    slow: { type: 'string', default: '400' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const minutes = Number(values.minutes);
const slowClients = Number(values.slow);
const CONNECTIONS = 20;
const SAMPLE_MS = 2_000;

/** A slash command as Slack sends it, the same question as Slackbot asks it over MCP, and four requests that must be refused. */
const KINDS = {
  valid: signedRequest,
  'by Slackbot': signedToolCall,
  'wrong signature': (question: string) => edit(signedRequest(question), /v0=\w{8}/, 'v0=00000000'),
  'signed an hour ago': (question: string) =>
    edit(signedRequest(question), /timestamp: \d+/, `timestamp: ${Math.floor(Date.now() / 1_000) - 3_600}`),
  'not signed': (question: string) => edit(signedRequest(question), /x-slack-signature: .*\r\n/, ''),
  'body changed': (question: string) => edit(signedRequest(question), 'user_name=ada', 'user_name=eve'),
};
type Kind = keyof typeof KINDS;
const ANSWERED: readonly Kind[] = ['valid', 'by Slackbot'];
const kinds = Object.keys(KINDS) as Kind[];

const questions = await makeQuestions(2_000);
const isAnswered = createCheck(questions);
const list = [...questions.keys()];
const slack = await startSlack();
const server = await startServer('guidepost', {
  question: required(list[0], 'question'),
  isRight: isAnswered,
  apiUrl: slack.apiUrl,
  environment: { RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn', MCP: 'on' },
});

interface Asked {
  kind: Kind;
  question: string;
}

function isRight({ kind, question }: Asked, reply: Reply): boolean {
  if (kind === 'by Slackbot')
    return reply.status === 200 && /"blocks":/.test(reply.body) && /"structuredContent":/.test(reply.body);
  return kind === 'valid' ? isAnswered(question, reply) : reply.status === 401;
}

function run(mix: readonly Kind[], options: Pick<LoadOptions<Asked>, 'seconds'>) {
  const asked = list.flatMap((question) => mix.map((kind) => ({ kind, question })));
  const toRequest = ({ kind, question }: Asked) => KINDS[kind](question);
  return load({ port: server.port, connections: CONNECTIONS, questions: asked, isRight, toRequest, ...options });
}

say(`${rounds} rounds of ${seconds} s for each kind, in turns, over ${CONNECTIONS} connections; medians`);
const figures = Object.fromEntries(
  kinds.map((kind) => [kind, { microseconds: [] as number[], rate: [] as number[] }]),
) as Record<Kind, { microseconds: number[]; rate: number[] }>;
let wrong = 0;
await run(['valid'], { seconds });
for (let round = 0; round < rounds; round += 1) {
  for (const kind of kinds) {
    const before = server.processorMs();
    const result = await run([kind], { seconds });
    figures[kind].microseconds.push(((server.processorMs() - before) * 1_000) / (result.rate * result.took));
    figures[kind].rate.push(result.rate);
    wrong += result.wrong.length;
  }
}
const valid = median(figures.valid.microseconds);
for (const kind of kinds) {
  const microseconds = median(figures[kind].microseconds);
  const ratio = microseconds / valid;
  const verdict = ANSWERED.includes(kind) ? '' : `, ${ratio.toFixed(2)} × a valid one: ${ratio < 1 ? 'met' : 'MISSED'}`;
  say(
    `${kind.padEnd(20)} ${microseconds.toFixed(0).padStart(5)} µs of processor time, ${median(figures[kind].rate).toFixed(0)} a second${verdict}`,
  );
}

say(`all kinds mixed for ${minutes} minutes, with ${slowClients} slow clients`);
const samples: { x: number; y: number }[] = [];
const sampler = setInterval(
  () => samples.push({ x: (samples.length * SAMPLE_MS) / 60_000, y: server.memoryMiB() }),
  SAMPLE_MS,
);
const clients = openSlowClients(server.port, slowClients);
const mixed = await run(kinds, { seconds: minutes * 60 });
clients.stop();
clearInterval(sampler);
wrong += mixed.wrong.length;
const settled = samples.filter(({ x }) => x >= minutes / 4);
say(
  `${(mixed.rate * mixed.took).toFixed(0)} requests, ${mixed.rate.toFixed(0)} a second, p50 ${mixed.p50.toFixed(1)} ms, p99 ${mixed.p99.toFixed(1)} ms; ${clients.cutOff()} slow clients cut off`,
);
say(
  `resident memory: first ${samples[0]?.y.toFixed(0)} MiB, highest ${Math.max(...samples.map(({ y }) => y)).toFixed(0)}, last ${samples.at(-1)?.y.toFixed(0)}; slope after the first quarter ${slope(settled).toFixed(2)} MiB a minute`,
);
say(`wrong answers: ${wrong}; lines in the log: ${server.output().split('\n').length - 1}`);
await server.stop();
slack.stop();

/** Clients that send a byte of a head or a body now and then. A client that is disconnected connects again. */
function openSlowClients(port: number, count: number) {
  const head = 'POST /slack/events HTTP/1.1\r\nhost: x\r\n';
  const open = new Set<Socket>();
  let isOver = false;
  let cutOff = 0;
  const call = (number: number) => {
    if (isOver) return;
    const socket = connect(port, '127.0.0.1');
    const sendsHead = number % 2 === 0;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('connect', () => {
      const now = Math.floor(Date.now() / 1_000);
      const rest = `x-slack-signature: v0=0\r\nx-slack-request-timestamp: ${now}\r\ncontent-length: 900000\r\n\r\n`;
      socket.write(sendsHead ? head : `${head}${rest}`);
    });
    const dripping = setInterval(() => socket.write(sendsHead ? 'x-a: b\r\n' : 'a'), 500);
    socket.on('close', () => {
      clearInterval(dripping);
      open.delete(socket);
      cutOff += 1;
      setTimeout(call, 100, number);
    });
  };
  for (let number = 0; number < count; number += 1) call(number);
  return {
    cutOff: () => cutOff,
    stop: () => {
      isOver = true;
      for (const socket of open) socket.destroy();
    },
  };
}
