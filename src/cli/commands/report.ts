import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AskReport, idOf, reportCsv } from '../../asks/report.js';
import { MAX_EVENTS_OF_COMMAND, reportOf } from '../../wiring/ask-report.js';
import { type Arguments, type Command, type Io, UsageError } from '../args.js';
import { withReports } from '../open-database.js';
import { guideBeside, guideFolder, guideOption, openReadableGuide } from '../open-guide.js';
import { addQuestions } from '../questions-file.js';
import { counted, hang, printableLine, wrap } from '../text/terminal.js';

export const report: Command = {
  name: 'report',
  summary: 'say what people asked in Slack, and what the guide lacks',
  details: [
    'Uses DATABASE_URL, like the server, where ASK_LOG is on: questions that no page answers, grouped by their words; pages that did',
    'not help, with comments; lists in which people chose another page than the first; next steps that people left; the pages most',
    'read. Nobody is named.',
    'With --add-to-questions it adds what --accept names to the end of a file of questions, which guidepost evaluate reads:',
    '  guidepost report --add-to-questions content/questions.yml --accept 1a2b3c4d=servers --accept 5e6f7a8b=none',
    'ID is in the report. Without a page it is the one that people chose from a list.',
  ].join('\n'),
  options: {
    since: {
      value: 'TIME',
      description: 'how far to look back: days such as 7d, or a day such as 2026-11-20; 30d if left out',
    },
    format: { value: 'FORMAT', description: 'text (the default) or json' },
    csv: { value: 'FILE', description: 'also write everything to this file as CSV' },
    'add-to-questions': { value: 'FILE', description: 'add accepted pairs of a question and a page to this file' },
    accept: { value: 'ID=PAGE', description: 'a question and the page that answers it, or none; can be repeated' },
    guide: guideOption,
    workspace: { value: 'ID', description: 'the id of the workspace, where several have installed the app' },
  },
  run: async (args, io) => {
    const { operands, value, values } = args;
    if (operands.length > 0) throw new UsageError('report takes only options, as in: guidepost report --since 7d');
    const format = value('format') ?? 'text';
    if (format !== 'text' && format !== 'json') throw new UsageError('--format is text or json');
    const to = io.now();
    const from = readSince(value('since') ?? '30d', to);
    const file = value('add-to-questions');
    const accepted = values('accept').map(readAccepted);
    if ((file === undefined) !== (accepted.length === 0))
      throw new UsageError('--add-to-questions and --accept belong together: FILE, and ID=PAGE from the report');
    const made = await withReports(io, async (reports) =>
      reportOf(
        await reports.asks({ workspace: value('workspace'), since: from, limit: MAX_EVENTS_OF_COMMAND }),
        from,
        to,
      ),
    );
    if (file !== undefined) return addAccepted({ made, file, accepted, args }, io);
    const csv = value('csv');
    if (csv !== undefined) await writeFile(resolve(io.cwd, csv), reportCsv(made));
    io.out(
      format === 'json'
        ? `${JSON.stringify(made, null, 2)}\n`
        : reportText(made, Math.min(io.terminal?.columns ?? 80, 100)),
    );
    return 0;
  },
};

const DAY_MS = 24 * 3_600_000;

function readSince(text: string, now: Date): Date {
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  if (days !== undefined && Number(days) > 0) return new Date(now.getTime() - Number(days) * DAY_MS);
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new UsageError(
      `--since is a number of days such as 7d, or a day such as 2026-11-20, not ${JSON.stringify(text)}`,
    );
  return day;
}

interface Accepted {
  readonly id: string;
  readonly page: string | undefined;
}

function readAccepted(text: string): Accepted {
  const [, id, page] = /^([0-9a-f]{8})(?:=(\S+))?$/i.exec(text) ?? [];
  if (id === undefined)
    throw new UsageError(`--accept is ID=PAGE, with an ID from the report, not ${JSON.stringify(text)}`);
  return { id: id.toLowerCase(), page };
}

interface Accepting {
  readonly made: AskReport;
  readonly file: string;
  readonly accepted: readonly Accepted[];
  readonly args: Arguments;
}

/** Adds the accepted pairs to the file, or nothing if one of them is wrong. */
async function addAccepted({ made, file, accepted, args }: Accepting, io: Io): Promise<number> {
  const { guide } = await openReadableGuide(guideFolder(args.value('guide') ?? (await guideBeside(file, io)), io), io);
  const questions = new Map(
    [...made.unanswered, ...made.chosenOther].flatMap((each) => [
      [each.id, each.question] as const,
      ...('alike' in each ? each.alike.map((other) => [idOf(other), other] as const) : []),
    ]),
  );
  const chosen = new Map(made.chosenOther.map((each) => [each.id, each.chosen]));
  const pairs = accepted.map(({ id, page = chosen.get(id) }) => {
    const question = questions.get(id);
    if (question === undefined)
      throw new UsageError(
        `the report has no question ${id}; it may be older than --since: guidepost report shows the ids`,
      );
    if (page === undefined)
      throw new UsageError(`name the page that answers “${printableLine(question)}”: --accept ${id}=PAGE`);
    if (page !== 'none' && !guide.bySlug.has(page))
      throw new UsageError(`the guide has no page ${JSON.stringify(page)}`);
    return { question, page };
  });
  const added = await addQuestions(file, io.cwd, pairs);
  const known = pairs.length - added;
  io.out(`${file}: ${counted(added, 'question')} added${known > 0 ? `, ${known} already there` : ''}\n`);
  return 0;
}

/** The report for a terminal. */
function reportText(report: AskReport, width: number): string {
  const { from, to, totals, unanswered, votedDown, chosenOther, left, mostRead } = report;
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  const line = (mark: string, text: string): string[] => hang(mark, wrap(printableLine(text), width - mark.length));
  const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines]);
  const number = (count: number): string => `${String(count).padStart(5)}  `;
  return [
    `${day(from)} to ${day(to)}: ${counted(totals.asked, 'question')}, ${totals.answered} with a page, ${totals.lists} with a list, ${totals.nothing} without an answer; ${totals.helpful} helpful, ${totals.unhelpful} not`,
    ...part(
      'Questions without an answer',
      unanswered.flatMap(({ id, question, times, alike, closest, comments }) => [
        ...line(`${number(times)}${id}  `, question),
        ...alike.flatMap((other) => line('                 also: ', other)),
        ...(closest.length > 0 ? line('                 closest: ', closest.join(', ')) : []),
        ...comments.flatMap((comment) => line('                 said: ', comment)),
      ]),
    ),
    ...part(
      'Pages that did not help',
      votedDown.flatMap(({ page, unhelpful, helpful, comments }) => [
        ...line(number(unhelpful), `${page}${helpful > 0 ? ` (and helped ${counted(helpful, 'time')})` : ''}`),
        ...comments.flatMap(({ text, question }) =>
          line('       said: ', question === undefined ? text : `${text} (asked: ${question})`),
        ),
      ]),
    ),
    ...part(
      'Lists where another page was chosen',
      chosenOther.flatMap(({ id, question, first, chosen, times }) => [
        ...line(`${number(times)}${id}  `, question),
        ...line('                 chosen: ', `${chosen}, not ${first}`),
      ]),
    ),
    ...part(
      'Next steps that people left',
      left.flatMap(({ pages, times }) => line(number(times), pages.join(' > '))),
    ),
    ...part(
      'Most read',
      mostRead.flatMap(({ page, times }) => line(number(times), page)),
    ),
    '',
  ].join('\n');
}
