import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Evaluation, evaluate, type JudgedQuestion, NO_PAGE } from '../../answer/evaluate.js';
import { createSources } from '../../answer/sources.js';
import { nearestWord } from '../../guide/edit-distance.js';
import { createSearch } from '../../search/search.js';
import { type Command, UsageError } from '../args.js';
import { guideOption, openGuide } from '../open-guide.js';
import { printableLine } from '../text/terminal.js';

export const evaluateQuestions: Command = {
  name: 'evaluate',
  operands: 'FILE',
  summary: 'measure how often the right page comes first',
  details: [
    'FILE is YAML: a list of "- question: …" and "page: slug", or "page: none" if the guide has no answer.',
    'Prints Hit@1 and Hit@3 (the share of questions whose page came first, or in the first three), MRR@10',
    '(the mean of 1/rank), and every miss with what came instead.',
  ].join('\n'),
  options: { guide: guideOption, json: { description: 'print the figures and misses as JSON' } },
  run: async ({ operands, has, value }, io) => {
    const [file] = operands;
    if (file === undefined || operands.length > 1)
      throw new UsageError('evaluate needs one file, as in: guidepost evaluate questions.yml');
    const questions = await readQuestions(file, io.cwd);
    const { guide } = await openGuide(value('guide'), io);
    for (const page of new Set(questions.map((question) => question.page))) {
      if (page === NO_PAGE || guide.bySlug.has(page)) continue;
      const nearest = nearestWord(page, guide.bySlug.keys());
      io.err(
        `${file}: the guide has no page "${page}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}\n`,
      );
    }
    const result: Evaluation = evaluate(questions, createSources(guide, createSearch(guide)));
    io.out(has('json') ? `${JSON.stringify(result, null, 2)}\n` : evaluationText(result));
    return 0;
  },
};

/** Reads a list of questions and the pages that answer them. @throws UnreadableFile that lists every wrong entry with its line */
export async function readQuestions(file: string, cwd: string): Promise<JudgedQuestion[]> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFile(`${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map(({ message, pos }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`);
  if (problems.length > 0) throw new UnreadableFile(problems.join('\n'));
  if (document.contents === null) return [];
  if (!isSeq<Node>(document.contents)) {
    throw new UnreadableFile(`${file}:1: must be a list of "- question: …" and "page: slug"`);
  }
  const questions = document.contents.items.map((item) => readEntry(item));
  for (const [index, question] of questions.entries()) {
    if (question !== undefined) continue;
    const line = lines.linePos(document.contents.items[index]?.range?.[0] ?? 0).line;
    problems.push(`${file}:${line}: an entry needs a "question" (text) and a "page" (a slug, or none)`);
  }
  if (problems.length > 0) throw new UnreadableFile(problems.join('\n'));
  return questions.filter((question) => question !== undefined);
}

function readEntry(item: Node): JudgedQuestion | undefined {
  if (!isMap(item)) return undefined;
  const [question, page] = [item.get('question'), item.get('page')];
  return typeof question === 'string' && typeof page === 'string' ? { question, page } : undefined;
}

/** A file named on the command line cannot be used. The message names the file, the line and what to change. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** The figures, then every miss with what came instead. */
export function evaluationText({ questions, hitAt1, hitAt3, mrrAt10, misses }: Evaluation): string {
  return [
    `Questions  ${questions}`,
    `Hit@1      ${percent(hitAt1)}`,
    `Hit@3      ${percent(hitAt3)}`,
    `MRR@10     ${mrrAt10.toFixed(3)}`,
    ...(misses.length === 0 ? [] : ['', 'Misses:']),
    ...misses.flatMap(({ question, page, got, rank }) => [
      `  ${printableLine(question)}`,
      `    expected ${page}${rank === undefined ? '' : ` (came as number ${rank})`}, got ${got.length === 0 ? 'nothing found' : got.join(', ')}`,
    ]),
    '',
  ].join('\n');
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
