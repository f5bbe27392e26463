// npm run bench -- reload [--times N] [--rate N] [--sections N]: how long answers wait while the guide is read again; the one that
// ships, or one of as many sections.
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeGuide } from './growth/make-guide.js';
import { writeGuide } from './growth/write-guide.js';
import { readCorpus } from './ranking/read-corpus.js';
import { load } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer } from './speed/start-server.js';
import { startSlack } from './speed/start-slack.js';
import { median } from './speed/statistics.js';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '8' },
    rate: { type: 'string', default: '100' },
    sections: { type: 'string' },
  },
});
function say(line) {
  return process.stdout.write(`${line}\n`);
}
const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
const content = fileURLToPath(new URL('../content', import.meta.url));
if (values.sections === undefined) cpSync(content, folder, { recursive: true });
else {
  const { guide } = await readCorpus({ guide: content, questions: `${content}/questions.yml` });
  writeGuide(makeGuide(guide, Number(values.sections)), folder);
}
const page = join(
  folder,
  readdirSync(folder).find((name) => name.endsWith('.md')),
);

const questions = await makeQuestions(1_000, folder);
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
function reloads() {
  return server.output().split('Reloaded the guide').length - 1;
}
async function untilReloaded(goal) {
  while (reloads() < goal) await sleep(5);
}
function ask(seconds) {
  return load({ ...server, questions: list, connections: 10, rate: Number(values.rate), seconds, isRight });
}

await ask(5);
const figures = { quiet: [], reload: [], own: [], slowest: [], took: [] };
const wrong = [];
for (let time = 0; time < Number(values.times); time += 1) {
  await server.loopDelay();
  const before = await ask(2);
  figures.quiet.push((await server.loopDelay()).max);
  // A comment says nothing that a question could find, and makes another revision.
  appendFileSync(page, `\n<!-- ${time} -->\n`);
  const goal = reloads() + 1;
  const started = performance.now();
  server.signal('SIGHUP');
  let isRead = false;
  const reading = untilReloaded(goal).then(() => {
    figures.took.push(performance.now() - started);
    isRead = true;
  });
  let slowest = 0;
  // Once more after it: the first questions meet what the new guide has not made yet.
  for (let isLast = false; !isLast; ) {
    isLast = isRead;
    const during = await ask(2);
    slowest = Math.max(slowest, during.slowest);
    wrong.push(...during.wrong);
  }
  await reading;
  const delay = await server.loopDelay();
  figures.reload.push(delay.max);
  figures.own.push(delay.own);
  figures.slowest.push(slowest);
  wrong.push(...before.wrong);
}
await server.stop();
slack.stop();
rmSync(folder, { recursive: true });

function ms(list) {
  return `median ${median(list).toFixed(0)}, worst ${Math.max(...list).toFixed(0)}`;
}
say(
  `${values.times} reloads of ${values.sections === undefined ? 'the guide that ships' : `a guide of ${values.sections} sections`}, at ${values.rate} questions a second; milliseconds`,
);
say(`from the signal to answers from the new guide   ${ms(figures.took)}`);
say(`event loop held up at most, without a reload    ${ms(figures.quiet)}`);
say(`event loop held up at most, with a reload       ${ms(figures.reload)}`);
say(`the same, less what it waited for a processor   ${ms(figures.own)}`);
say(`slowest answer during a reload                  ${ms(figures.slowest)}`);
const limit = Number(values.sections ?? 0) > 1_000 ? 1_000 : 150;
const worst = Math.max(...figures.reload);
say(
  `the worst reload at most ${limit} ms: ${worst <= limit ? 'met' : `MISSED, ${Math.max(...figures.own) <= limit ? 'but not by the server itself: others had the processors' : 'by the server itself'}`}; wrong answers: ${wrong.length}`,
);
