import type { ServerResponse } from 'node:http';
import { type Route, send } from './http-server.js';

export interface HealthState {
  /** Of the program. */
  readonly version: string;
  readonly draining: boolean;
  readonly guide: { readonly revision: string; readonly pages: number };
  /** Of the one workspace; where there are many, each has its own connection. */
  readonly slack: 'connected' | 'connecting' | 'many workspaces';
  readonly database: 'opening' | 'reachable' | 'not migrated' | 'unreachable';
}

/**
 * `/livez`: the process lives. `/healthz`: 200 while it can answer questions, which needs the guide alone; the state of the
 * database is in the body, because a platform that took every instance away would make it worse.
 */
export function healthRoutes(state: () => Promise<HealthState>): Route[] {
  return [
    { path: '/livez', method: 'GET', handler: (_, response) => tell(response, 200, { status: 'alive' }) },
    {
      path: '/healthz',
      method: 'GET',
      handler: (_, response) => {
        state().then(
          (health) =>
            tell(response, health.draining ? 503 : 200, { status: health.draining ? 'draining' : 'ready', ...health }),
          () => tell(response, 503, { status: 'failing' }),
        );
      },
    },
    {
      path: '/',
      method: 'GET',
      handler: (_, response) => tell(response, 200, { app: 'Guidepost', slack: '/slack/events', health: '/healthz' }),
    },
  ];
}

function tell(response: ServerResponse, status: number, body: object): void {
  response.setHeader('cache-control', 'no-store');
  send(response, status, body);
}
