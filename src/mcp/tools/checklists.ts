import type { Answer } from '../../answer/answer.js';
import { answerToJson } from '../../answer/answer-json.js';
import {
  type ApiResponse,
  type ApiServices,
  type Call,
  type Caller,
  type CallHandler,
  personCaller,
  tokenCaller,
} from '../../api/call.js';
import { setItem } from '../../api/calls/runs.js';
import { findChecklist, startRun } from '../../api/calls/start-run.js';
import { Fields } from '../../api/read-fields.js';
import { MAX_EVIDENCE } from '../../checklist/rules.js';
import { pageNamed } from '../../guide/page-directory.js';
import { answerMarkdown } from '../answer-markdown.js';
import {
  ANSWER_KIND,
  listOf,
  type McpCaller,
  objectOf,
  PAGE,
  RUN,
  refuseFirst,
  TEXT,
  type Tool,
  type ToolCall,
  type ToolResult,
  textOf,
} from '../tool.js';
import { runMarkdown } from './list-runs.js';

const MAX_NAME = 300;
const MAX_KEY = 255;
const MAX_REASON = 500;
const TEXTS = { type: 'object', additionalProperties: { type: 'string' } };
const OUTPUT = { type: 'object', properties: { run: RUN }, required: ['run'] } as const;

export const getChecklist: Tool = {
  name: 'get_checklist',
  title: 'Get a checklist',
  description: [
    'Gets a checklist of the team’s guide, such as the one for a release, for going live or for an incident: its phases, its items in order,',
    'and what each asks for (a role, approvals, evidence, a wait). Several may fit; then it names them. It starts and changes nothing.',
  ].join(' '),
  input: objectOf(
    {
      topic: textOf('What the checklist is for, in plain words, or the slug of its page.', MAX_NAME),
      checklist: textOf('The id of one of the page’s checklists, if it has several.', MAX_NAME),
    },
    ['topic'],
  ),
  output: {
    type: 'object',
    properties: {
      kind: ANSWER_KIND,
      page: PAGE,
      checklist: {
        type: 'object',
        properties: {
          id: TEXT,
          title: TEXT,
          items: listOf({ id: TEXT, title: TEXT, detail: TEXT, phase: TEXT, parent: TEXT, rules: { type: 'object' } }, [
            'id',
            'title',
          ]),
        },
        required: ['id', 'title', 'items'],
      },
      candidates: listOf({ page: TEXT, id: TEXT, title: TEXT }, ['page', 'id', 'title']),
    },
    required: ['kind'],
  },
  async run({ services: { answers, guide, pageUrl }, args }) {
    const fields = new Fields(args, ['topic', 'checklist']);
    const topic = fields.required('topic', MAX_NAME);
    const id = fields.optional('checklist', MAX_NAME);
    if (fields.problems.length > 0) return refuseFirst(fields.problems);
    let answer: Answer;
    if (id === undefined) {
      const page = pageNamed(guide(), topic);
      const [only, ...others] = page?.checklists ?? [];
      answer =
        page !== undefined && only !== undefined && others.length === 0
          ? answers.openChecklist(page.slug, { list: only.id })
          : await answers.toRequest({ installation: '', channel: '', user: '', text: `checklist ${topic}` });
    } else {
      const found = findChecklist(guide(), topic, id);
      if ('field' in found) return { error: found.detail };
      answer = { kind: 'checklist', ...found };
    }
    return {
      text: answerMarkdown(answer, pageUrl),
      data: answerToJson(answer, pageUrl),
      shown: { kind: 'answer', answer },
    };
  },
};

/** `POST /runs` of the API as a tool: the same rules, and a repeat starts nothing twice. */
export const startRunTool: Tool = {
  name: 'start_run',
  title: 'Start a checklist',
  description: [
    'Starts a checklist of the guide: posts it to a channel of Slack, where the team works through it. Call it only when a person has asked for that,',
    'and get_checklist first: it says what the checklist asks for. If the channel has an open one of the same checklist and name, that one is returned.',
  ].join(' '),
  may: 'start',
  input: objectOf(
    {
      page: textOf('The slug of the checklist’s page.', MAX_NAME),
      checklist: textOf('The id of the checklist, if the page has several.', MAX_NAME),
      name: textOf('What it is for, such as “shop-api 2.4”.', 80),
      channel: textOf('The id of the channel in Slack, such as C0123456789.', 50),
      variables: { ...TEXTS, description: 'Values that the checklist asks for, by name.' },
      roles: { ...TEXTS, description: 'Who has which role: ids of people in Slack, such as U0123456789.' },
      idempotency_key: textOf('The same for a repeat of the same call, such as the id of the job.', MAX_KEY),
    },
    ['page', 'name', 'channel'],
  ),
  output: OUTPUT,
  async run({ args: { idempotency_key: key, ...body }, ...call }) {
    if (key !== undefined && !(typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)))
      return { error: '“idempotency_key” must have 1 to 255 visible ASCII characters.' };
    const channel = typeof body.channel === 'string' ? body.channel : '';
    const caller = await callerOf(call, channel);
    if ('error' in caller) return caller;
    return change(call, startRun, { caller, body, ...(key !== undefined && { idempotencyKey: key }) });
  },
};

