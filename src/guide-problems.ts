import { posix } from 'node:path';
import { listProblems, type Problem } from './guide/problem.js';
import type { LoadedGuide } from './indexed-guide.js';
import type { GuideFault, GuideReport } from './outbox/author-messages.js';
import type { Logger } from './telemetry/logger.js';

/** What messages call the place of a guide. */
export interface GuidePlace {
  /** The folder, as its authors know it. */
  readonly folder: string;
  /** How to list everything that is wrong with it. */
  readonly toList: string;
}

/** In one line of the log. `check` lists all of them. */
const MAX_LOGGED_ERRORS = 20;

/** Logs which files are left out of the guide and why, and how many warnings it has. */
export function logProblems(
  { guide, errors, warnings }: LoadedGuide,
  { folder, toList }: GuidePlace,
  logger: Logger,
): void {
  if (errors.length > 0) {
    const { length } = guide.leftOut;
    const list = listProblems(folder, errors.slice(0, MAX_LOGGED_ERRORS));
    logger.warn(
      `${length === 1 ? 'A file is' : `${length} files are`} left out of the guide because of errors. ${toList}\n${list}`,
    );
  }
  if (warnings > 0) logger.warn(`The guide has ${warnings} warning${warnings === 1 ? '' : 's'}. ${toList}`);
}

/** What authors are told about a guide. @param folder stands before each file, if it is a part of what authors know as their files */
export function reportOf(
  outcome: 'served' | 'refused' | 'unusable',
  errors: readonly Problem[],
  { folder = '', version }: { readonly folder?: string; readonly version?: string } = {},
): GuideReport {
  const faults = errors.map(
    ({ file, line, text }): GuideFault => ({
      file: file === folder ? file : posix.join(folder, file),
      text,
      ...(line !== undefined && { line }),
    }),
  );
  return {
    outcome: outcome !== 'served' ? outcome : faults.length > 0 ? 'left-out' : 'fine',
    ...(version !== undefined && { version }),
    errors: faults,
  };
}
