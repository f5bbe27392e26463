// npm run bench -- reload [--times N] [--rate N] [--sections N]: how long a reload of the guide delays answers. Uses the shipped guide, or
// one with N sections.
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeGuide, writeGuide } from './large-guide.js';
import { median, projectPath, required, say } from './measure.js';
import { readCorpus } from './ranking/questions.js';
import { loadWithQuestions } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '8' },
    rate: { type: 'string', default: '100' },
    sections: { type: 'string' },
  },
});
/** How long a reload may delay answers: 1 s for a guide of ten thousand sections, 150 ms for one of a thousand or fewer. */
const LIMIT_MS = Number(values.sections ?? 0) > 1_000 ? 1_000 : 150;

const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
const content = projectPath('content');
if (values.sections === undefined) cpSync(content, folder, { recursive: true });
else {
  const { guide } = await readCorpus({ guide: content, questions: `${content}/questions.yml` });
  writeGuide(makeGuide(guide, Number(values.sections)), folder);
}
const page = join(
  folder,
  required(
    readdirSync(folder).find((name) => name.endsWith('.md')),
    'page',
  ),
);

const questions = await makeQuestions(1_000, folder);
const list = [...questions.keys()];
const slack = await startSlack();
const isRight = createCheck(questions);
const server = await startServer('guidepost', {
  question: required(list[0], 'question'),
  isRight,
  apiUrl: slack.apiUrl,
  environment: { GUIDE_DIR: folder },
  isProbed: true,
});
function reloads(): number {
  return server.output().match(/Reloaded the guide/g)?.length ?? 0;
}
function ask(seconds: number) {
  return loadWithQuestions({
    port: server.port,
    questions: list,
    connections: 10,
    rate: Number(values.rate),
    seconds,
    isRight,
  });
}

await ask(5);
const figures = {
  quiet: [] as number[],
  reload: [] as number[],
  own: [] as number[],
  slowest: [] as number[],
  took: [] as number[],
};
let wrong = 0;
for (let time = 0; time < Number(values.times); time += 1) {
  await server.loopDelay();
  wrong += (await ask(2)).wrong.length;
  figures.quiet.push((await server.loopDelay()).max);
  // A comment changes no answers, but makes a new revision.
  appendFileSync(page, `\n<!-- ${time} -->\n`);
  const goal = reloads() + 1;
  const started = performance.now();
  server.signal('SIGHUP');
  let isRead = false;
  const reading = (async () => {
    while (reloads() < goal) await sleep(5);
    figures.took.push(performance.now() - started);
    isRead = true;
  })();
  let slowest = 0;
  // Keep asking after the reload: the first questions to the new guide may be slower.
  for (let isLast = false; !isLast; ) {
    isLast = isRead;
    const during = await ask(2);
    slowest = Math.max(slowest, during.slowest);
    wrong += during.wrong.length;
  }
  await reading;
  const delay = await server.loopDelay();
  figures.reload.push(delay.max);
  figures.own.push(delay.own);
  figures.slowest.push(slowest);
}
await server.stop();
slack.stop();
rmSync(folder, { recursive: true });

function ms(times: readonly number[]): string {
  return `median ${median(times).toFixed(0)}, worst ${Math.max(...times).toFixed(0)}`;
}
const guideName = values.sections === undefined ? 'the guide that ships' : `a guide with ${values.sections} sections`;
say(`${values.times} reloads of ${guideName}, at ${values.rate} questions a second; milliseconds`);
say(`from the signal to the log line of the reload  ${ms(figures.took)}`);
say(`longest event-loop delay without a reload       ${ms(figures.quiet)}`);
say(`longest event-loop delay with a reload          ${ms(figures.reload)}`);
say(`  without the time it waited for a processor    ${ms(figures.own)}`);
say(`slowest answer during a reload                  ${ms(figures.slowest)}`);
const missed =
  Math.max(...figures.own) > LIMIT_MS ? 'MISSED' : 'MISSED, but only because other processes used the processors';
say(`at most ${LIMIT_MS} ms: ${Math.max(...figures.reload) <= LIMIT_MS ? 'met' : missed}; wrong answers: ${wrong}`);
