import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { createSearch } from '../../dist/search/search.js';
import { table } from './table.js';

const FOREIGN = new URL('foreign-questions.yml', import.meta.url);

/** What the guide says to its own questions, to those that it says it has no page for, and to questions from other fields. */
export async function judgeForeign({ guide, questions, foreign }) {
  const search = createSearch(guide);
  const elsewhere = parse(await readFile(FOREIGN, 'utf8'));
  const row = (name, asked) => {
    const found = asked.map(({ question, page }) => ({ ...search.find(question), wanted: page }));
    const count = (confidence) => found.filter((result) => result.confidence === confidence).length;
    const wrong = found.filter(
      ({ confidence, matches, wanted }) => confidence === 'sure' && matches[0]?.page.slug !== wanted,
    );
    return [
      name,
      `${asked.length}`,
      `${count('sure')}`,
      `${wrong.length}`,
      `${count('unsure')}`,
      `${count('nothing')}`,
    ];
  };
  const ask = (list) => list.map((question) => ({ question }));
  return table([
    ['', 'asked', 'sure', 'of them wrong', 'unsure', 'nothing found'],
    row('the guide’s own', questions),
    row('said to have no page', ask(foreign)),
    row('from other fields, for choosing', ask(elsewhere.chosen_by)),
    row('from other fields, kept back', ask(elsewhere.kept_back)),
    row('more of them, seen', ask(elsewhere.seen_later)),
    row('more of them, sealed', ask(elsewhere.sealed)),
  ]);
}
