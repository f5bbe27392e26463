// npm run bench -- growth [--sections 100,1000,10000,50000]: time and memory as a guide grows, for the search and for a whole server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Guide } from '../src/guide/page.js';
import { createSearch } from '../src/search/search.js';
import { createTypeahead } from '../src/search/typeahead.js';
import { makeGuide, writeGuide } from './large-guide.js';
import { measureBuild, projectPath, required, say, table, timeQuestions } from './measure.js';
import { readCorpus, withTypos } from './ranking/questions.js';
import { startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({ options: { sections: { type: 'string', default: '100,1000,10000,50000' } } });
const content = projectPath('content');
const { guide: real, questions } = await readCorpus({ guide: content, questions: `${content}/questions.yml` });
const rows = [
  [
    'sections',
    'start ms',
    'server MiB',
    'index ms',
    'index MiB',
    'p50 ms',
    'p99 ms',
    'typos p50',
    'typos p99',
    'typeahead p50',
    'typeahead p99',
  ],
];
for (const sections of values.sections.split(',').map(Number)) {
  const guide = makeGuide(real, sections);
  const server = await measureServer(guide);
  const { made: search, ...index } = measureBuild(() => createSearch(guide), sections > 5_000 ? 1 : 3);
  // Questions that people ask, and as many about pages of this guide.
  const aboutPages = guide.pages
    .slice(0, questions.length)
    .map(({ slug, title, aliases }) => ({ question: `${title} ${aliases[0]}`, page: slug }));
  const asked = [...questions, ...aboutPages];
  const correct = timeQuestions(asked, search.find);
  const misspelt = timeQuestions(withTypos(asked, 1), search.find);
  const typeahead = createTypeahead(guide);
  const typed = asked.flatMap(({ question }) =>
    [2, 4, 7, 12].map((letters) => ({ question: question.slice(0, letters) })),
  );
  const suggested = timeQuestions(typed, (text) => typeahead.suggest(text, 15), 1);
  rows.push([
    `${sections}`,
    server.coldStartMs.toFixed(0),
    server.mebibytes.toFixed(0),
    index.milliseconds.toFixed(0),
    index.mebibytes.toFixed(0),
    ...[correct.p50, correct.p99, misspelt.p50, misspelt.p99, suggested.p50, suggested.p99].map((time) =>
      time.toFixed(2),
    ),
  ]);
}
say(table(rows));

/** Starts a server with this guide, without a snapshot. Measures the time until its first answer, and its memory after it. */
async function measureServer(guide: Guide): Promise<{ coldStartMs: number; mebibytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
  writeGuide(guide, folder);
  const slack = await startSlack();
  const { title } = required(guide.pages[0], 'page');
  const server = await startServer('guidepost', {
    question: title,
    isRight: (_, { status, body }) => status === 200 && body.includes(JSON.stringify(title)),
    apiUrl: slack.apiUrl,
    environment: { GUIDE_DIR: folder },
  });
  const { coldStartMs } = server;
  const mebibytes = server.memoryMiB();
  await server.stop();
  slack.stop();
  rmSync(folder, { recursive: true });
  return { coldStartMs, mebibytes };
}
