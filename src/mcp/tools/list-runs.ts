import type { ApiServices } from '../../api/call.js';
import { personCaller, tokenCaller } from '../../api/call.js';
import { Fields } from '../../api/read-fields.js';
import { runJson } from '../../api/run-json.js';
import type { Run } from '../../checklist/run.js';
import type { ChannelsSearch, WhichRuns } from '../../checklist/run-store.js';
import { pageNamed } from '../../guide/page-directory.js';
import { runsMarkdown } from '../runs-markdown.js';
import { RUN } from '../schemas.js';
import { type McpCaller, objectOf, refuseFirst, type Tool, type ToolResult, textOf } from '../tool.js';

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
