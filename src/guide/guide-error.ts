import { posix } from 'node:path';
import { formatProblem, type Problem } from './problem.js';

/** The guide cannot be used. The message lists every error and warning, one per line, with paths that an editor can open. */
export class GuideError extends Error {
  override readonly name = 'GuideError';
  constructor(
    readonly folder: string,
    /** All errors and all warnings, by file and line. */
    readonly problems: readonly Problem[],
  ) {
    super(problems.map((problem) => formatProblem({ ...problem, file: pathOf(folder, problem.file) })).join('\n'));
  }
}

function pathOf(folder: string, file: string): string {
  return file === folder ? folder : posix.join(folder, file);
}
