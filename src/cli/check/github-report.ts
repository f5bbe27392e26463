import { formatPlace } from '../../guide/problem.js';
import { type CheckResult, groupProblems, relativePath } from './report.js';
import { countLine, otherPlaces } from './text-report.js';

/*
 * Workflow commands of GitHub Actions, which GitHub shows at the line of the file:
 * docs.github.com/en/actions/reference/workflow-commands-for-github-actions. GitHub shows ten warnings and ten errors of a step, so repeats
 * are counted.
 */

/** Problems and notes as workflow commands, then the counts for the log. */
export function githubReport(result: CheckResult): string {
  const lines = [
    ...groupProblems(result.problems).map(({ problem: { severity, rule, file, line, text }, others }) => {
      const path = relativePath(result, file);
      const places = otherPlaces(others.map((other) => formatPlace(other.file, other.line)));
      const where = path === undefined ? {} : { file: path, line: `${line ?? 1}` };
      return command(
        severity,
        { ...where, title: rule },
        `${path === undefined ? `${result.folder}: ` : ''}${text}${places}`,
      );
    }),
    ...result.notes.map((note) => command('notice', { title: 'guidepost check' }, note)),
    countLine(result),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

/** As `@actions/core` escapes them. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
