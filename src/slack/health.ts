import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HealthState {
  readonly draining: boolean;
  readonly guide: { readonly revision: string; readonly pages: number };
  readonly slack: 'connected' | 'connecting';
  readonly database: 'reachable' | 'unreachable';
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * `/livez`: the process lives. `/healthz`: 200 while it can answer questions, which needs the guide alone; the state of the
 * database is in the body, because a platform that took every instance away would make it worse.
 */
export const healthRoutes = (
  state: () => Promise<HealthState>,
): { path: string; method: string; handler: Handler }[] => [
  { path: '/livez', method: 'GET', handler: (_, response) => send(response, 200, { status: 'alive' }) },
  {
    path: '/healthz',
    method: 'GET',
    handler: (_, response) => {
      state().then(
        (health) =>
          send(response, health.draining ? 503 : 200, { status: health.draining ? 'draining' : 'ready', ...health }),
        () => send(response, 503, { status: 'failing' }),
      );
    },
  },
  {
    path: '/',
    method: 'GET',
    handler: (_, response) => send(response, 200, { app: 'Guidepost', slack: '/slack/events', health: '/healthz' }),
  },
];

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
};
