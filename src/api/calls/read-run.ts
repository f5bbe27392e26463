import { exportCsv, exportMarkdown, exportRun } from '../../checklist/export.js';
import type { Run } from '../../checklist/run.js';
import type { WhichRuns } from '../../checklist/run-store.js';
import { pageNamed } from '../../guide/page-directory.js';
import { type ApiResponse, type ApiServices, type Call, keyOf } from '../call.js';
import { problem, unknownRun } from '../problem.js';
import { runJson } from '../run-json.js';

/** What the caller may see of the run of a call's path; undefined if that is nothing. @throws RunNotFound */
export async function visibleRun({ runs }: Pick<ApiServices, 'runs'>, call: Call): Promise<Run | undefined> {
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
