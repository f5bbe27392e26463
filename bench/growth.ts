import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { createSearch } from '../src/search/search.js';
import { createTypeahead } from '../src/search/typeahead.js';
import { makeGuide, writeGuide } from './large-guide.js';
import { timeQuestions, weighed } from './measure.js';
import { readCorpus, table, withTypos } from './ranking/questions.js';
import { startServer, startSlack } from './speed/server.js';

// npm run bench -- growth [--sections 100,1000,10000,50000]: what a guide costs as it grows, the search alone and a whole server.

const { values } = parseArgs({ options: { sections: { type: 'string', default: '100,1000,10000,50000' } } });
const content = fileURLToPath(new URL('../content', import.meta.url));
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
  const server = await startWith(guide);
  const search = weighed(() => createSearch(guide), sections > 5_000 ? 1 : 3);
  // Questions that people ask, and as many for pages of this guide.
  const titles = guide.pages
    .slice(0, questions.length)
    .map(({ title, aliases }) => ({ question: `${title} ${aliases[0]}` }));
  const asked = [...questions, ...titles];
  const clean = timeQuestions(asked, search.made.find);
  const typos = timeQuestions(withTypos(asked, 1), search.made.find);
  const typeahead = createTypeahead(guide);
  const typed = asked.flatMap(({ question }) =>
    [2, 4, 7, 12].map((letters) => ({ question: question.slice(0, letters) })),
  );
  const suggested = timeQuestions(typed, (text) => typeahead.suggest(text, 10), 1);
  rows.push([
    `${sections}`,
    server.coldStartMs.toFixed(0),
    server.mebibytes.toFixed(0),
    search.milliseconds.toFixed(0),
    search.mebibytes.toFixed(0),
    ...[clean.p50, clean.p99, typos.p50, typos.p99, suggested.p50, suggested.p99].map((time) => time.toFixed(2)),
  ]);
}
process.stdout.write(`${table(rows)}\n`);

/** Starts a server with a guide of its own, as one that has no snapshot: until its first answer, and what it then takes. */
export async function startWith(guide) {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
  writeGuide(guide, folder);
  const slack = await startSlack();
  const { title } = guide.pages[0];
  const server = await startServer('ours', {
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
