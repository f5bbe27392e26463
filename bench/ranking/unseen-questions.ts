import { PARAMETERS, type Parameters } from '../../src/search/parameters.js';
import { createSearch } from '../../src/search/search.js';
import { createRandom, mean, projectPath, required, table } from '../measure.js';
import {
  askAll,
  type Corpus,
  figureCells,
  findWith,
  type Outcome,
  type Question,
  readYaml,
  reciprocalRank,
  withTypos,
} from './questions.js';

/** What people see for questions that the search was not tuned on. */
export function measureHeldOut({ guide, questions }: Corpus, { rounds }: { rounds: number }): string {
  const search = createSearch(guide);
  const asAsked = findWith(search, { asAsked: true });
  return table([
    ['held out', 'Hit@1', 'Hit@3', 'MRR', '95 % interval'],
    ['all matches', ...figureCells(askAll(questions, findWith(search)))],
    ['“nothing found” is a miss', ...figureCells(askAll(questions, asAsked))],
    [`the same, two misspelt words, ${rounds} rounds`, ...figureCells(askAll(withTypos(questions, rounds), asAsked))],
  ]);
}

interface ForeignQuestions {
  chosen_by: string[];
  kept_back: string[];
  seen_later: string[];
  sealed: string[];
}

/** How confident the search is about the guide's own questions, questions without a page, and questions on other subjects. */
export async function measureForeign({ guide, questions, unanswerable }: Corpus): Promise<string> {
  const search = createSearch(guide);
  const foreign = await readYaml<ForeignQuestions>(projectPath('bench/ranking/foreign-questions.yml'));
  const row = (name: string, asked: readonly { question: string; page?: string }[]) => {
    const found = asked.map(({ question, page }) => ({ ...search.find(question), page }));
    const count = (confidence: string) => `${found.filter((result) => result.confidence === confidence).length}`;
    const wrong = found.filter(
      ({ confidence, matches, page }) => confidence === 'sure' && matches[0]?.page.slug !== page,
    ).length;
    return [name, `${asked.length}`, count('sure'), `${wrong}`, count('unsure'), count('nothing')];
  };
  const ask = (list: readonly string[]) => list.map((question) => ({ question }));
  return table([
    ['', 'asked', 'sure', 'of them wrong', 'unsure', 'nothing found'],
    row('the guide’s own', questions),
    row('listed as having no page', ask(unanswerable)),
    row('other fields, used for tuning', ask(foreign.chosen_by)),
    row('other fields, held out', ask(foreign.kept_back)),
    row('more from other fields, seen later', ask(foreign.seen_later)),
    row('more from other fields, sealed', ask(foreign.sealed)),
  ]);
}

interface FreshQuestions {
  short: { question: string; pages: string[] }[];
  background: { question: string; pages: string[] }[];
  everyday: string[];
}

/** What the shipped guide answers to short questions, questions with background, and everyday talk. */
export async function measureFresh({ guide }: Corpus): Promise<string> {
  const search = createSearch(guide);
  const { short, background, everyday } = await readYaml<FreshQuestions>(
    projectPath('bench/ranking/fresh-questions.yml'),
  );
  const row = (name: string, asked: readonly { question: string; pages: readonly string[] }[]) => {
    const found = asked.map(({ question, pages }) => {
      const { confidence, matches } = search.find(question);
      const rank = matches.findIndex(({ page }) => pages.includes(page.slug)) + 1;
      return { confidence, rank: confidence === 'nothing' ? 0 : rank };
    });
    const count = (isSuch: (each: (typeof found)[number]) => boolean) => `${found.filter(isSuch).length}`;
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

/** If the MRR of two settings differs by less, the simpler one, which comes first in the grid, is used. */
const SAME = 0.002;

/** A small grid, the simplest first: without each part, then with less and with more of it. */
const GRID: readonly Partial<Parameters>[] = [0, 0.5, 1].flatMap((sectionShare) =>
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
 * The figures on pages that the parameters were not tuned on. The pages are divided into folds, and each fold is measured with the
 * parameters of the grid that are best on the questions of the other folds.
 */
export function crossValidate(
  { guide, questions }: Corpus,
  { folds, rounds }: { folds: number; rounds: number },
): string {
  const foldOf = dealIntoFolds(questions, folds);
  const misspelt = withTypos(questions, rounds);
  const measured = GRID.map((setting) => {
    const search = createSearch(guide, { ...PARAMETERS, ...setting });
    const asAsked = findWith(search, { asAsked: true });
    return {
      setting,
      all: askAll(questions, findWith(search)),
      asAsked: askAll(questions, asAsked),
      typos: askAll(misspelt, asAsked),
    };
  });
  const heldOut = { all: [] as Outcome[], asAsked: [] as Outcome[], typos: [] as Outcome[] };
  const chosen: Partial<Parameters>[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const isHeldOut = ({ page }: Outcome) => foldOf.get(page) === fold;
    const trained = measured.map(({ all }) => mean(all.filter((each) => !isHeldOut(each)).map(reciprocalRank)));
    const best = required(
      measured.find((_, index) => (trained[index] ?? 0) >= Math.max(...trained) - SAME),
      'setting',
    );
    chosen.push(best.setting);
    for (const kind of ['all', 'asAsked', 'typos'] as const) heldOut[kind].push(...best[kind].filter(isHeldOut));
  }
  return [
    table([
      [`held out, ${folds} folds by page, ${GRID.length} settings`, 'Hit@1', 'Hit@3', 'MRR', '95 % interval'],
      ['all matches', ...figureCells(heldOut.all)],
      ['“nothing found” is a miss', ...figureCells(heldOut.asAsked)],
      [`the same, two misspelt words, ${rounds} rounds`, ...figureCells(heldOut.typos)],
    ]),
    'chosen:',
    ...chosen.map(
      ({ sectionShare, nameBonus, background, pageBoosts }) =>
        `  section ${sectionShare}, name ${nameBonus}, background ${background}, title ${pageBoosts?.title}, summary ${pageBoosts?.summary}`,
    ),
  ].join('\n');
}

function dealIntoFolds(questions: readonly Question[], folds: number): Map<string, number> {
  const random = createRandom(5);
  const pages = [...new Set(questions.map(({ page }) => page))]
    .map((page) => ({ page, order: random() }))
    .sort((a, b) => a.order - b.order);
  return new Map(pages.map(({ page }, index) => [page, index % folds]));
}
