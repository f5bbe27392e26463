import { createSearch } from '../../dist/search/search.js';
import { askAll, ours } from './ask-all.js';
import { weighed } from './heap.js';
import { measure } from './measure.js';
import { pageDocuments, sectionDocuments } from './peers/documents.js';
import { figures, table } from './table.js';
import { timeQuestions } from './time-questions.js';

/** One table of our search and its peers. A peer gets the documents, whole pages or sections, with which it does better. */
export async function compare({ guide, questions }, asked) {
  const { PEERS } = await import('./peers/peers.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error('The peers are not installed: npm ci --prefix bench');
    process.exit(2);
  });
  const search = weighed(() => createSearch(guide), 5);
  const rows = [
    ['', 'documents', 'Hit@1', 'Hit@3', 'MRR', '95 % interval', 'index ms', 'p50 ms', 'p99 ms', 'heap MiB'],
    row('Guidepost', 'both', askAll(asked, ours(search.made)), search, timeQuestions(questions, ours(search.made))),
    [
      'Guidepost, “nothing found” is a miss',
      'both',
      ...figures(askAll(asked, ours(search.made, { asAsked: true }))),
      ...Array(4).fill(''),
    ],
  ];
  for (const [name, create] of Object.entries(PEERS)) {
    const tried = [
      ['pages', pageDocuments(guide)],
      ['sections', sectionDocuments(guide)],
    ].map(([kind, documents]) => {
      const pages = new Map(documents.map(({ id, page }) => [id, page]));
      const built = weighed(() => create(documents), 3);
      const find = (question) => [...new Set(built.made(question).map((id) => pages.get(id)))];
      const outcomes = askAll(asked, find);
      return { kind, built, find, outcomes, ...measure(outcomes.map(({ rank }) => rank)) };
    });
    const best = tried.sort((a, b) => b.mrr - a.mrr)[0];
    rows.push(row(name, best.kind, best.outcomes, best.built, timeQuestions(questions, best.find, 1)));
  }
  return table(rows);
}

function row(name, documents, outcomes, { milliseconds, mebibytes }, { p50, p99 }) {
  return [
    name,
    documents,
    ...figures(outcomes),
    milliseconds.toFixed(0),
    p50.toFixed(2),
    p99.toFixed(2),
    mebibytes.toFixed(1),
  ];
}
