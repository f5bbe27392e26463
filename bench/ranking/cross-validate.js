import { PARAMETERS } from '../../dist/search/parameters.js';
import { createSearch } from '../../dist/search/search.js';
import { createRandom } from '../random.js';
import { askAll, ours, withTypos } from './ask-all.js';
import { mean } from './measure.js';
import { figures, table } from './table.js';

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
