import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import { median, slope } from './measure.js';
import { load, signedRequest } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer, startSlack } from './speed/server.js';

// npm run bench -- load [--rounds N] [--seconds N] [--minutes N] [--slow N]: requests that Slack signed and requests that nobody signed.
// What does each kind cost, and does memory stay bounded while they come mixed, with slow callers beside them?

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '2' },
    slow: { type: 'string', default: '400' },
  },
});
const [rounds, seconds, minutes, slow] = [values.rounds, values.seconds, values.minutes, values.slow].map(Number);
const CONNECTIONS = 20;
const SAMPLE_MS = 2_000;
function say(line) {
  return process.stdout.write(`${line}\n`);
}

const questions = await makeQuestions(2_000);
const list = [...questions.keys()];
const isAnswered = createCheck(questions);
const slack = await startSlack();
const server = await startServer('ours', {
  question: list[0],
  isRight: isAnswered,
  apiUrl: slack.apiUrl,
  environment: { RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' },
});
function run(names, options) {
  const nameOf = (index) => names[index % names.length];
  const isRight = (index, reply) =>
    nameOf(index) === 'valid' ? isAnswered(list[index % list.length], reply) : reply.status === 401;
  const toRequest = (index) => kinds[nameOf(index)](list[index % list.length]);
  const indexes = Array.from({ length: list.length * names.length }, (_, index) => index);
  return load({ port: server.port, connections: CONNECTIONS, questions: indexes, isRight, toRequest, ...options });
}

say(`${rounds} rounds of ${seconds} s for each kind, in turns, over ${CONNECTIONS} connections; medians`);
const cost = new Map(Object.keys(kinds).map((kind) => [kind, []]));
const rates = new Map(Object.keys(kinds).map((kind) => [kind, []]));
const wrong = [];
await run(['valid'], { seconds });
for (let round = 0; round < rounds; round += 1) {
  for (const kind of Object.keys(kinds)) {
    const before = server.processorMs();
    const result = await run([kind], { seconds });
    cost.get(kind).push(((server.processorMs() - before) * 1_000) / (result.rate * result.took));
    rates.get(kind).push(result.rate);
    wrong.push(...result.wrong);
  }
}
const valid = median(cost.get('valid'));
for (const [kind, each] of cost) {
  const ratio = median(each) / valid;
  const verdict = kind === 'valid' ? '' : `, ${ratio.toFixed(2)} of a valid one: ${ratio < 1 ? 'met' : 'MISSED'}`;
  say(
    `${kind.padEnd(26)} ${median(each).toFixed(0).padStart(5)} µs of processor time, ${median(rates.get(kind)).toFixed(0)} a second${verdict}`,
  );
}

say(`all kinds mixed for ${minutes} minutes, with ${slow} slow callers beside them`);
const samples = [];
const sampler = setInterval(
  () => samples.push({ x: (samples.length * SAMPLE_MS) / 60_000, y: server.memoryMiB() }),
  SAMPLE_MS,
);
const callers = openSlowCallers(server.port, slow);
const mixed = await run(Object.keys(kinds), { seconds: minutes * 60 });
callers.stop();
clearInterval(sampler);
wrong.push(...mixed.wrong);
const settled = samples.filter(({ x }) => x >= minutes / 4);
say(
  `${(mixed.rate * mixed.took).toFixed(0)} requests, ${mixed.rate.toFixed(0)} a second, p50 ${mixed.p50.toFixed(1)} ms, p99 ${mixed.p99.toFixed(1)} ms; ${callers.cutOff()} slow callers cut off`,
);
say(
  `resident ${samples[0]?.y.toFixed(0)} MiB at first, ${Math.max(...samples.map(({ y }) => y)).toFixed(0)} at most, ${samples.at(-1)?.y.toFixed(0)} at last; slope after the first quarter ${slope(settled).toFixed(2)} MiB a minute`,
);
say(
  `answered otherwise than they should be: ${wrong.length}; lines in the log: ${server.output().split('\n').length - 1}`,
);
await server.stop();
slack.stop();

function change(request, pattern, by) {
  return Buffer.from(request.toString('latin1').replace(pattern, by), 'latin1');
}

/** A slash command as Slack sends it, and four that nobody should answer; each is given a question. */
export const kinds = {
  valid: signedRequest,
  'signed by somebody else': (question) => change(signedRequest(question), /v0=\w{8}/, 'v0=00000000'),
  'signed an hour ago': (question) =>
    change(signedRequest(question), /timestamp: \d+/, `timestamp: ${Math.floor(Date.now() / 1_000) - 3_600}`),
  'not signed': (question) => change(signedRequest(question), /x-slack-signature: .*\r\n/, ''),
  'with a body that was changed': (question) => change(signedRequest(question), 'user_name=ada', 'user_name=eve'),
};

const HEAD = 'POST /slack/events HTTP/1.1\r\nhost: x\r\n';
const BODY = `${HEAD}x-slack-signature: v0=0\r\nx-slack-request-timestamp: `;

/** As many connections that send a byte of a head, or of a body, now and then; one that is cut off is opened anew. */
export function openSlowCallers(port, count) {
  const open = new Set();
  let isOver = false;
  let cutOff = 0;
  const call = (number) => {
    if (isOver) return;
    const socket = connect(port, '127.0.0.1');
    open.add(socket);
    socket.on('error', () => {});
    socket.on('connect', () =>
      socket.write(
        number % 2 === 0 ? HEAD : `${BODY}${Math.floor(Date.now() / 1_000)}\r\ncontent-length: 900000\r\n\r\n`,
      ),
    );
    const dripping = setInterval(() => socket.write(number % 2 === 0 ? 'x-a: b\r\n' : 'a'), 500);
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
