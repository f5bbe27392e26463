import { answerQuestion } from '../answer/pages.js';
import type { Sources } from '../answer/sources.js';
import type { Io } from './io.js';
import { readLines } from './read-lines.js';

/**
 * Answers one question per line of standard input, each as soon as its line is there.
 * @returns 1 where a line could not be read, otherwise 0
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
      error: 'a line must be an object with a text "question", as in {"id":"1","question":"what is WSGI?"}',
    };
  }
  return { id, question: given.question };
}
