// npm run bench -- speed [--rounds N] [--seconds N]: Guidepost against a bare Bolt app, in turns, in one run.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median } from './measure.js';
import { load } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '4' },
    starts: { type: 'string', default: '11' },
    questions: { type: 'string', default: '5000' },
  },
});
const [rounds, seconds, starts] = [Number(values.rounds), Number(values.seconds), Number(values.starts)];
const KINDS = ['bare', 'ours'];
function say(line) {
  return process.stdout.write(`${line}\n`);
}

const questions = await makeQuestions(Number(values.questions));
const list = [...questions.keys()];
const question = list[0];
const checks = { bare: (_, { status }) => status === 200, ours: createCheck(questions) };
const slack = await startSlack();
function start(kind) {
  return startServer(kind, { question, isRight: checks[kind], apiUrl: slack.apiUrl });
}
const figures = new Map();
function note(name, kind, value) {
  const both = figures.get(name) ?? { bare: [], ours: [] };
  both[kind].push(value);
  figures.set(name, both);
}
function inTurns(round) {
  return round % 2 === 0 ? KINDS : KINDS.toReversed();
}

say(`${list.length} distinct questions; ${starts} starts, ${rounds} rounds of ${seconds} s; medians`);
for (let round = 0; round < starts; round += 1) {
  for (const kind of inTurns(round)) {
    const server = await start(kind);
    note('cold start to the first right answer, ms', kind, server.coldStartMs);
    note('processor time until then, ms', kind, server.processorMs());
    note('resident after the first answer, MiB', kind, server.memoryMiB());
    await load({ ...server, questions: list.slice(0, 100), connections: 1, seconds: 0.3, isRight: checks[kind] });
    note('resident after the first answers, MiB', kind, server.memoryMiB());
    await sleep(1_000);
    note('resident at idle, MiB', kind, server.memoryMiB());
    await server.stop();
  }
}

const servers = { bare: await start('bare'), ours: await start('ours') };
const wrong = [];
let next = 0;
for (let round = 0; round < rounds; round += 1) {
  for (const connections of [10, 50]) {
    for (const kind of inTurns(round)) {
      // The first round warms both up.
      const before = servers[kind].processorMs();
      const result = await load({
        ...servers[kind],
        questions: list,
        connections,
        seconds,
        from: next,
        isRight: checks[kind],
      });
      wrong.push(...result.wrong);
      if (kind === 'ours') next = result.next;
      if (round === 0) continue;
      const worked = servers[kind].processorMs() - before;
      note(`processor time of a request at ${connections}, µs`, kind, (worked * 1_000) / (result.rate * result.took));
      note(`requests a second, ${connections} connections`, kind, result.rate);
      note(`p50 at ${connections} connections, ms`, kind, result.p50);
      note(`p99 at ${connections} connections, ms`, kind, result.p99);
    }
  }
}
for (const kind of KINDS) note('resident after all load, MiB', kind, servers[kind].memoryMiB());
await Promise.all(Object.values(servers).map((server) => server.stop()));
slack.stop();

const TARGETS = [
  [/^requests a second/, 'at least 0.8 × bare', (bare, ours) => ours >= 0.8 * bare],
  [/^p99/, 'at most 1.5 × bare', (bare, ours) => ours <= 1.5 * bare],
  [/^cold start/, 'at most 1.3 × bare', (bare, ours) => ours <= 1.3 * bare],
  [/first answers|at idle/, 'at most 40 MiB above bare', (bare, ours) => ours <= bare + 40],
];
say(`${''.padEnd(44)}${'bare'.padStart(9)}${'ours'.padStart(9)}${'ratio'.padStart(8)}`);
for (const [name, { bare, ours }] of [...figures].sort()) {
  const [one, other] = [median(bare), median(ours)];
  const [, target, isMet] = TARGETS.find(([pattern]) => pattern.test(name)) ?? [];
  const verdict = target === undefined ? '' : `  ${target}: ${isMet(one, other) ? 'met' : 'MISSED'}`;
  say(
    `${name.padEnd(44)}${one.toFixed(1).padStart(9)}${other.toFixed(1).padStart(9)}${(other / one).toFixed(2).padStart(8)}${verdict}`,
  );
}
say(`wrong answers: ${wrong.length}`);
for (const { question, status, body } of wrong.slice(0, 3)) say(`  ${question} → ${status} ${body.slice(0, 300)}`);
