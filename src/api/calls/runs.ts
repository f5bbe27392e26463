import type { Outcome } from '../../checklist/change-item.js';
import { exportCsv } from '../../checklist/csv.js';
import { exportMarkdown, exportRun } from '../../checklist/export.js';
import { gateOf, MAX_REASON } from '../../checklist/gate.js';
import { isComplete, phaseProgress } from '../../checklist/progress.js';
import { approvalsOf, MAX_EVIDENCE } from '../../checklist/rules.js';
import type { Person, Run, RunItem } from '../../checklist/run.js';
import type { WhichRuns } from '../../checklist/run-store.js';
import { nearestWord } from '../../guide/near-names.js';
import { pageNamed } from '../../guide/page-directory.js';
import { type ApiResponse, type ApiServices, type Call, keyOf } from '../call.js';
import { invalid, pointerTo, problem, refusalWords, unknownRun } from '../problem.js';
import { Fields, short } from '../read-fields.js';

/** What the caller may see of the run of a call's path; undefined if that is nothing. @throws RunNotFound */
async function visibleRun({ runs }: Pick<ApiServices, 'runs'>, call: Call): Promise<Run | undefined> {
  return call.caller.see(await runs.get(keyOf(call)));
}

/** `GET /runs/{run}` */
export async function showRun(services: ApiServices, call: Call): Promise<ApiResponse> {
  const run = await visibleRun(services, call);
  return run ? { status: 200, body: runJson(run, await services.urlOf(run)) } : unknownRun(call.caller.kind);
}

const STATES: Readonly<Record<string, WhichRuns>> = { open: 'open', complete: 'finished', archived: 'archived' };
const MAX_RUNS = 50;
const RUNS = 20;

/** `GET /runs`: the newest of the token's channels. */
export async function listRuns(services: ApiServices, { installation, query, caller }: Call): Promise<ApiResponse> {
  const state = query.get('state');
  if (state !== null && !Object.hasOwn(STATES, state))
    return problem(422, `“state” must be one of ${Object.keys(STATES).join(', ')}.`);
  const asked = query.get('limit') ?? String(RUNS);
  const limit = /^\d+$/.test(asked) ? Number(asked) : Number.NaN;
  if (Number.isNaN(limit) || limit < 1 || limit > MAX_RUNS)
    return problem(422, `“limit” must be a number from 1 to ${MAX_RUNS}.`);
  const channel = query.get('channel');
  const channels = caller.channels.filter((each) => channel === null || each === channel);
  const which = state === null ? undefined : STATES[state];
  const page = query.get('page');
  const checklist = query.get('checklist');
  const name = query.get('name')?.trim();
  const runs = await (channels.length === 0
    ? []
    : services.runs.inChannels({
        installation,
        channels,
        limit,
        ...(page !== null && { page: pageNamed(services.guide(), page)?.slug ?? page }),
        ...(checklist !== null && { checklist }),
        ...(name !== undefined && { name }),
        ...(which && { which }),
      }));
  const shown = await Promise.all(runs.map(async (run) => runJson(run, await services.urlOf(run))));
  return { status: 200, body: { runs: shown } };
}

/** `GET /runs/{run}/export` */
export async function exportOneRun(services: ApiServices, call: Call): Promise<ApiResponse> {
  const format = call.query.get('format') ?? 'json';
  if (format !== 'json' && format !== 'md' && format !== 'csv')
    return problem(422, '“format” must be one of json, md and csv.');
  const run = await visibleRun(services, call);
  if (run === undefined) return unknownRun(call.caller.kind);
  const exported = exportRun(run, await services.runs.history(keyOf(call)));
  if (format === 'json') return { status: 200, body: exported };
  const text = format === 'md' ? exportMarkdown(exported) : exportCsv(exported);
  const type = format === 'md' ? 'text/markdown' : 'text/csv';
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body: text };
}

/** As long as in Slack's dialog. */
const MAX_SKIP_REASON = 500;

/**
 * `POST /runs/{run}/items/{item}`: ticks, skips or reopens an item, after every press so far. Every rule of the item holds, so a token
 * neither has a role nor approves, and a person approves only in Slack.
 */
export async function setItem(services: ApiServices, call: Call): Promise<ApiResponse> {
  const run = await visibleRun(services, call);
  if (run === undefined) return unknownRun(call.caller.kind);
  const { caller, installation } = call;
  const item = call.params.item ?? '';
  const ids = run.items.map(({ id }) => id);
  if (!ids.includes(item)) {
    const nearest = nearestWord(item, ids);
    const hint = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
    return problem(404, `The run has no item “${short(item)}”.${hint}`);
  }
  const outcome = readOutcome(call.body);
  if ('status' in outcome) return outcome;
  const key = keyOf(call);
  const changed = await services.runs.setItem({ ...key, item, outcome, by: caller.by, at: services.now() });
  if (changed.refused) return problem(409, refusalWords(changed.refused, caller.kind));
  services.outbox.requestUpdate(key);
  services.logger.info(`A ${caller.kind} set an item`, {
    workspace: installation,
    by: caller.by.id,
    run: run.id,
    item,
  });
  return { status: 200, body: runJson(caller.see(changed.run) ?? run, await services.urlOf(changed.run)) };
}

