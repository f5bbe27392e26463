import {
  type AnswerKind,
  type Evaluation,
  evaluate,
  INTRODUCTION,
  type JudgedQuestion,
  NO_PAGE,
} from '../../answer/evaluate.js';
import { createSources } from '../../answer/sources.js';
import { nearestWord } from '../../guide/edit-distance.js';
import type { Guide } from '../../guide/page.js';
import { createSearch } from '../../search/search.js';
import { type Command, UsageError } from '../args.js';
import { guideOption, openReadableGuide } from '../open-guide.js';
import { readQuestions } from '../questions-file.js';
import { printableLine } from '../text/terminal.js';

export const evaluateQuestions: Command = {
  name: 'evaluate',
  operands: 'FILE',
  summary: 'measure how often the right page and passage come first',
  details: [
    'FILE is YAML: a list of "- question: …" and "page: slug", or "page: none" if the guide has no answer. An entry may also have',
    '  section: anchor      the section that answers, or a list of several; introduction for the text before the first heading',
    '  contains: "…"        words that the passage must show, or a list of which one is enough',
    '  also: slug#anchor    another page that answers as well, or a list; the anchor may be left out',
    'Prints Hit@1 and Hit@3 (the share of questions whose page came first, or in the first three), MRR@10 (the mean of 1/rank),',
    'how often the passage answered where the page came first, how many questions got a card, a list and nothing and how often',
    'that was right, and every miss with what came instead.',
  ].join('\n'),
  options: { guide: guideOption, json: { description: 'print the figures and misses as JSON' } },
  run: async ({ operands, has, value }, io) => {
    const [file] = operands;
    if (file === undefined || operands.length > 1)
      throw new UsageError('evaluate needs one file, as in: guidepost evaluate questions.yml');
    const questions = await readQuestions(file, io.cwd);
    const { guide } = await openReadableGuide(value('guide'), io);
    for (const problem of unknownTargets(questions, guide)) io.err(`${file}: ${problem}\n`);
    const result = evaluate(questions, createSources(guide, createSearch(guide)));
    io.out(has('json') ? `${JSON.stringify(result, null, 2)}\n` : evaluationText(result));
    return 0;
  },
};

/** The pages and sections that questions name and the guide does not have, each once. */
function unknownTargets(questions: readonly JudgedQuestion[], guide: Guide): Set<string> {
  const problems = new Set<string>();
  const check = (slug: string, anchors: readonly string[]): void => {
    const page = guide.bySlug.get(slug);
    if (page === undefined) {
      problems.add(`the guide has no page "${slug}"${didYouMean(slug, guide.bySlug.keys())}`);
      return;
    }
    const known = page.sections.map((section) => section.anchor || INTRODUCTION);
    for (const anchor of anchors) {
      if (!known.includes(anchor))
        problems.add(`the page "${slug}" has no section "${anchor}"${didYouMean(anchor, known)}`);
    }
  };
  for (const { page, sections = [], also = [] } of questions) {
    if (page !== NO_PAGE) check(page, sections);
    for (const other of also) {
      const [slug = '', ...anchors] = other.split('#');
      check(slug, anchors);
    }
  }
  return problems;
}

function didYouMean(wrong: string, known: Iterable<string>): string {
  const nearest = nearestWord(wrong, known);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

/** The figures, then every miss with what came instead. */
export function evaluationText({ questions, hitAt1, hitAt3, mrrAt10, passages, kinds, misses }: Evaluation): string {
  const kind = (name: AnswerKind, right: string): string[] =>
    kinds[name].count === 0 ? [] : [`  ${name.padEnd(9)}${kinds[name].count}, ${right} in ${kinds[name].right}`];
  return [
    `Questions  ${questions}`,
    `Hit@1      ${percent(hitAt1)}`,
    `Hit@3      ${percent(hitAt3)}`,
    `MRR@10     ${mrrAt10.toFixed(3)}`,
    ...(passages.judged === 0
      ? []
      : [
          `Passages   ${percent(passages.hits / passages.judged)} (${passages.hits} of ${passages.judged} whose page came first)`,
          ...(passages.pairs === 0
            ? []
            : [
                `           ${percent(passages.firstHits / passages.judged)} by the first one; ${passages.pairs} showed two`,
              ]),
        ]),
    'Answers',
    ...kind('card', 'the right page'),
    ...kind('list', 'the right page among the first three'),
    ...kind('nothing', 'rightly'),
    ...(misses.length === 0 ? [] : ['', 'Misses:']),
    ...misses.flatMap(({ question, page, got, rank, shown, sections, contains }) => [
      `  ${printableLine(question)}`,
      rank === 1
        ? `    passage: expected ${expectedPassage(page, sections, contains)}, got ${shown}`
        : `    expected ${page}${rank === undefined ? '' : ` (came as number ${rank})`}, got ${got.length === 0 ? 'nothing found' : got.join(', ')}`,
    ]),
    '',
  ].join('\n');
}

function expectedPassage(page: string, sections: readonly string[] = [], contains: readonly string[] = []): string {
  const where = sections.length === 0 ? page : sections.map((anchor) => `${page}#${anchor}`).join(' or ');
  const words = contains.map((text) => `“${printableLine(text)}”`).join(' or ');
  return words === '' ? where : `${where} with ${words}`;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
