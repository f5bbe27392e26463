import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GateAnswer } from '../../../src/cli/gate/answer.js';

/** A request that the server got. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly body: unknown;
}

/** What it answers instead of its gate, or `drop` to end the connection without an answer. */
export type Answer =
  | 'drop'
  | 'hang'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };

export interface StandIn {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The run's gate. */
  gate: GateAnswer;
  /** The runs of any name, newest first. */
  runs: readonly { readonly id: string; readonly state: string; readonly startedAt: string }[];
  /** Answers the next requests in this order; then everything as usual again. */
  answerNext(...answers: readonly Answer[]): void;
  /** Answers everything like this, until `undefined`. */
  always: Answer | undefined;
  stop(): Promise<void>;
}

export const TOKEN = 'gp_stand-in';

/** A gate with an open item in each phase. */
export function anOpenGate(changes: Partial<GateAnswer> = {}): GateAnswer {
  return {
    run: { id: 'run-1', url: 'https://slack.example/p1', title: 'Release', name: 'shop-api 2.4' },
    state: 'open',
    phases: [
      { id: 'before', title: 'Before', state: 'open', open: [{ id: 'notes', title: 'Send the notes' }] },
      { id: 'after', title: 'After', state: 'open', open: [{ id: 'watch', title: 'Watch the errors' }] },
    ],
    bypass: null,
    ...changes,
  };
}

export function aCompleteGate(): GateAnswer {
  const gate = anOpenGate();
  return {
    ...gate,
    state: 'complete',
    phases: gate.phases.map((phase) => ({ ...phase, state: 'complete', open: [] })),
  };
}

export function problem(status: number, detail: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: 'about:blank', title: 'Problem', status, detail },
  };
}

/** A server that speaks the part of the API that the gate needs. */
export async function startStandIn(): Promise<StandIn> {
  const asked: Asked[] = [];
  const next: Answer[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    gate: anOpenGate(),
    runs: [{ id: 'run-1', state: 'open', startedAt: '2026-11-20T09:00:00.000Z' }],
    answerNext: (...answers) => void next.push(...answers),
    always: undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const part of request) text += part;
    const { method = '', url = '' } = request;
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    const body = text === '' ? undefined : JSON.parse(text);
    asked.push({ method, path: url, token, body });
    const special = next.shift() ?? standIn.always;
    if (special === 'hang') return;
    if (special === 'drop') {
      request.socket.destroy();
      return;
    }
    const { status, headers = {}, body: said } = special ?? usual(method, url, token, body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof said === 'string' ? said : JSON.stringify(said));
  }

  function usual(method: string, url: string, token: string | undefined, body: unknown): Exclude<Answer, string> {
    const given = problemOf(method, url, token);
    if (given !== undefined) return given;
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (pathname === '/api/v1/runs') return { status: 200, body: { runs: standIn.runs } };
    if (pathname.endsWith('/bypass')) {
      const { reason, phase = null } = body as { reason: string; phase?: string };
      standIn.gate = {
        ...standIn.gate,
        state: 'complete',
        bypass: { by: 'ci', at: '2026-11-20T10:00:00.000Z', reason, phase },
      };
      return { status: 200, body: standIn.gate };
    }
    const [, id] = /^\/api\/v1\/runs\/([^/]+)\/gate$/.exec(pathname) ?? [];
    const own = { ...standIn.gate, run: { ...standIn.gate.run, id: decodeURIComponent(id ?? '') } };
    const phase = searchParams.get('phase')?.toLowerCase();
    if (phase === undefined) return { status: 200, body: own };
    const phases = own.phases.filter((each) => each.id === phase || each.title.toLowerCase() === phase);
    if (phases.length === 0) return problem(422, 'This checklist has no such phase.') as Exclude<Answer, string>;
    const isOpen = own.bypass === null && phases.some(({ open }) => open.length > 0);
    return { status: 200, body: { ...own, phases, state: isOpen ? 'open' : 'complete' } };
  }

  function problemOf(method: string, url: string, token: string | undefined): Exclude<Answer, string> | undefined {
    if (!url.startsWith('/api/v1/'))
      return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found' };
    if (token !== TOKEN) return problem(401, 'The token is not known.') as Exclude<Answer, string>;
    const [, id] = /^\/api\/v1\/runs\/([^/?]+)/.exec(url) ?? [];
    if (id === undefined || standIn.runs.some((run) => run.id === id)) return undefined;
    return problem(404, `No run for ${method}`) as Exclude<Answer, string>;
  }
  return standIn;
}
