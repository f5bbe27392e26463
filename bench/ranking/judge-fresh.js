import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { createSearch } from '../../dist/search/search.js';
import { table } from './table.js';

const FRESH = new URL('fresh-questions.yml', import.meta.url);

/** What the guide that ships says to short questions, to those with a clause of background, and to everyday talk. */
export async function judgeFresh({ guide }) {
  const search = createSearch(guide);
  const { short, background, everyday } = parse(await readFile(FRESH, 'utf8'));
  const row = (name, asked) => {
    const found = asked.map(({ question, pages }) => {
      const { confidence, matches } = search.find(question);
      const rank = matches.findIndex(({ page }) => pages.includes(page.slug)) + 1;
      return { confidence, rank: confidence === 'nothing' ? 0 : rank };
    });
    const count = (isSuch) => `${found.filter(isSuch).length}`;
    return [
      name,
      `${asked.length}`,
      count(({ rank }) => rank === 1),
      count(({ rank }) => rank >= 1 && rank <= 3),
      count(({ confidence, rank }) => confidence === 'sure' && rank !== 1),
      count(({ confidence }) => confidence === 'unsure'),
      count(({ confidence }) => confidence === 'nothing'),
    ];
  };
  return table([
    ['', 'asked', 'first', 'first three', 'sure, but wrong', 'unsure', 'nothing found'],
    row('two or three words', short),
    row('with background', background),
    row(
      'everyday talk',
      everyday.map((question) => ({ question, pages: [] })),
    ),
  ]);
}