/** `POST /runs/{run}/items/{item}` of the API as a tool. */
export const settleItem: Tool = {
  name: 'settle_item',
  title: 'Settle an item',
  description: [
    'Ticks, skips or reopens an item of a started checklist. Call it only when a person has asked for that. list_runs names the runs and their items.',
    'Every rule of the item holds: what needs a role, approvals, evidence or a wait is refused with the reason.',
  ].join(' '),
  may: 'tick',
  input: objectOf(
    {
      run: textOf('The id of the run.', MAX_NAME),
      item: textOf('The id of the item.', MAX_NAME),
      state: { type: 'string', enum: ['done', 'skipped', 'open'] },
      evidence: textOf('For an item that asks for it: the link or the text that shows that it was done.', MAX_EVIDENCE),
      reason: textOf('Why it is skipped.', MAX_REASON),
    },
    ['run', 'item', 'state'],
  ),
  output: OUTPUT,
  async run({ args: { run, item, ...body }, ...call }) {
    if (typeof run !== 'string' || typeof item !== 'string' || run === '' || item === '')
      return { error: '“run” and “item” must be the ids that list_runs names.' };
    const caller = await callerOf(call);
    if ('error' in caller) return caller;
    return change(call, setItem, { caller, body, params: { run, item } });
  },
};

type Who = Pick<ToolCall, 'caller' | 'services'>;

/** @param channel where the caller wants to start a run */
async function callerOf({ caller, services }: Who, channel?: string): Promise<Caller | { error: string }> {
  if (caller.kind === 'token') return tokenCaller(caller.token);
  if (caller.kind === 'local' || caller.installation === undefined || caller.person === undefined)
    return { error: 'It is not known who asks, so nothing is changed.' };
  const { installation, person } = caller;
  const name = (await services.api?.nameOf({ installation, person })) ?? 'a teammate';
  const by = { id: person, name };
  if (channel === undefined || channel === '') return personCaller(by);
  // The app may post where the person must not even read.
  if ((await services.isInChannel?.({ installation, channel, person })) !== true)
    return {
      error: `It cannot be seen that this person is in the channel ${channel.slice(0, 50)}. Start the checklist there with the app’s own command.`,
    };
  return personCaller(by, [channel]);
}

async function change(
  { caller, services: { api } }: Who,
  handle: CallHandler,
  call: Pick<Call, 'body' | 'caller'> & Partial<Call>,
): Promise<ToolResult> {
  if (api === undefined) return { error: 'This server has no database to change.' };
  const installation = await installationOf(caller, api);
  if (installation === undefined)
    return { error: 'Slack has not confirmed yet which workspace the app is in. Try again soon.' };
  const answered = await handle(api, { installation, params: {}, query: new URLSearchParams(), ...call });
  if (answered.status >= 400) return { error: detailOf(answered) };
  const { id } = answered.body as { id: string };
  const run = await api.runs.get({ installation, run: id });
  const shown = { run: call.caller.see(run) ?? run, url: await api.urlOf(run) };
  return { text: runMarkdown(shown), data: { run: answered.body }, shown: { kind: 'runs', runs: [shown] } };
}

async function installationOf(caller: McpCaller, api: ApiServices): Promise<string | undefined> {
  if (caller.kind === 'local') return undefined;
  return caller.kind === 'token' ? api.installationOf(caller.token) : caller.installation;
}

/** Everything that is wrong, as the API says it. */
function detailOf({ body }: ApiResponse): string {
  const { detail = 'The call was refused.', errors = [] } = body as {
    detail?: string;
    errors?: readonly { readonly detail: string }[];
  };
  return errors.length > 1 ? errors.map((each) => each.detail).join(' ') : detail;
}
