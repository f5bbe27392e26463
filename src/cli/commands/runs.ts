import { exportCsv } from '../../checklist/csv.js';
import { exportMarkdown, exportRun } from '../../checklist/export.js';
import { type StepStatistics, stepStatistics } from '../../checklist/progress.js';
import type { Reports } from '../../storage/reports.js';
import { type Command, UsageError } from '../args.js';
import { withReports } from '../open-database.js';
import { columns, counted, printableLine } from '../text/terminal.js';

const FORMATS = ['md', 'json', 'csv'] as const;

export const exportRunCommand: Command = {
  name: 'export',
  operands: '[RUN]',
  summary: 'print a posted checklist with who did what and when',
  details: [
    'Uses DATABASE_URL, like the server, and changes nothing. Without RUN it lists the newest runs with their ids.',
    'schemas/run.schema.json describes the JSON.',
  ].join('\n'),
  options: { format: { value: 'FORMAT', description: 'md (the default), json or csv' } },
  run: async ({ operands: [id, ...rest], value }, io) => {
    if (rest.length > 0) throw new UsageError('export takes the id of one run');
    const format = FORMATS.find((each) => each === (value('format') ?? 'md'));
    if (format === undefined) throw new UsageError(`--format is one of ${FORMATS.join(', ')}`);
    return withReports(io, async (reports) => {
      if (id === undefined) {
        io.out(await listOfRuns(reports));
        return 0;
      }
      const found = await reports.run(id);
      if (found === undefined) {
        io.err(`There is no run ${printableLine(id)}. guidepost export lists the newest ones.\n`);
        return 1;
      }
      const exported = exportRun(found.run, found.history);
      const text = { md: exportMarkdown, csv: exportCsv, json: (run: unknown) => `${JSON.stringify(run, null, 2)}\n` };
      io.out(text[format](exported));
      return 0;
    });
  },
};

const LISTED = 50;

async function listOfRuns(reports: Reports): Promise<string> {
  const runs = await reports.runs({ limit: LISTED });
  if (runs.length === 0) return 'No checklist has been posted yet.\n';
  return runs
    .map(({ archivedAt, completedAt, id, name, postedAt, title }) => {
      const state = archivedAt ? 'archived' : completedAt ? 'complete' : 'open';
      const what = name === undefined ? title : `${title} – ${name}`;
      return `${id}  ${postedAt.toISOString().slice(0, 10)}  ${state.padEnd(8)}  ${printableLine(what)}\n`;
    })
    .join('');
}

const MAX_RUNS = 1_000;

export const stats: Command = {
  name: 'stats',
  summary: 'say how long the steps of a checklist take, what is skipped and what is left open',
  details: [
    'Uses DATABASE_URL, like the server, and changes nothing. A step takes from the one that was settled before it, or from the start.',
    `It reads the newest ${MAX_RUNS.toLocaleString('en')} runs.`,
  ].join('\n'),
  options: {
    page: { value: 'PAGE', description: 'only checklists of this page, such as release' },
    since: { value: 'DATE', description: 'only runs posted on this day or later, such as 2026-11-20' },
    json: { description: 'print the figures as JSON' },
  },
  run: async ({ operands, has, value }, io) => {
    if (operands.length > 0) throw new UsageError('stats takes only options, as in: guidepost stats --page release');
    const since = readDay(value('since'));
    const page = value('page');
    return withReports(io, async (reports) => {
      const runs = await reports.runs({
        limit: MAX_RUNS,
        ...(page !== undefined && { page }),
        ...(since && { since }),
      });
      const figures = [...new Set(runs.map(keyOf))].map((checklist): Figures => {
        const own = runs.filter((run) => keyOf(run) === checklist);
        return {
          checklist,
          title: own[0]?.title ?? '',
          runs: own.length,
          complete: own.filter(({ completedAt }) => completedAt !== undefined).length,
          steps: stepStatistics(own),
        };
      });
      if (has('json')) io.out(`${JSON.stringify(figures, null, 2)}\n`);
      else if (figures.length === 0) io.out('No such checklist has been posted yet.\n');
      else io.out(figures.map(toText).join('\n'));
      return 0;
    });
  },
};

function keyOf({ checklist, page }: { page: string; checklist?: string }): string {
  return checklist === undefined ? page : `${page}#${checklist}`;
}

function readDay(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new UsageError(`--since is a day such as 2026-11-20, not ${JSON.stringify(text)}`);
  return day;
}

interface Figures {
  readonly checklist: string;
  readonly title: string;
  readonly runs: number;
  readonly complete: number;
  readonly steps: readonly StepStatistics[];
}

const STEP_COLUMNS = 44;

function toText({ checklist, title, runs, complete, steps }: Figures): string {
  return [
    `${printableLine(title)} (${printableLine(checklist)}): ${counted(runs, 'run')}, ${complete} complete`,
    `  ${'step'.padEnd(STEP_COLUMNS)}${['done', 'skipped', 'left open', 'half within', '90 % within'].map((name) => name.padStart(13)).join('')}`,
    ...steps.map(({ title: step, done, skipped, leftOpen, p50, p90 }) => {
      const cells = [String(done), String(skipped), String(leftOpen), took(p50), took(p90)];
      return `  ${padded(printableLine(step))}${cells.map((each) => each.padStart(13)).join('')}`;
    }),
    '',
  ].join('\n');
}

function padded(text: string): string {
  let shown = text;
  while (columns(shown) > STEP_COLUMNS - 1) shown = `${[...shown].slice(0, -2).join('')}…`;
  return `${shown}${' '.repeat(STEP_COLUMNS - columns(shown))}`;
}

function took(seconds: number | undefined): string {
  if (seconds === undefined) return '–';
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
