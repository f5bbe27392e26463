import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { JudgedQuestion } from '../search/evaluate.js';
import { UnreadableFile } from './unreadable-file.js';

/** Reads a list of questions and the pages that answer them. @throws UnreadableFile that names every bad entry with its line */
export async function readQuestions(file: string, cwd: string): Promise<JudgedQuestion[]> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFile(`${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
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
    problems.push(`${file}:${line}: an entry needs a text "question" and a "page" (a slug, or none)`);
  }
  if (problems.length > 0) throw new UnreadableFile(problems.join('\n'));
  return questions.filter((question) => question !== undefined);
}

function readEntry(item: Node): JudgedQuestion | undefined {
  if (!isMap(item)) return undefined;
  const [question, page] = [item.get('question'), item.get('page')];
  return typeof question === 'string' && typeof page === 'string' ? { question, page } : undefined;
}
