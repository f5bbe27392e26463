import { type ApiServices, personCaller, tokenCaller } from '../../api/call.js';
import { runJson } from '../../api/calls/runs.js';
import { Fields } from '../../api/read-fields.js';
import { phaseProgress, progressOf } from '../../checklist/progress.js';
import type { Run, RunItem } from '../../checklist/run.js';
import type { ChannelsSearch, WhichRuns } from '../../checklist/run-store.js';
import { pageNamed } from '../../guide/page-directory.js';
import { escaped, inlineCode, linkTo } from '../markdown.js';
import { type McpCaller, objectOf, RUN, refuseFirst, type Tool, type ToolResult, textOf } from '../tool.js';

const MAX_NAME = 300;
const RUNS = 20;
const MAX_RUNS = 50;
const STATES: Readonly<Record<'open' | 'complete' | 'archived' | 'all', WhichRuns | undefined>> = {
  open: 'open',
  complete: 'finished',
  archived: 'archived',
  all: undefined,
};

export const listRuns: Tool = {
  name: 'list_runs',
  title: 'List started checklists',
  description: [
    'Lists checklists that the team has started in Slack, the newest first: which release, launch or incident each is for, how far it is, and what is open.',
    'It shows only what the caller may see: with a person’s identity in Slack those of public channels and their own, with a token those of its channels.',
  ].join(' '),
  input: objectOf({
    state: {
      type: 'string',
      enum: Object.keys(STATES),
      description: 'Which of them. Without it, those that are open.',
    },
    page: textOf('Only those of a page of the guide, by its slug or title.', MAX_NAME),
    limit: { type: 'integer', minimum: 1, maximum: MAX_RUNS, description: `How many. Without it, ${RUNS}.` },
  }),
  output: {
    type: 'object',
    properties: { runs: { type: 'array', items: RUN } },
    required: ['runs'],
  },
  async run({ services, caller, args }) {
    const fields = new Fields(args, ['state', 'page', 'limit']);
    const state = args.state === undefined ? 'open' : fields.choice('state', ['open', 'complete', 'archived', 'all']);
    const page = fields.optional('page', MAX_NAME);
    const limit = fields.number('limit', 1, MAX_RUNS) ?? RUNS;
    if (fields.problems.length > 0) return refuseFirst(fields.problems);
    const { api } = services;
    if (api === undefined)
      return none('This server has no database, so it knows of no started checklists. They are in Slack.');
    const which = STATES[state];
    const runs = await visibleRuns(api, caller, {
      limit,
      ...(page !== undefined && { page: pageNamed(services.guide(), page)?.slug ?? page }),
      ...(which && { which }),
    });
    if (runs === 'unknown-caller') return none('It is not known who asks, so no started checklists can be shown.');
    if (runs.length === 0) return none('There are no such checklists that you may see.');
    const found = await Promise.all(runs.map(async (run) => ({ run, url: await api.urlOf(run) })));
    return {
      text: runsMarkdown(found),
      data: { runs: found.map(({ run, url }) => runJson(run, url)) },
      shown: { kind: 'runs', runs: found },
    };
  },
};

function none(text: string): ToolResult {
  return { text, data: { runs: [] } };
}

type Wanted = Pick<ChannelsSearch, 'limit' | 'page' | 'which'>;

/** What the caller may see, the newest first. */
async function visibleRuns(
  { installationOf, runs }: Pick<ApiServices, 'installationOf' | 'runs'>,
  caller: McpCaller,
  wanted: Wanted,
): Promise<readonly Run[] | 'unknown-caller'> {
  if (caller.kind === 'token') {
    const { channels } = tokenCaller(caller.token);
    const installation = await installationOf(caller.token);
    if (installation === undefined) return 'unknown-caller';
    return channels.length === 0 ? [] : await runs.inChannels({ ...wanted, installation, channels });
  }
  if (caller.kind === 'local' || caller.installation === undefined || caller.person === undefined)
    return 'unknown-caller';
  const { installation, person } = caller;
  const [shared, own] = await Promise.all([
    runs.inChannels({ ...wanted, installation, channels: 'public' }),
    // Of private channels, what is theirs and still open, as on Home.
    wanted.which === undefined || wanted.which === 'open'
      ? runs.openOf({ installation, person, limit: wanted.limit })
      : { runs: [] },
  ]);
  const { see } = personCaller({ id: person, name: '' });
  const mine = own.runs.filter(({ id, page }) => isWanted(page, wanted) && !shared.some((each) => each.id === id));
  return [...shared, ...mine]
    .flatMap((run) => see(run) ?? [])
    .toSorted((one, other) => other.postedAt.getTime() - one.postedAt.getTime())
    .slice(0, wanted.limit);
}

function isWanted(page: string, { page: wanted }: Wanted): boolean {
  return wanted === undefined || page === wanted;
}

/** A run, and the address of its message. */
interface RunAt {
  readonly run: Run;
  readonly url: string | undefined;
}

/** Open items that a line names. */
const ITEMS = 5;

/** One line for each run: its state, who started it, and what is open next. */
function runsMarkdown(runs: readonly RunAt[]): string {
  return runs.map(line).join('\n');
}

function line({ run, url }: RunAt): string {
  const { done, skipped, total } = progressOf(run);
  const title = escaped(run.name === undefined ? run.title : `${run.title} – ${run.name}`);
  const state = run.archivedAt ? 'archived' : run.completedAt ? 'complete' : 'open';
  const open = run.items.filter(isOpen);
  const names = open.slice(0, ITEMS).map((item) => `${escaped(item.title)} (item ${inlineCode(item.id)})`);
  const more = open.length > ITEMS ? ` and ${open.length - ITEMS} more` : '';
  return [
    `- ${url === undefined ? `**${title}**` : linkTo(`**${title}**`, url)}: ${state},`,
    `${done} of ${total} done${skipped > 0 ? `, ${skipped} skipped` : ''},`,
    `started by ${escaped(run.postedBy.name)} on ${run.postedAt.toISOString().slice(0, 10)} in channel ${inlineCode(run.channel)}`,
    `(run ${inlineCode(run.id)}).${names.length > 0 && state === 'open' ? ` Open: ${names.join(', ')}${more}.` : ''}`,
  ].join(' ');
}

function isOpen({ doesNotApply, state }: RunItem): boolean {
  return doesNotApply === undefined && state.kind === 'open';
}

/** A whole run with every item, after a change. */
export function runMarkdown({ run, url }: RunAt): string {
  const phases = phaseProgress(run).flatMap(({ phase, items }) => [
    ...(phase === undefined ? [] : [`## ${escaped(phase.title)}`]),
    items
      .map((item) => {
        const mark = item.state.kind === 'done' ? '[x]' : '[ ]';
        const why =
          item.doesNotApply !== undefined ? ' (does not apply)' : item.state.kind === 'skipped' ? ' (skipped)' : '';
        return `${item.parent === undefined ? '' : '  '}- ${mark} ${escaped(item.title)}${why} (item ${inlineCode(item.id)})`;
      })
      .join('\n'),
  ]);
  return [line({ run, url }), ...phases].join('\n\n');
}
