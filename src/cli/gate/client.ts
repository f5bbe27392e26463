import { chooseRun, type GateAnswer, type ListedRun, readGate, readRuns } from './answer.js';
import type { GateQuestion, Target } from './question.js';

/** What came of asking. Only `gate` with the state `complete` lets a deployment go on. */
export type Reply =
  /** `note`: which of several runs it is about. */
  | { readonly kind: 'gate'; readonly gate: GateAnswer; readonly note?: string }
  /** No such run, or a phase that the run does not have. `mayAppear`: somebody may still start it. */
  | { readonly kind: 'unknown'; readonly detail: string; readonly mayAppear: boolean }
  | { readonly kind: 'not-allowed'; readonly detail: string }
  /** `mayPass`: the same question may be answered a little later. `retryAfterMs`: not before that. */
  | { readonly kind: 'not-reached'; readonly detail: string; readonly mayPass: boolean; readonly retryAfterMs?: number }
  /** The server understood the question and refuses it. */
  | { readonly kind: 'refused'; readonly detail: string };

type Failure = Exclude<Reply, { kind: 'gate' }>;

export interface GateClient {
  /** Asks once. Never rejects. @param timeoutMs for each request */
  ask(timeoutMs: number): Promise<Reply>;
}

/** A name is looked up again this often: the run may have been archived, and another one started in its place. */
const LOOK_UP_MS = 60_000;

/** @param now milliseconds that never go back */
export function createGateClient(question: GateQuestion, now: () => number = () => performance.now()): GateClient {
  const { bypass, phase, target } = question;
  let found: { readonly id: string; readonly note?: string; readonly at: number } | undefined;

  const findRun = async (timeoutMs: number): Promise<Failure | undefined> => {
    if ('run' in target) {
      found = { id: target.run, at: now() };
      return undefined;
    }
    if (found !== undefined && now() - found.at < LOOK_UP_MS) return undefined;
    const query = new URLSearchParams({ ...target });
    const reply = await send(question, { path: `/runs?${query}`, timeoutMs, missing: noSuchRun(target) });
    if ('kind' in reply) return reply;
    const runs = readRuns(reply.body);
    if (runs === undefined) return invalidAnswer(question);
    // Once found, it stays the one, whatever else has the same name.
    const chosen = runs.find(({ id, state }) => id === found?.id && state !== 'archived') ?? chooseRun(runs);
    if (chosen === undefined) return { kind: 'unknown', detail: noSuchRun(target), mayAppear: true };
    found = { id: chosen.id, at: now(), ...(runs.length > 1 && { note: whichRun(chosen, runs.length) }) };
    return undefined;
  };

  const askGate = async (run: string, timeoutMs: number, reason?: string): Promise<Reply> => {
    const path = `/runs/${encodeURIComponent(run)}`;
    const reply = await send(
      question,
      reason === undefined
        ? {
            ...{ path: `${path}/gate${phase === undefined ? '' : `?${new URLSearchParams({ phase })}`}`, timeoutMs },
            ...{ missing: noSuchRun(target), isPhaseAsked: phase !== undefined },
          }
        : {
            ...{ path: `${path}/bypass`, timeoutMs, missing: noSuchRun(target) },
            body: { reason, ...(phase !== undefined && { phase }) },
          },
    );
    if ('kind' in reply) return reply;
    const gate = readGate(reply.body, { run, ...(phase !== undefined && { phase }) });
    if (gate === undefined) return invalidAnswer(question);
    return { kind: 'gate', gate, ...(found?.note !== undefined && { note: found.note }) };
  };

  return {
    async ask(timeoutMs) {
      const failed = await findRun(timeoutMs);
      if (failed !== undefined) return failed;
      const run = found?.id ?? '';
      const reply = await askGate(run, timeoutMs);
      if (reply.kind === 'unknown' && !('run' in target)) found = undefined;
      if (bypass === undefined || reply.kind !== 'gate' || reply.gate.state === 'complete') return reply;
      const opened = await askGate(run, timeoutMs, bypass);
      if (opened.kind !== 'refused') return opened;
      // The last item may have been ticked just before.
      const after = await askGate(run, timeoutMs);
      return after.kind === 'gate' && after.gate.state === 'complete' ? after : opened;
    },
  };
}

function noSuchRun(target: Target): string {
  if ('run' in target) return `There is no run ${target.run}, or the token may not see it.`;
  const list = target.checklist === undefined ? '' : ` and its checklist ${target.checklist}`;
  const where = target.channel === undefined ? '' : ` in the channel ${target.channel}`;
  return `There is no run “${target.name}” of the page ${target.page}${list}${where}, or the token may not see it.`;
}

