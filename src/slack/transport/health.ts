import type { ServerResponse } from 'node:http';
import { type Route, send } from './http-server.js';

export interface HealthState {
  /** Of the program. */
  readonly version: string;
  readonly draining: boolean;
  /** `leftOut`: how many files have an error, so that they are not served. */
  readonly guide: { readonly revision: string; readonly pages: number; readonly leftOut: number };
  /** The connection to the one workspace. With many workspaces, each has its own. */
  readonly slack: 'connected' | 'connecting' | 'many workspaces';
  readonly database: 'reachable' | 'full' | 'read-only' | 'not migrated' | 'unreachable';
}

/**
 * `/livez`: the process is alive. `/healthz`: 200 while the app can answer questions. That needs only the guide, so the state
 * of the database is in the body only: a platform that removed every instance would make an outage worse.
 */
export function healthRoutes(state: () => Promise<HealthState>): Route[] {
  return [
    { path: '/livez', method: 'GET', handler: (_, response) => sendFresh(response, 200, { status: 'alive' }) },
    {
      path: '/healthz',
      method: 'GET',
      handler: (_, response) => {
        state().then(
          (health) => {
            const [code, status] = health.draining ? ([503, 'draining'] as const) : ([200, 'ready'] as const);
            sendFresh(response, code, { status, ...health });
          },
          () => sendFresh(response, 503, { status: 'failing' }),
        );
      },
    },
    {
      path: '/',
      method: 'GET',
      handler: (_, response) =>
        sendFresh(response, 200, { app: 'Guidepost', slack: '/slack/events', health: '/healthz' }),
    },
  ];
}

function sendFresh(response: ServerResponse, status: number, body: object): void {
  response.setHeader('cache-control', 'no-store');
  send(response, status, body);
}