function readOutcome(body: Call['body']): Outcome | ApiResponse {
  const fields = new Fields(body, ['state', 'evidence', 'reason']);
  const state = fields.choice('state', ['done', 'skipped', 'open']);
  const evidence = fields.optional('evidence', MAX_EVIDENCE);
  const reason =
    state === 'skipped' ? fields.required('reason', MAX_SKIP_REASON) : fields.optional('reason', MAX_SKIP_REASON);
  if (state !== 'done' && evidence !== undefined)
    fields.refuse(pointerTo('evidence'), '“evidence” belongs to an item that is done.');
  if (state !== 'skipped' && reason !== undefined)
    fields.refuse(pointerTo('reason'), '“reason” belongs to an item that is skipped.');
  if (fields.problems.length > 0) return invalid(fields.problems);
  if (state === 'skipped') return { kind: 'skipped', reason: reason ?? '' };
  return state === 'done' ? { kind: 'done', ...(evidence !== undefined && { evidence }) } : { kind: 'open' };
}

/** `GET /runs/{run}/gate`: whether a deployment may go on, as far as one phase or the whole run is concerned. */
export async function askGate(services: ApiServices, call: Call): Promise<ApiResponse> {
  const run = await visibleRun(services, call);
  return run ? answerGate(services, run, call.query.get('phase') ?? undefined) : unknownRun(call.caller.kind);
}

const MAX_PHASE = 300;

/** `POST /runs/{run}/bypass`: opens the gate although items are open. */
export async function bypassGate(services: ApiServices, call: Call): Promise<ApiResponse> {
  const run = await visibleRun(services, call);
  if (run === undefined) return unknownRun(call.caller.kind);
  const fields = new Fields(call.body, ['reason', 'phase']);
  const reason = fields.required('reason', MAX_REASON);
  const phase = fields.optional('phase', MAX_PHASE);
  if (fields.problems.length > 0) return invalid(fields.problems);
  const key = keyOf(call);
  const changed = await services.runs.bypass({
    ...key,
    by: call.caller.by,
    at: services.now(),
    reason,
    ...(phase !== undefined && { phase }),
    isAllowed: true,
  });
  const { refused } = changed;
  if (refused?.kind === 'unknown-phase')
    return invalid([{ pointer: pointerTo('phase'), detail: refusalWords(refused, call.caller.kind) }]);
  if (refused) return problem(409, refusalWords(refused, call.caller.kind));
  services.outbox.requestUpdate(key);
  services.logger.info(`A ${call.caller.kind} opened the gate of a checklist`, {
    workspace: call.installation,
    by: call.caller.by.id,
    run: run.id,
  });
  return answerGate(services, changed.run, phase);
}

async function answerGate(services: ApiServices, run: Run, phase: string | undefined): Promise<ApiResponse> {
  const gate = gateOf(run, phase);
  if ('kind' in gate) {
    const known = gate.known.map(({ id }) => id).join(', ');
    return problem(422, `The run has no phase “${short(phase ?? '')}”. It has ${known || 'none'}.`);
  }
  const { bypass, phases, state } = gate;
  const { id, name, page, title } = run;
  return {
    status: 200,
    body: {
      run: { id, url: (await services.urlOf(run)) ?? null, title, name: name ?? null, page },
      state,
      phases,
      bypass: bypass
        ? { by: person(bypass.by), at: bypass.at.toISOString(), reason: bypass.reason, phase: bypass.phase ?? null }
        : null,
    },
  };
}

/** A run as the API shows it; `openapi.ts` describes it. @param url of its message, if it has one */
export function runJson(run: Run, url: string | undefined) {
  return {
    id: run.id,
    url: url ?? null,
    page: run.page,
    checklist: run.checklist ?? null,
    title: run.title,
    name: run.name ?? null,
    state: run.archivedAt ? 'archived' : isComplete(run) ? 'complete' : 'open',
    channel: run.channel,
    startedBy: person(run.postedBy),
    startedAt: run.postedAt.toISOString(),
    variables: run.variables,
    roles: run.roles.map(({ name, holder }) => ({ role: name, holder: holder ? person(holder) : null })),
    phases: phaseProgress(run).map(({ phase, items, isComplete: complete }) => ({
      id: phase?.id ?? '',
      title: phase?.title ?? '',
      state: complete ? 'complete' : 'open',
      items: items.map(itemJson),
    })),
  };
}

function itemJson(item: RunItem) {
  const { assignee, doesNotApply, due, id, note, parent, rules, state, title } = item;
  return {
    id,
    title,
    ...(parent !== undefined && { parent }),
    state: doesNotApply === undefined ? state.kind : 'does-not-apply',
    ...(state.kind !== 'open' && { by: person(state.by), at: state.at.toISOString() }),
    ...(state.kind === 'done' && state.evidence !== undefined && { evidence: state.evidence }),
    ...(state.kind === 'skipped' && { reason: state.reason }),
    ...(doesNotApply !== undefined && { reason: doesNotApply }),
    optional: rules.optional === true,
    ...(rules.role !== undefined && { role: rules.role }),
    ...(rules.evidence !== undefined && { needsEvidence: rules.evidence }),
    ...(rules.signOff && {
      approvals: {
        needed: rules.signOff.count,
        given: approvalsOf(item).map(({ by, at }) => ({ by: person(by), at: at.toISOString() })),
      },
    }),
    ...(assignee && { assignee: person(assignee) }),
    ...(due !== undefined && { due }),
    ...(note !== undefined && { note }),
  };
}

function person({ id, name }: Person) {
  return { id, name };
}
