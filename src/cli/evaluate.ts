import { nearestWord } from '../guide/nearest-word.js';
import { type Evaluation, evaluate, NO_PAGE } from '../search/evaluate.js';
import { createSearch } from '../search/search.js';
import type { Command } from './command.js';
import { guideOption, openGuide } from './open-guide.js';
import { readQuestions } from './read-questions.js';
import { evaluationText } from './text/evaluation-text.js';
import { UsageError } from './usage-error.js';

export const evaluateQuestions: Command = {
  name: 'evaluate',
  operands: 'FILE',
  summary: 'measure how often the right page comes first',
  details: [
    'FILE is YAML, a list of "- question: …" and "page: slug"; page: none where the guide has no answer.',
    'Prints Hit@1 and Hit@3 (the part of the questions whose page came first, or among the first three), MRR@10',
    '(the mean of 1/rank) and every miss with what came instead.',
  ].join('\n'),
  options: { guide: guideOption, json: { description: 'print the figures and misses as JSON' } },
  run: async ({ operands, has, value }, io) => {
    const [file] = operands;
    if (file === undefined || operands.length > 1)
      throw new UsageError('which file? As in: guidepost evaluate questions.yml');
    const questions = await readQuestions(file, io.cwd);
    const { guide } = await openGuide(value('guide'), io);
    for (const page of new Set(questions.map((question) => question.page))) {
      if (page === NO_PAGE || guide.bySlug.has(page)) continue;
      const nearest = nearestWord(page, guide.bySlug.keys());
      io.err(
        `${file}: the guide has no page "${page}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}\n`,
      );
    }
    const result: Evaluation = evaluate(questions, createSearch(guide));
    io.out(has('json') ? `${JSON.stringify(result, null, 2)}\n` : evaluationText(result));
    return 0;
  },
};
