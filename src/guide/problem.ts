import { posix } from 'node:path';
import { RULES, type Rule } from './rules.js';
import { compareFiles } from './source-file.js';

/** Something that the author of a page should correct. An error keeps its page out of the guide; a warning does not. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Path inside the guide's folder, or the folder itself. */
  readonly file: string;
  /** From 1, if it is known. */
  readonly line?: number;
  /** What kind of problem it is. */
  readonly rule: Rule;
  /** What is wrong, and what to do about it. */
  readonly text: string;
}

/** A problem as serious as its rule. @param line from 1 */
export function problemAt(rule: Rule, file: string, line: number | undefined, text: string): Problem {
  return { severity: RULES[rule].severity, rule, file, text, ...(line === undefined ? {} : { line }) };
}

/** `content/https.md:7: warning: choices[1].to: …`, the form that editors and terminals turn into a link. */
export function formatProblem({ severity, file, line, text }: Problem): string {
  return `${oneLine(formatPlace(file, line))}: ${severity}: ${oneLine(text)}`;
}

/** The name of a file may have any character, and a line of the log is one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `content/https.md:7` */
export function formatPlace(file: string, line: number | undefined): string {
  return `${file}${line === undefined ? '' : `:${line}`}`;
}

export function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** Removes duplicates and sorts by file and line. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const distinct = new Map(
    problems.map((problem) => [JSON.stringify([problem.file, problem.line, problem.severity, problem.text]), problem]),
  );
  return [...distinct.values()].sort((a, b) => compareFiles(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0));
}

/** No page of the guide can be read. The message lists every error and warning, one per line, with paths that an editor can open. */
export class GuideError extends Error {
  override readonly name = 'GuideError';
  constructor(
    readonly folder: string,
    /** All errors and all warnings, by file and line. */
    readonly problems: readonly Problem[],
  ) {
    super(listProblems(folder, problems));
  }
}

/** One problem per line, with paths that an editor can open. */
export function listProblems(folder: string, problems: readonly Problem[]): string {
  return problems.map((problem) => formatProblem({ ...problem, file: pathOf(folder, problem.file) })).join('\n');
}

function pathOf(folder: string, file: string): string {
  return file === folder ? folder : posix.join(folder, file);
}

/** One page cannot be read. The text says why and what to do. */
export class PageError extends Error {
  override readonly name = 'PageError';
  constructor(
    text: string,
    /** Counted from 1, if it is known. */
    readonly line?: number,
  ) {
    super(text);
  }
}
