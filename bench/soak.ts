// npm run bench -- soak [--minutes N]: half the maximum rate for some minutes. Does memory grow, does anything fail, do answers stay fast?
import { parseArgs } from 'node:util';
import { required, say, slope } from './measure.js';
import { loadWithQuestions } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const seconds = Number(values.minutes) * 60;
const SAMPLE_S = 5;
const WARM_UP_S = 20;
const CONNECTIONS = 10;

const questions = await makeQuestions(5_000);
const list = [...questions.keys()];
const isRight = createCheck(questions);
const slack = await startSlack();
const server = await startServer('guidepost', {
  question: required(list[0], 'question'),
  isRight,
  apiUrl: slack.apiUrl,
  isProbed: true,
  flags: ['--expose-gc'],
});

const asFast = { port: server.port, questions: list, connections: CONNECTIONS, isRight };
// First let caches, compiled code and the garbage collector's reserve fill up: that is not growth.
await loadWithQuestions({ ...asFast, seconds: WARM_UP_S });
const { rate: top } = await loadWithQuestions({ ...asFast, seconds: 5 });
const rate = top / 2;
say(
  `top rate ${top.toFixed(0)} a second over ${CONNECTIONS} connections; ${values.minutes} minutes at ${rate.toFixed(0)} a second`,
);

const usedBefore = await server.usedMiB();
await server.loopDelay();
const samples: { x: number; y: number }[] = [];
const sampler = setInterval(
  () => samples.push({ x: (samples.length * SAMPLE_S) / 60, y: server.memoryMiB() }),
  SAMPLE_S * 1_000,
);
const result = await loadWithQuestions({ ...asFast, rate, seconds });
clearInterval(sampler);
const delay = await server.loopDelay();
const usedAfter = await server.usedMiB();
await server.stop();
slack.stop();

const [first, last] = [samples[0]?.y ?? 0, samples.at(-1)?.y ?? 0];
say(`answers ${(result.rate * seconds).toFixed(0)}, wrong or failed ${result.wrong.length}`);
say(
  `resident memory: first ${first.toFixed(0)} MiB, last ${last.toFixed(0)}; slope ${slope(samples).toFixed(2)} MiB a minute`,
);
say(`in use after garbage collection: ${usedBefore.toFixed(1)} MiB before, ${usedAfter.toFixed(1)} after`);
say(`answers p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`);
say(
  `event-loop delay p50 ${delay.p50.toFixed(1)} ms, p99 ${delay.p99.toFixed(1)} ms (at most 20: ${delay.p99 <= 20 ? 'met' : 'MISSED'}), longest ${delay.max.toFixed(0)} ms`,
);
for (const { question, status, body } of result.wrong.slice(0, 3))
  say(`  ${question} → ${status} ${body.slice(0, 300)}`);
