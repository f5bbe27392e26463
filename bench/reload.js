// npm run bench -- reload [--times N] [--rate N]: how long answers wait while the guide is read again.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer } from './speed/start-server.js';
import { startSlack } from './speed/start-slack.js';
import { median } from './speed/statistics.js';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '8' }, rate: { type: 'string', default: '100' } },
});
const say = (line) => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
cpSync(fileURLToPath(new URL('../content', import.meta.url)), folder, { recursive: true });

const questions = await makeQuestions(1_000);
const list = [...questions.keys()];
const slack = await startSlack();
const isRight = createCheck(questions);
const server = await startServer('ours', {
  question: list[0],
  isRight,
  apiUrl: slack.apiUrl,
  environment: { GUIDE_DIR: folder },
  isProbed: true,
});
const reloads = () => server.output().split('The guide was read again').length - 1;
const ask = (seconds) =>
  load({ ...server, questions: list, connections: 10, rate: Number(values.rate), seconds, isRight });

await ask(5);
const figures = { quiet: [], reload: [], slowest: [], took: [] };
const wrong = [];
for (let time = 0; time < Number(values.times); time += 1) {
  await server.loopDelay();
  const before = await ask(2);
  figures.quiet.push((await server.loopDelay()).max);
  // A comment says nothing that a question could find, and makes another revision.
  appendFileSync(join(folder, 'caching.md'), `\n<!-- ${time} -->\n`);
  const goal = reloads() + 1;
  const started = performance.now();
  const asking = ask(4);
  server.signal('SIGHUP');
  while (reloads() < goal) await sleep(5);
  figures.took.push(performance.now() - started);
  const during = await asking;
  figures.reload.push((await server.loopDelay()).max);
  figures.slowest.push(during.slowest);
  wrong.push(...before.wrong, ...during.wrong);
}
await server.stop();
slack.stop();
rmSync(folder, { recursive: true });

const ms = (list) => `median ${median(list).toFixed(0)}, worst ${Math.max(...list).toFixed(0)}`;
say(`${values.times} reloads of the guide that ships, at ${values.rate} questions a second; milliseconds`);
say(`from the signal to answers from the new guide   ${ms(figures.took)}`);
say(`event loop held up at most, without a reload    ${ms(figures.quiet)}`);
say(`event loop held up at most, with a reload       ${ms(figures.reload)}`);
say(`slowest answer during a reload                  ${ms(figures.slowest)}`);
say(`at most 50 ms: ${median(figures.reload) <= 50 ? 'met' : 'MISSED'}; wrong answers: ${wrong.length}`);
