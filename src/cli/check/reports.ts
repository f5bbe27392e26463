import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatPlace, formatProblem } from '../../guide/problem.js';
import { RULES, ruleNames } from '../../guide/rules.js';
import { counted, printableLine } from '../text/terminal.js';
import {
  type CheckResult,
  countProblems,
  groupProblems,
  type ProblemGroup,
  relativePath,
  shownPath,
} from './report.js';

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
function otherPlaces(places: readonly string[]): string {
  if (places.length === 0) return '';
  const named = places.slice(0, MAX_NAMED).join(', ');
  return ` (and ${places.length} more: ${named}${places.length > MAX_NAMED ? ', …' : ''})`;
}

/** `34 pages: no errors, 2 warnings` */
function countLine({ guide, problems }: CheckResult): string {
  const { errors, warnings } = countProblems(problems);
  const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  return `${guide === undefined ? '' : `${counted(guide.pages.length, 'page')}: `}${found}`;
}

/** Every problem by itself. docs/own-guide.md says what the fields are. */
export function jsonReport(result: CheckResult): string {
  const { guide, folder, notes, problems } = result;
  const report = {
    folder,
    pages: guide?.pages.length ?? 0,
    ...countProblems(problems),
    problems: problems.map(({ severity, rule, file, line, text }) => ({
      severity,
      rule,
      file: relativePath(result, file) ?? null,
      line: line ?? null,
      text,
    })),
    notes,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

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

const HOME = 'https://github.com/guidepost-app/guidepost';

/**
 * Every problem by itself, in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code scanning of GitHub and other tools
 * read. Paths begin at `%SRCROOT%`, which is the working directory.
 * @param version of Guidepost
 */
export function sarifReport(result: CheckResult, version: string): string {
  const names = ruleNames();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Guidepost',
            informationUri: HOME,
            semanticVersion: version,
            rules: names.map((id) => ({
              id,
              shortDescription: { text: RULES[id].about },
              helpUri: `${HOME}/blob/main/docs/own-guide.md#rules`,
              defaultConfiguration: { level: RULES[id].severity },
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.notes.map((text) => ({ level: 'note', message: { text } })),
          },
        ],
        results: result.problems.map(({ severity, rule, file, line, text }) => ({
          ruleId: rule,
          ruleIndex: names.indexOf(rule),
          level: severity,
          message: { text },
          locations: [
            {
              physicalLocation: {
                artifactLocation: artifactOf(result, file),
                region: { startLine: line ?? 1 },
              },
            },
          ],
        })),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A path inside the working directory, or the whole address of one outside. */
function artifactOf(result: CheckResult, file: string): { uri: string; uriBaseId?: string } {
  const path = relativePath(result, file) ?? relative(result.cwd, file).split(sep).join('/');
  const isInside = !isAbsolute(path) && !path.startsWith('..');
  if (!isInside) return { uri: pathToFileURL(resolve(result.cwd, path)).href };
  return { uri: path.split('/').map(encodeURIComponent).join('/') || '.', uriBaseId: '%SRCROOT%' };
}
