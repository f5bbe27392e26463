import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Guide } from '../../guide/page.js';
import { formatPlace, formatProblem, isError, type Problem } from '../../guide/problem.js';
import { RULES, ruleNames } from '../../guide/rules.js';
import type { RuleSeverities } from '../../guide/settings.js';
import { counted, printableLine } from '../text/terminal.js';

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
interface ProblemGroup {
  readonly problem: Problem;
  /** The other places where it is found. */
  readonly others: readonly Problem[];
}

/** Fewer are told one by one, because each is a place to go to. */
const MIN_REPEATED = 3;

/** The field at the beginning of a text, which may be another one in each place: `choices[2].to: `. */
const FIELD = /^[\w-]+(?:\[\d+\])*(?:\.[\w-]+(?:\[\d+\])*)*: /;

/** Puts problems together that have the same rule and the same text, apart from the field. They stay in order of the first of each. */
function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
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
function shownPath({ folder, cwd }: Pick<CheckResult, 'folder' | 'cwd'>, file: string): string {
  return isFolder({ folder, cwd }, file) ? folder : posix.join(folder, file);
}

/** From the working directory, with forward slashes, as other tools want it; undefined for the folder itself. */
function relativePath({ folder, cwd }: Pick<CheckResult, 'folder' | 'cwd'>, file: string): string | undefined {
  if (isFolder({ folder, cwd }, file)) return undefined;
  return relative(cwd, resolve(cwd, folder, file))
    .split(sep)
    .join('/');
}

function isFolder({ folder, cwd }: Pick<CheckResult, 'folder' | 'cwd'>, file: string): boolean {
  return file === resolve(cwd, folder);
}

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
