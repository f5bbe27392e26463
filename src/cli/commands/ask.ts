import { answerToJson } from '../../answer/answer-json.js';
import { createAnswers } from '../../answer/answers.js';
import { answerQuestion } from '../../answer/pages.js';
import { createSources, type Sources } from '../../answer/sources.js';
import { createSearch } from '../../search/search.js';
import { type Command, type Io, UsageError } from '../args.js';
import { describeGuide, guideFolder, guideOption, openReadableGuide } from '../open-guide.js';
import { answerText } from '../text/answer-text.js';
import { ansiStyle, plainStyle } from '../text/terminal.js';

export const ask: Command = {
  name: 'ask',
  operands: 'QUESTION…',
  summary: 'ask the guide a question',
  details: [
    'Prints what the Slack command would answer: the page, the passage that matched, and what to read next.',
    'QUESTION can also be: topics, checklists, checklist TOPIC, help. Standard error says which guide answers.',
    'With --jsonl it reads lines {"id","question"} and prints {"id","kind","slugs":[best first, up to 10]} for each;',
    'kind is page, results or nothing-found. A wrong line gets {"id","error"}, and the exit code is 1.',
  ].join('\n'),
  options: {
    guide: guideOption,
    json: { description: 'print the answer as JSON' },
    jsonl: { description: 'answer many questions from standard input, one JSON object per line' },
  },
  run: async ({ operands, has, value }, io) => {
    const question = operands.join(' ');
    if (has('jsonl') && (has('json') || question !== '')) {
      throw new UsageError('--jsonl reads the questions from standard input: leave out the question and --json');
    }
    if (!has('jsonl') && question.trim() === '') {
      throw new UsageError('ask needs a question, as in: guidepost ask how do I serve static files');
    }
    const folder = guideFolder(value('guide'), io);
    const { guide } = await openReadableGuide(folder, io);
    io.err(`Guide: ${describeGuide(folder, guide)}\n`);
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

/**
 * Answers one question per line of standard input, each as soon as its line arrives.
 * @returns 1 if a line could not be read, otherwise 0
 */
export async function askLines(sources: Sources, io: Io): Promise<number> {
  let failed = false;
  let number = 0;
  for await (const line of readLines(io.stdin)) {
    number++;
    if (line.trim() === '') continue;
    const read = readQuestionLine(line);
    failed ||= 'error' in read;
    const reply = 'error' in read ? { id: read.id, error: `line ${number}: ${read.error}` } : answerLine(sources, read);
    io.out(`${JSON.stringify(reply)}\n`);
  }
  return failed ? 1 : 0;
}

type Id = string | number | null;

function answerLine(sources: Sources, { id, question }: { id: Id; question: string }) {
  return {
    id,
    kind: answerQuestion(sources, question).kind,
    slugs: sources.search.find(question).matches.map(({ page }) => page.slug),
  };
}

function readQuestionLine(line: string): { id: Id; question: string } | { id: Id; error: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { id: null, error: `not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  const given = (typeof value === 'object' ? value : null) as { id?: unknown; question?: unknown } | null;
  const id = typeof given?.id === 'string' || typeof given?.id === 'number' ? given.id : null;
  if (typeof given?.question !== 'string') {
    return {
      id,
      error: 'a line must be an object with a "question", as in {"id":"1","question":"what is WSGI?"}',
    };
  }
  return { id, question: given.question };
}

/** The lines of a stream as they arrive, without line breaks or a byte order mark. */
export async function* readLines(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/^\uFEFF|\r$/g, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/^\uFEFF|\r$/g, '');
}
