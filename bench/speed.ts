// npm run bench -- speed [--rounds N] [--seconds N] [--starts N] [--questions N]: Guidepost and a bare Bolt app, by turns, in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, required, say } from './measure.js';
import { type LoadResult, loadWithQuestions } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { type IsRight, type ServerKind, startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '2' },
    starts: { type: 'string', default: '11' },
    questions: { type: 'string', default: '5000' },
  },
});
const [rounds, seconds, starts] = [Number(values.rounds), Number(values.seconds), Number(values.starts)];
/** Requests to each app before it is measured. */
const WARM_UP = 30_000;
const KINDS: readonly ServerKind[] = ['bare', 'guidepost'];

interface Target {
  figure: RegExp;
  text: string;
  /** By the medians, and by the median of the ratios. */
  isMet: (bare: number, guidepost: number, ratio: number) => boolean;
}
const TARGETS: readonly Target[] = [
  { figure: /^requests a second/, text: 'at least 0.55 × bare', isMet: (_bare, _ours, ratio) => ratio >= 0.55 },
  { figure: /^p99/, text: 'at most 1.5 × bare', isMet: (_bare, _ours, ratio) => ratio <= 1.5 },
  { figure: /^start to/, text: 'at most 1.5 × bare', isMet: (_bare, _ours, ratio) => ratio <= 1.5 },
  { figure: /first answers|at idle/, text: 'at most 40 MiB above bare', isMet: (bare, ours) => ours <= bare + 40 },
];

const questions = await makeQuestions(Number(values.questions));
const list = [...questions.keys()];
const checks: Record<ServerKind, IsRight> = {
  bare: (_, { status }) => status === 200,
  guidepost: createCheck(questions),
};
const slack = await startSlack();
// Every start but the very first finds its database.
const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
function start(kind: ServerKind) {
  const question = required(list[0], 'question');
  return startServer(kind, { question, isRight: checks[kind], apiUrl: slack.apiUrl, folder });
}
const figures = new Map<string, Record<ServerKind, number[]>>();
function note(name: string, kind: ServerKind, value: number): void {
  const both = figures.get(name) ?? { bare: [], guidepost: [] };
  both[kind].push(value);
  figures.set(name, both);
}
/** Each app goes first in half of the rounds. */
function inTurns(round: number): readonly ServerKind[] {
  return round % 2 === 0 ? KINDS : KINDS.toReversed();
}

say(
  `${list.length} distinct questions; ${starts} starts, ${rounds} rounds of ${seconds} s; medians, also of the ratios`,
);
await (await start('guidepost')).stop();
for (let round = 0; round < starts; round += 1) {
  for (const kind of inTurns(round)) {
    const server = await start(kind);
    note('start to the first right answer, ms', kind, server.coldStartMs);
    note('processor time until then, ms', kind, server.processorMs());
    note('resident after the first answer, MiB', kind, server.memoryMiB());
    const some = { port: server.port, questions: list.slice(0, 100), isRight: checks[kind] };
    await loadWithQuestions({ ...some, connections: 1, seconds: 0.3 });
    note('resident after the first answers, MiB', kind, server.memoryMiB());
    await sleep(1_000);
    note('resident at idle, MiB', kind, server.memoryMiB());
    await server.stop();
  }
}

const servers = { bare: await start('bare'), guidepost: await start('guidepost') };
const wrong: LoadResult<string>['wrong'] = [];
let next = 0;
// Both are warm before they are compared: a server runs for days, and the engine compiles what it runs often.
for (const kind of KINDS) {
  const { port } = servers[kind];
  for (let left = WARM_UP; left > 0; ) {
    const warm = await loadWithQuestions({ port, questions: list, connections: 10, seconds: 1, isRight: checks[kind] });
    left -= warm.rate * warm.took;
    wrong.push(...warm.wrong);
  }
}
for (let round = 0; round < rounds; round += 1) {
  for (const connections of [10, 50]) {
    for (const kind of inTurns(round)) {
      const { port, processorMs } = servers[kind];
      const before = processorMs();
      const result = await loadWithQuestions({
        port,
        questions: list,
        connections,
        seconds,
        from: next,
        isRight: checks[kind],
      });
      wrong.push(...result.wrong);
      if (kind === 'guidepost') next = result.next;
      const worked = processorMs() - before;
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
rmSync(folder, { recursive: true });

say(`${''.padEnd(44)}${'bare'.padStart(9)}${'guidepost'.padStart(11)}${'ratio'.padStart(8)}`);
for (const [name, both] of [...figures].sort()) {
  const [bare, guidepost] = [median(both.bare), median(both.guidepost)];
  // Of neighbours in time: a shared machine is faster in one minute than in the next.
  const ratio = median(both.bare.map((value, round) => (both.guidepost[round] ?? 0) / value));
  const target = TARGETS.find(({ figure }) => figure.test(name));
  const verdict =
    target === undefined ? '' : `  ${target.text}: ${target.isMet(bare, guidepost, ratio) ? 'met' : 'MISSED'}`;
  say(
    `${name.padEnd(44)}${bare.toFixed(1).padStart(9)}${guidepost.toFixed(1).padStart(11)}${ratio.toFixed(2).padStart(8)}${verdict}`,
  );
}
say(`wrong answers: ${wrong.length}`);
for (const { question, status, body } of wrong.slice(0, 3)) say(`  ${question} → ${status} ${body.slice(0, 300)}`);
