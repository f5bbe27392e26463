import { dayOf } from '../../guide/dates.js';
import { readLastChanges } from '../../guide/last-changes.js';
import { readGuide } from '../../guide/load.js';
import { isError, type Problem } from '../../guide/problem.js';
import { RULES, ruleNames } from '../../guide/rules.js';
import { withSeverities } from '../../guide/settings.js';
import { version } from '../../package-file.js';
import { type Command, type Io, UsageError } from '../args.js';
import {
  type CheckResult,
  countProblems,
  githubReport,
  jsonReport,
  sarifReport,
  textReport,
} from '../check/reports.js';
import { describeGuide, guideFolder, guideSource } from '../open-guide.js';

const FORMATS = ['text', 'json', 'github', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

export const check: Command = {
  name: 'check',
  operands: '[DIR]',
  summary: 'list everything that should be fixed in a guide',
  details: [
    'Prints every error and warning as file:line: severity: text [rule], the errors first. The same in three or more places is told once, with',
    'a count. A page with an error is left out of the guide; the others are served. The exit code is 1 if there is an error.',
    'Without DIR it checks GUIDE_DIR, the folder content, or the guide that comes with Guidepost.',
    'Formats: text; json, for programs; github, which GitHub Actions shows at the lines of a pull request; sarif, for code scanning.',
    'In guidepost.yml, "rules: {dead-end: off, long-item: error}" says how serious a rule is.',
  ].join('\n'),
  options: {
    strict: { description: 'exit with 1 if there is a warning, too' },
    format: { value: 'FORMAT', description: 'text (the default), json, github or sarif' },
    all: { description: 'name every place in the text, instead of counting repeats' },
    stale: {
      value: 'DAYS',
      optional: /^\d{1,5}$/,
      description:
        'name pages that are past their review_in; with DAYS also pages and facts that nobody has checked for so many days',
    },
    slack: { description: 'ask Slack whether it takes each card, with SLACK_BOT_TOKEN if it is set' },
    rules: { description: 'list all rules with their severity, and do nothing else' },
  },
  run: async ({ operands, has, value }, io) => {
    // The number is optional, so what is none counts as the folder.
    const [first = ''] = operands;
    if (has('stale') && value('stale') === undefined && /^\d+ ?(?:d|w|m|y|days?|weeks?|months?|years?)$/i.test(first))
      throw new UsageError(`--stale takes a number of days, such as --stale 90, not “${first}”`);
    if (operands.length > 1) throw new UsageError('check takes one folder; put a name with spaces in quotes');
    const format = readFormat(value('format'));
    if (has('rules')) {
      io.out(rulesText());
      return 0;
    }
    const folder = guideFolder(operands[0], io);
    const stale = has('stale') ? { days: value('stale') } : undefined;
    const examined = await examine(folder, io, stale);
    // Nobody takes the guide that comes with Guidepost for the folder that they are in.
    if (operands.length === 0 && examined.guide) io.err(`Guide: ${describeGuide(folder, examined.guide)}\n`);
    const result = has('slack') ? await askSlackToo(examined, io) : examined;
    io.progress?.(undefined);
    io.out(render(result, format, has('all')));
    const { errors, warnings } = countProblems(result.problems);
    return errors > 0 || (has('strict') && warnings > 0) ? 1 : 0;
  },
};

function readFormat(written: string | undefined): Format {
  const format = FORMATS.find((each) => each === (written ?? 'text'));
  if (format === undefined) throw new UsageError(`--format is one of ${FORMATS.join(', ')}, not ${written}`);
  return format;
}

function rulesText(): string {
  const names = ruleNames();
  const width = Math.max(...names.map(({ length }) => length));
  return names
    .map((name) => `${name.padEnd(width)}  ${RULES[name].severity.padEnd(7)}  ${RULES[name].about}\n`)
    .join('');
}

/** Often enough to see that it goes on. */
const PROGRESS_MS = 100;

async function examine(folder: string, io: Io, stale: { days: string | undefined } | undefined): Promise<CheckResult> {
  const source = guideSource(folder, io);
  let shownAt = 0;
  const { guide, problems, notes, rules } = await readGuide({
    ...source,
    review: {
      today: dayOf(io.now()),
      ...(stale && {
        stale: {
          ...(stale.days !== undefined && { days: Number(stale.days) }),
          changes: (files) => readLastChanges(source.folder, files, { environment: io.env }),
        },
      }),
    },
    ...(io.progress && {
      onParsed: (done: number, total: number) => {
        const now = performance.now();
        if (done < total && now - shownAt < PROGRESS_MS) return;
        shownAt = now;
        io.progress?.(done < total ? `Reading pages: ${done} of ${total}` : 'Checking links …');
      },
    }),
  });
  return {
    ...(guide && { guide }),
    problems: errorsFirst(withSeverities(problems, rules)),
    notes,
    rules,
    folder,
    cwd: io.cwd,
  };
}

/** Slack's own opinion of what the guide's cards look like. */
async function askSlackToo(result: CheckResult, { env, progress }: Io): Promise<CheckResult> {
  if (result.guide === undefined) return result;
  // Loaded on demand: only this needs the search and the views.
  const { checkCardsWithSlack } = await import('../check/slack-cards.js');
  const { problems, note } = await checkCardsWithSlack(result.guide, {
    apiUrl: env.SLACK_API_URL?.trim() || undefined,
    token: env.SLACK_BOT_TOKEN?.trim() || undefined,
    guideUrl: env.GUIDE_URL?.trim() || undefined,
    onAsked: (done, total) => progress?.(`Asking Slack: ${done} of ${total} cards`),
  });
  const all = [...result.problems, ...withSeverities(problems, result.rules)];
  return { ...result, problems: errorsFirst(all), notes: [...result.notes, note] };
}

function errorsFirst(problems: readonly Problem[]): Problem[] {
  return [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))];
}

function render(result: CheckResult, format: Format, all: boolean): string {
  switch (format) {
    case 'json':
      return jsonReport(result);
    case 'github':
      return githubReport(result);
    case 'sarif':
      return sarifReport(result, version());
    case 'text':
      return textReport(result, all);
  }
}
