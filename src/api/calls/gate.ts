import { MAX_REASON } from '../../checklist/bypass.js';
import { gateOf } from '../../checklist/gate.js';
import type { Run } from '../../checklist/run.js';
import { type ApiResponse, type ApiServices, type Call, keyOf } from '../call.js';
import { invalid, pointerTo, problem, refusalWords, unknownRun } from '../problem.js';
import { Fields, short } from '../read-fields.js';
import { person } from '../run-json.js';
import { visibleRun } from './read-run.js';

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
