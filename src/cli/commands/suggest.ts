import { posix } from 'node:path';
import type { JudgedQuestion } from '../../answer/evaluate.js';
import { confirmedPairs } from '../../asks/report.js';
import { formatPlace } from '../../guide/problem.js';
import { MAX_EVENTS_OF_COMMAND } from '../../wiring/ask-report.js';
import { type Command, type Io, UsageError } from '../args.js';
import { guideOption, openGuideFiles } from '../open-guide.js';
import { readQuestions } from '../questions-file.js';
import { findAskedWords } from '../suggest/asked-words.js';
import { type PageSuggestions, suggestForGuide } from '../suggest/suggestions.js';
import { counted, printableLine } from '../text/terminal.js';
import { withReports } from '../with-reports.js';

export const suggest: Command = {
  name: 'suggest',
  summary: 'say what would make pages easier to find',
  details: [
    'Lists each page that lacks something, the ones that lack most first: words that people asked with, keywords, a summary,',
    'headings that say what their section answers. Nothing is changed, and the exit code is 0.',
    'With --questions it reads a file as for guidepost evaluate, and names the words of those questions that their page lacks.',
    'With --log it does the same for what people asked in Slack, as far as they chose a page or said that it helped. It reads',
    'DATABASE_URL, like the server, where ASK_LOG is on.',
  ].join('\n'),
  options: {
    guide: guideOption,
    questions: { value: 'FILE', description: 'questions that people asked, with the page that answers each' },
    log: { description: 'also what people asked in Slack' },
    json: { description: 'print the suggestions as JSON' },
  },
  run: async ({ operands, has, value }, io) => {
    if (operands.length > 0)
      throw new UsageError('suggest takes only options, as in: guidepost suggest --guide content');
    const file = value('questions');
    const questions: JudgedQuestion[] = file === undefined ? [] : [...(await readQuestions(file, io.cwd))];
    if (has('log')) questions.push(...(await confirmedQuestions(io)));
    const { guide, content, folder } = await openGuideFiles(value('guide'), io);
    const found = suggestForGuide(guide, content.files, findAskedWords(guide, questions));
    const pages = guide.pages.length;
    io.out(has('json') ? `${JSON.stringify(toJson(found, pages), null, 2)}\n` : toText(found, pages, folder));
    return 0;
  },
};

/** What people asked, with the page that they chose or that helped. Older events are deleted. */
function confirmedQuestions(io: Io): Promise<readonly JudgedQuestion[]> {
  return withReports(io, async (reports) =>
    confirmedPairs(await reports.asks({ since: new Date(0), limit: MAX_EVENTS_OF_COMMAND })),
  );
}

function toJson(found: readonly PageSuggestions[], checked: number) {
  return {
    checked,
    pages: found.map(({ page: { slug, title, file }, suggestions }) => ({ slug, title, file, suggestions })),
  };
}

function toText(found: readonly PageSuggestions[], checked: number, folder: string): string {
  if (found.length === 0) return `${counted(checked, 'page')}: nothing is missing\n`;
  const groups = found.map(({ page, suggestions }) =>
    [
      printableLine(page.title),
      ...suggestions.map(({ line, text }) => {
        const file = posix.join(folder, page.file);
        return `  ${formatPlace(file, line)}: ${printableLine(text)}`;
      }),
      '',
      '',
    ].join('\n'),
  );
  const count = found.reduce((sum, { suggestions }) => sum + suggestions.length, 0);
  const complete = checked - found.length;
  return `${groups.join('')}${counted(count, 'suggestion')} for ${counted(found.length, 'page')}; ${counted(complete, 'page')} without any\n`;
}
