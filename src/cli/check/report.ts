import { posix, relative, resolve, sep } from 'node:path';
import type { Guide } from '../../guide/page.js';
import { isError, type Problem } from '../../guide/problem.js';
import type { RuleSeverities } from '../../guide/settings/rule-severities.js';

/** What `check` found in a guide. */
export interface CheckResult {
  /** None if no page can be read. */
  readonly guide?: Guide;
  /** The errors first, each by file and line. */
  readonly problems: readonly Problem[];
  /** What an author should know though nothing is wrong with it. */
  readonly notes: readonly string[];
  /** How serious the team finds the rules. */
  readonly rules: RuleSeverities;
  /** The guide's folder, as messages name it. */
  readonly folder: string;
  /** Where relative paths begin. */
  readonly cwd: string;
}

/** A problem, or several that are the same in other places. */
export interface ProblemGroup {
  readonly problem: Problem;
  /** The other places where it is found. */
  readonly others: readonly Problem[];
}

/** Fewer are told one by one, because each is a place to go to. */
const MIN_REPEATED = 3;

/** The field at the beginning of a text, which may be another one in each place: `choices[2].to: `. */
const FIELD = /^[\w-]+(?:\[\d+\])*(?:\.[\w-]+(?:\[\d+\])*)*: /;

/** Puts problems together that have the same rule and the same text, apart from the field. They stay in order of the first of each. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.severity, problem.rule, problem.text.replace(FIELD, '')]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  const order = new Map(problems.map((problem, index) => [problem, index]));
  return [...groups.values()]
    .flatMap((group): ProblemGroup[] => {
      const [problem, ...others] = group;
      if (problem === undefined) return [];
      return group.length < MIN_REPEATED ? group.map((each) => ({ problem: each, others: [] })) : [{ problem, others }];
    })
    .sort((a, b) => (order.get(a.problem) ?? 0) - (order.get(b.problem) ?? 0));
}

export function countProblems(problems: readonly Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter(isError).length;
  return { errors, warnings: problems.length - errors };
}

/** The path of a problem's file, as people wrote the folder: `content/https.md`. */
export function shownPath({ folder, cwd }: Pick<CheckResult, 'folder' | 'cwd'>, file: string): string {
  return isFolder({ folder, cwd }, file) ? folder : posix.join(folder, file);
}

/** From the working directory, with forward slashes, as other tools want it; undefined for the folder itself. */
export function relativePath({ folder, cwd }: Pick<CheckResult, 'folder' | 'cwd'>, file: string): string | undefined {
  if (isFolder({ folder, cwd }, file)) return undefined;
  return relative(cwd, resolve(cwd, folder, file))
    .split(sep)
    .join('/');
}

function isFolder({ folder, cwd }: Pick<CheckResult, 'folder' | 'cwd'>, file: string): boolean {
  return file === resolve(cwd, folder);
}
