import { createAnswers } from '../answer/answers.js';
import { createSources } from '../answer/sources.js';
import { createSearch } from '../search/search.js';
import { answerToJson } from './answer-to-json.js';
import { askLines } from './ask-lines.js';
import type { Command } from './command.js';
import { guideOption, openGuide } from './open-guide.js';
import { answerText } from './text/answer-text.js';
import { ansiStyle, plainStyle } from './text/style.js';
import { UsageError } from './usage-error.js';

export const ask: Command = {
  name: 'ask',
  operands: 'QUESTION…',
  summary: 'ask the guide a question and read the answer',
  details: [
    'Prints what the Slack command would answer: the page, the passage that matched and where to go on.',
    'Also understood: topics, checklists, checklist TOPIC, help.',
    'With --jsonl it reads lines {"id","question"} and prints {"id","kind","slugs":[best first, up to 10]} for each;',
    'kind is page, results or nothing-found. A line that cannot be read gets {"id","error"}, and the exit code is 1.',
  ].join('\n'),
  options: {
    guide: guideOption,
    json: { description: 'print the answer as JSON' },
    jsonl: { description: 'answer many questions from standard input, one JSON object per line' },
  },
  run: async ({ operands, has, value }, io) => {
    const question = operands.join(' ');
    if (has('jsonl') && (has('json') || question !== '')) {
      throw new UsageError(
        '--jsonl reads the questions from standard input: give neither a question nor --json with it',
      );
    }
    if (!has('jsonl') && question.trim() === '') {
      throw new UsageError('what is the question? As in: guidepost ask how do I serve static files');
    }
    const { guide } = await openGuide(value('guide'), io);
    const search = createSearch(guide);
    if (has('jsonl')) return await askLines(createSources(guide, search), io);
    const here = { installation: 'command-line', channel: '', user: '' };
    const answer = await createAnswers(guide, search).toRequest({ ...here, text: question });
    const style = io.terminal && !io.env.NO_COLOR ? ansiStyle : plainStyle;
    const width = Math.min(io.terminal?.columns ?? 80, 100);
    io.out(has('json') ? `${JSON.stringify(answerToJson(answer), null, 2)}\n` : answerText(answer, { style, width }));
    return 0;
  },
};
