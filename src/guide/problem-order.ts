import { compareFiles } from './file-order.js';
import type { Problem } from './problem.js';

/** All problems once each, by file and line, so that an author can go through them from top to bottom. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const distinct = new Map(
    problems.map((problem) => [JSON.stringify([problem.file, problem.line, problem.severity, problem.text]), problem]),
  );
  return [...distinct.values()].sort((a, b) => compareFiles(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0));
}
