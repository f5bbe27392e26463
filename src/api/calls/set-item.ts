import type { Outcome } from '../../checklist/change-item.js';
import { MAX_EVIDENCE } from '../../checklist/rules.js';
import { nearestWord } from '../../guide/near-names.js';
import { type ApiResponse, type ApiServices, type Call, keyOf } from '../call.js';
import { invalid, pointerTo, problem, refusalWords, unknownRun } from '../problem.js';
import { Fields, short } from '../read-fields.js';
import { runJson } from '../run-json.js';
import { visibleRun } from './read-run.js';

/** As long as in Slack's dialog. */
const MAX_REASON = 500;

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
  const reason = state === 'skipped' ? fields.required('reason', MAX_REASON) : fields.optional('reason', MAX_REASON);
  if (state !== 'done' && evidence !== undefined)
    fields.refuse(pointerTo('evidence'), '“evidence” belongs to an item that is done.');
  if (state !== 'skipped' && reason !== undefined)
    fields.refuse(pointerTo('reason'), '“reason” belongs to an item that is skipped.');
  if (fields.problems.length > 0) return invalid(fields.problems);
  if (state === 'skipped') return { kind: 'skipped', reason: reason ?? '' };
  return state === 'done' ? { kind: 'done', ...(evidence !== undefined && { evidence }) } : { kind: 'open' };
}
