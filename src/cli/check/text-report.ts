import { formatPlace, formatProblem } from '../../guide/problem.js';
import { counted, printableLine } from '../text/terminal.js';
import { type CheckResult, countProblems, groupProblems, type ProblemGroup, shownPath } from './report.js';

/** How many of the other places are named. */
const MAX_NAMED = 3;

/** One problem a line, as editors and terminals turn into a link, then notes and the counts. @param all every place on a line of its own */
export function textReport(result: CheckResult, all: boolean): string {
  const groups = all ? result.problems.map((problem) => ({ problem, others: [] })) : groupProblems(result.problems);
  const lines = [
    ...groups.map((group) => {
      const { problem } = group;
      return printableLine(formatProblem({ ...problem, file: shownPath(result, problem.file), text: textOf(group) }));
    }),
    ...result.notes.map(printableLine),
    countLine(result),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function textOf({ problem: { text, rule }, others }: ProblemGroup): string {
  return `${text}${otherPlaces(others.map(({ file, line }) => formatPlace(file, line)))} [${rule}]`;
}

/** ` (and 99 more: a.md:3, b.md:7, c.md:1, …)`; empty if there is no other place. */
export function otherPlaces(places: readonly string[]): string {
  if (places.length === 0) return '';
  const named = places.slice(0, MAX_NAMED).join(', ');
  return ` (and ${places.length} more: ${named}${places.length > MAX_NAMED ? ', …' : ''})`;
}

/** `34 pages: no errors, 2 warnings` */
export function countLine({ guide, problems }: CheckResult): string {
  const { errors, warnings } = countProblems(problems);
  const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  return `${guide === undefined ? '' : `${counted(guide.pages.length, 'page')}: `}${found}`;
}
