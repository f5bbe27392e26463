import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { PARAMETERS } from '../../src/search/parameters.js';
import { createSearch } from '../../src/search/search.js';
import { createRandom } from '../measure.js';
import { askAll, figures, mean, ours, table, withTypos } from './questions.js';

const FRESH = new URL('fresh-questions.yml', import.meta.url);

/** What the guide that ships says to short questions, to those with a clause of background, and to everyday talk. */
export async function judgeFresh({ guide }) {
  const search = createSearch(guide);
  const { short, background, everyday } = parse(await readFile(FRESH, 'utf8'));
  const row = (name, asked) => {
    const found = asked.map(({ question, pages }) => {
      const { verdict, matches } = search.find(question);
      const rank = matches.findIndex(({ page }) => pages.includes(page.slug)) + 1;
      return { verdict, rank: verdict === 'nothing' ? 0 : rank };
    });
    const count = (isSuch) => `${found.filter(isSuch).length}`;
    return [
      name,
      `${asked.length}`,
      count(({ rank }) => rank === 1),
      count(({ rank }) => rank >= 1 && rank <= 3),
      count(({ verdict, rank }) => verdict === 'sure' && rank !== 1),
      count(({ verdict }) => verdict === 'unsure'),
      count(({ verdict }) => verdict === 'nothing'),
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

const FOREIGN = new URL('foreign-questions.yml', import.meta.url);

/** What the guide says to its own questions, to those that it says it has no page for, and to questions from other fields. */
export async function judgeForeign({ guide, questions, foreign }) {
  const search = createSearch(guide);
  const elsewhere = parse(await readFile(FOREIGN, 'utf8'));
  const row = (name, asked) => {
    const found = asked.map(({ question, page }) => ({ ...search.find(question), wanted: page }));
    const count = (verdict) => found.filter((result) => result.verdict === verdict).length;
    const wrong = found.filter(
      ({ verdict, matches, wanted }) => verdict === 'sure' && matches[0]?.page.slug !== wanted,
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

/** What an asker meets with questions that nothing was chosen by. A page, or several, that a question names as `also` answer it too. */
export function measureHeldOut({ guide, questions }, { rounds }) {
  const search = createSearch(guide);
  const byOrder = ours(search);
  const asAsked = ours(search, { asAsked: true });
  const misspelt = withTypos(questions, rounds).map((asked, place) => ({
    ...questions[place % questions.length],
    question: asked.question,
  }));
  return table([
    ['held out', 'Hit@1', 'Hit@3', 'MRR', '95 % interval'],
    ['by order alone', ...figures(questions.map(outcome(byOrder)))],
    ['“nothing found” is a miss', ...figures(questions.map(outcome(asAsked)))],
    [`the same, two misspelt words, ${rounds} rounds`, ...figures(misspelt.map(outcome(asAsked)))],
  ]);
}

function outcome(find) {
  return ({ question, page, also }) => ({
    page,
    rank:
      find(question)
        .slice(0, 10)
        .findIndex((slug) => slug === page || [also ?? []].flat().includes(slug)) + 1,
  });
}

/** Two settings whose MRR differ by less do not differ: the simpler one, which comes first in the grid, is taken. */
const SAME = 0.002;

/** A small grid, the simplest first: nothing added, then less and more of each part. */
const GRID = [0, 0.5, 1].flatMap((sectionShare) =>
  [0, 0.25, 0.5, 1].flatMap((nameBonus) =>
    [1, 0.5].flatMap((background) =>
      [1, 1.5, 2.5].map((title) => ({
        sectionShare,
        nameBonus,
        background,
        pageBoosts: { ...PARAMETERS.pageBoosts, title, summary: Math.min(title, 1.5) },
      })),
    ),
  ),
);

/**
 * What the ranking is worth on pages that its parameters were not chosen by: the target pages are dealt into folds, and the
 * parameters for each fold are those of the grid that do best on the questions of the others.
 */
export function crossValidate({ guide, questions }, { folds, rounds }) {
  const random = createRandom(5);
  const pages = [...new Set(questions.map(({ page }) => page))]
    .map((page) => ({ page, order: random() }))
    .sort((a, b) => a.order - b.order);
  const foldOf = new Map(pages.map(({ page }, place) => [page, place % folds]));
  const misspelt = withTypos(questions, rounds);
  const measured = GRID.map((setting) => {
    const search = createSearch(guide, { ...PARAMETERS, ...setting });
    const honest = ours(search, { asAsked: true });
    return {
      setting,
      clean: askAll(questions, ours(search)),
      honest: askAll(questions, honest),
      typos: askAll(misspelt, honest),
    };
  });
  const held = { clean: [], honest: [], typos: [] };
  const chosen = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const isHeld = ({ page }) => foldOf.get(page) === fold;
    const trained = measured.map(({ clean }) => mean(clean.filter((outcome) => !isHeld(outcome)).map(reciprocal)));
    const best = measured[trained.findIndex((mrr) => mrr >= Math.max(...trained) - SAME)];
    chosen.push(best.setting);
    for (const kind of Object.keys(held)) held[kind].push(...best[kind].filter(isHeld));
  }
  return [
    table([
      [`held out, ${folds} folds by target page, ${GRID.length} settings`, 'Hit@1', 'Hit@3', 'MRR', '95 % interval'],
      ['by order alone', ...figures(held.clean)],
      ['“nothing found” is a miss', ...figures(held.honest)],
      [`the same, two misspelt words, ${rounds} rounds`, ...figures(held.typos)],
    ]),
    'chosen:',
    ...chosen.map(
      ({ sectionShare, nameBonus, background, pageBoosts }) =>
        `  section ${sectionShare}, name ${nameBonus}, background ${background}, title ${pageBoosts.title}, summary ${pageBoosts.summary}`,
    ),
  ].join('\n');
}

function reciprocal({ rank }) {
  return rank === 0 ? 0 : 1 / rank;
}
