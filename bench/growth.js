// npm run bench -- growth [--sections 100,1000,10000,50000]: what a guide costs as it grows, the search alone and a whole server.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSearch } from '../dist/search/search.js';
import { createTypeahead } from '../dist/search/typeahead.js';
import { makeGuide } from './growth/make-guide.js';
import { startWith } from './growth/start-with.js';
import { withTypos } from './ranking/ask-all.js';
import { weighed } from './ranking/heap.js';
import { readCorpus } from './ranking/read-corpus.js';
import { table } from './ranking/table.js';
import { timeQuestions } from './ranking/time-questions.js';

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
