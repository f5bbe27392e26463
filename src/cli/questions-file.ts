import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { JudgedQuestion } from '../answer/evaluate.js';
import { questionEntry } from '../asks/report.js';
import { replaceFile } from './open-guide.js';

/** A file named on the command line cannot be used. The message names the file, the line and what to change. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** An entry of a questions file. */
export interface WrittenQuestion extends JudgedQuestion {
  /** Where it stands in the file, from 1. */
  readonly line: number;
}

/** Reads a list of questions with the answers that are expected. @throws UnreadableFile that lists every wrong entry with its line */
export async function readQuestions(file: string, cwd: string): Promise<WrittenQuestion[]> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFile(`${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  return readList(text, file);
}

function readList(text: string, file: string): WrittenQuestion[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map(({ message, pos }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`);
  if (problems.length > 0) throw new UnreadableFile(problems.join('\n'));
  if (document.contents === null) return [];
  if (!isSeq<Node>(document.contents)) {
    throw new UnreadableFile(`${file}:1: must be a list of "- question: …" and "page: slug"`);
  }
  const questions: WrittenQuestion[] = [];
  for (const item of document.contents.items) {
    const read = readEntry(item);
    const { line } = lines.linePos(item?.range?.[0] ?? 0);
    if (typeof read === 'string') problems.push(`${file}:${line}: ${read}`);
    else questions.push({ ...read, line });
  }
  if (problems.length > 0) throw new UnreadableFile(problems.join('\n'));
  return questions;
}

/**
 * Adds questions to the end of a file, whose text stays as it is, with its comments. What the file has already is left out. A file that does
 * not exist is made.
 * @returns how many were added
 * @throws UnreadableFile if the file cannot be read, or the result would not be what was there and the new ones
 */
export async function addQuestions(
  file: string,
  cwd: string,
  pairs: readonly { readonly question: string; readonly page: string }[],
): Promise<number> {
  const path = resolve(cwd, file);
  const before = existsSync(path) ? await readQuestions(file, cwd) : [];
  const known = new Set(before.map(({ question }) => normalize(question)));
  const added = pairs.filter(({ question }) => {
    const isNew = !known.has(normalize(question));
    known.add(normalize(question));
    return isNew;
  });
  if (added.length === 0) return 0;
  const text = existsSync(path) ? await readFile(path, 'utf8') : '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^( *)- /m.exec(text)?.[1] ?? '';
  const lines = added.map((pair) => questionEntry(pair).replace(/^(?=.)/gm, indent)).join('');
  const start = text === '' || text.endsWith('\n') ? text : `${text}${lineEnd}`;
  const after = `${start}${lines.replaceAll('\n', lineEnd)}`;
  const read = readList(after, file);
  const isAsExpected =
    read.length === before.length + added.length &&
    before.every((each, index) => JSON.stringify(each) === JSON.stringify(read[index])) &&
    added.every(({ question, page }, index) => {
      const entry = read[before.length + index];
      return entry !== undefined && normalize(entry.question) === normalize(question) && entry.page === page;
    });
  if (!isAsExpected)
    throw new UnreadableFile(
      `${file}: nothing can be added to its end. Write it as a list with a line "- question: …" for each entry.`,
    );
  await replaceFile(path, after);
  return added.length;
}

function normalize(question: string): string {
  return question.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** @returns what is wrong, if something is */
function readEntry(item: Node): JudgedQuestion | string {
  if (!isMap(item)) return 'an entry needs a "question" (text) and a "page" (a slug, or none)';
  const [question, page] = [item.get('question'), item.get('page')];
  if (typeof question !== 'string' || typeof page !== 'string') {
    return 'an entry needs a "question" (text) and a "page" (a slug, or none)';
  }
  const also = textsOf(item, 'also');
  const sections = textsOf(item, 'section');
  const contains = textsOf(item, 'contains');
  if (also === 'wrong') return '"also" must be a slug, a slug with an anchor (databases#backups), or a list of them';
  if (sections === 'wrong') return '"section" must be an anchor, or a list of them';
  if (contains === 'wrong') return '"contains" must be a text, or a list of them';
  return { question, page, ...(also && { also }), ...(sections && { sections }), ...(contains && { contains }) };
}

function textsOf(entry: YAMLMap, key: string): string[] | undefined | 'wrong' {
  const value = entry.get(key, true) as Node | undefined;
  if (value === undefined) return undefined;
  const values = isSeq<Node>(value) ? value.items : [value];
  const texts = values.map((each) => (isScalar(each) ? String(each.value ?? '').trim() : ''));
  return texts.length > 0 && texts.every((text) => text !== '') ? texts : 'wrong';
}