function whichRun({ id, startedAt, state }: ListedRun, count: number): string {
  return `${count} runs have this name. This is the newest ${state} one: ${id}${startedAt === '' ? '' : `, started ${startedAt}`}.`;
}

interface Sent {
  readonly path: string;
  readonly timeoutMs: number;
  /** With a body it is a POST. */
  readonly body?: unknown;
  /** What it means that the server does not know it. */
  readonly missing: string;
  /** Whether a question that the server cannot answer names a phase that the run does not have. */
  readonly isPhaseAsked?: boolean;
}

async function send(
  { server, target, token }: GateQuestion,
  { body, isPhaseAsked = false, missing, path, timeoutMs }: Sent,
): Promise<{ readonly body: unknown } | Failure> {
  try {
    const response = await fetch(`${server}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // The token is for this server alone.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.status === 200) return jsonOf(text) ?? invalidAnswer({ server });
    return failureOf(response, text, { server, missing, isPhaseAsked, mayAppear: !('run' in target) });
  } catch (error) {
    const { message, mayPass } = explain(error, timeoutMs);
    return { kind: 'not-reached', detail: `${server} was not reached: ${message}.`, mayPass };
  }
}

interface FailureContext extends Required<Pick<Sent, 'isPhaseAsked' | 'missing'>> {
  readonly server: string;
  readonly mayAppear: boolean;
}

function failureOf(
  { headers, status }: Response,
  text: string,
  { server, missing, isPhaseAsked, mayAppear }: FailureContext,
): Failure {
  const said = isProblem(headers) ? detailOf(jsonOf(text)?.body) : undefined;
  const sentence = (otherwise: string): string => said ?? otherwise;
  if (status === 401)
    return {
      kind: 'not-allowed',
      detail: sentence('The server does not accept the token. It may be misspelt or revoked.'),
    };
  if (status === 403) return { kind: 'not-allowed', detail: sentence('The token may not do this.') };
  // Anything in front of the server may say 404 too, such as a platform's router during a restart.
  if (status === 404 && said !== undefined) return { kind: 'unknown', detail: missing, mayAppear };
  if (status === 422 && isPhaseAsked)
    return { kind: 'unknown', detail: sentence('The server does not understand the question.'), mayAppear: false };
  if ([400, 409, 413, 422].includes(status))
    return { kind: 'refused', detail: sentence(`The server refuses (${status}).`) };
  if (status >= 300 && status < 400)
    return {
      kind: 'not-reached',
      detail: `${server} answers with a redirect${headers.has('location') ? ` to ${headers.get('location')}` : ''}. Give the address that it leads to.`,
      mayPass: false,
    };
  const retryAfterMs = retryAfter(headers.get('retry-after'));
  return {
    kind: 'not-reached',
    detail: `${server} answers with status ${status}${status === 404 ? ', so there is no API of Guidepost' : ''}.${said === undefined ? '' : ` ${said}`}`,
    mayPass: true,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function invalidAnswer({ server }: Pick<GateQuestion, 'server'>): Failure {
  return { kind: 'not-reached', detail: `${server} gives an answer that is not one of Guidepost.`, mayPass: true };
}

function isProblem(headers: Headers): boolean {
  return /^application\/(?:problem\+)?json\b/i.test(headers.get('content-type') ?? '');
}

/** What the server says, with the fields that are wrong (RFC 9457). */
function detailOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { detail, errors, title } = body as { detail?: unknown; errors?: unknown; title?: unknown };
  const fields = (Array.isArray(errors) ? errors : []).flatMap((error: { detail?: unknown } | null) =>
    typeof error?.detail === 'string' ? [error.detail] : [],
  );
  const said = [detail, title].find((each) => typeof each === 'string' && each !== '');
  return typeof said === 'string' ? [said, ...fields].join(' ') : undefined;
}

function jsonOf(text: string): { readonly body: unknown } | undefined {
  try {
    return { body: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Seconds or a date, as HTTP has it. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** A certificate does not get right by waiting. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_/;

function explain(error: unknown, timeoutMs: number): { message: string; mayPass: boolean } {
  const { cause, message, name } = error as {
    cause?: { code?: unknown; message?: unknown };
    message?: unknown;
    name?: unknown;
  };
  if (name === 'TimeoutError') return { message: `no answer within ${Math.ceil(timeoutMs / 1_000)} s`, mayPass: true };
  const code = String(cause?.code ?? '');
  return { message: String(cause?.message || code || message || error), mayPass: !CERTIFICATE.test(code) };
}
