import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AnswerKind, type Evaluation, evaluate, INTRODUCTION, NO_PAGE } from '../../answer/evaluate.js';
import { createSources } from '../../answer/sources.js';
import { nearestWord } from '../../guide/near-names.js';
import type { Guide } from '../../guide/page.js';
import { createSearch } from '../../search/search.js';
import { type Command, type Io, UsageError } from '../args.js';
import { compareEvaluations, comparisonText, type EarlierEvaluation, readEvaluation } from '../evaluate/comparison.js';
import { describeGuide, guideBeside, guideFolder, guideOption, openReadableGuide } from '../open-guide.js';
import { readQuestions, UnreadableFile, type WrittenQuestion } from '../questions-file.js';
import { counted, printableLine } from '../text/terminal.js';

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
    'The guide is the one in --guide, in GUIDE_DIR, or in the folder of FILE. If FILE names a page or section that the guide does',
    'not have, the exit code is 1.',
    'With --compare it prints as Markdown which questions got better or worse since OLD.json, which --json wrote.',
  ].join('\n'),
  options: {
    guide: guideOption,
    json: { description: 'print the figures and misses as JSON' },
    compare: { value: 'OLD.json', description: 'what --json printed before a change; print what got better or worse' },
  },
  run: async ({ operands, has, value }, io) => {
    const [file] = operands;
    if (file === undefined || operands.length > 1)
      throw new UsageError('evaluate needs one file, as in: guidepost evaluate questions.yml');
    const [questions, before] = await Promise.all([readQuestions(file, io.cwd), readEarlier(value('compare'), io)]);
    const folder = guideFolder(value('guide') ?? (await guideBeside(file, io)), io);
    const { guide } = await openReadableGuide(folder, io);
    const description = describeGuide(folder, guide);
    const missing = findMissingTargets(questions, guide);
    if (isForAnotherGuide(missing)) {
      io.err(refusal(file, description, missing));
      return 1;
    }
    for (const { line, text } of missing.problems) io.err(`${file}:${line}: ${text}\n`);
    if (missing.problems.length > 0) io.err(`The guide is ${description}. For another one: --guide DIR\n`);
    const result = evaluate(questions, createSources(guide, createSearch(guide)));
    const comparison = before && compareEvaluations(before, result);
    if (has('json')) {
      const used = { folder, pages: guide.pages.length };
      io.out(`${JSON.stringify({ guide: used, ...result, ...(comparison && { comparison }) }, null, 2)}\n`);
    } else if (before && comparison) io.out(comparisonText(comparison, before, result));
    else io.out(`Guide      ${description}\n${evaluationText(result)}`);
    return missing.problems.length > 0 ? 1 : 0;
  },
};

async function readEarlier(file: string | undefined, { cwd }: Io): Promise<EarlierEvaluation | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFile(`${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  const earlier = readEvaluation(text);
  if (earlier !== undefined) return earlier;
  throw new UnreadableFile(
    `${file}: must be what guidepost evaluate --json printed, as in: guidepost evaluate questions.yml --json > ${file}`,
  );
}

const MAX_NAMED = 5;

function refusal(file: string, description: string, { named, missing }: MissingTargets): string {
  const names = missing.slice(0, MAX_NAMED).map((slug) => `"${printableLine(slug)}"`);
  const more = missing.length - names.length;
  return [
    `${file}: These questions are for another guide. Of the ${counted(named, 'page')} that they name, ${description} lacks ${missing.length}:`,
    `  ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    `To use another guide: guidepost evaluate ${file} --guide DIR`,
    '',
  ].join('\n');
}

/** The figures, then every miss with what came instead. */
export function evaluationText({ questions, hitAt1, hitAt3, mrrAt10, passages, kinds, misses }: Evaluation): string {
  if (questions === 0)
    return 'No questions yet. Write down what people ask, in their words, with the page that answers.\n';
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

interface MissingTargets {
  /** What each question names and the guide does not have, in the order of the file. */
  readonly problems: readonly { readonly line: number; readonly text: string }[];
  /** The pages that the questions name. */
  readonly named: number;
  /** Those of them that the guide does not have. */
  readonly missing: readonly string[];
}

/** The pages and sections that questions name and the guide does not have. A question about them can never be answered. */
function findMissingTargets(questions: readonly WrittenQuestion[], guide: Guide): MissingTargets {
  const problems: { line: number; text: string }[] = [];
  const named = new Set<string>();
  const missing = new Set<string>();
  const check = (slug: string, anchors: readonly string[], line: number): void => {
    named.add(slug);
    const page = guide.bySlug.get(slug);
    if (page === undefined) {
      missing.add(slug);
      problems.push({ line, text: `the guide has no page "${slug}"${didYouMean(slug, guide.bySlug.keys())}` });
      return;
    }
    const known = page.sections.map((section) => section.anchor || INTRODUCTION);
    for (const anchor of anchors) {
      if (known.includes(anchor)) continue;
      problems.push({ line, text: `the page "${slug}" has no section "${anchor}"${didYouMean(anchor, known)}` });
    }
  };
  for (const { page, sections = [], also = [], line } of questions) {
    if (page !== NO_PAGE) check(page, sections, line);
    for (const other of also) {
      const [slug = '', ...anchors] = other.split('#');
      check(slug, anchors, line);
    }
  }
  return { problems, named: named.size, missing: [...missing] };
}

function didYouMean(wrong: string, known: Iterable<string>): string {
  const nearest = nearestWord(wrong, known);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

/** Whether the questions were written for another guide: it lacks most of the pages that they name. One wrong name is a typing error. */
function isForAnotherGuide({ named, missing }: MissingTargets): boolean {
  return missing.length > 1 && missing.length > named / 2;
}
