import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MetricsPage } from '../../telemetry/metrics.js';
import { type Route, send } from './http-server.js';

export interface HealthState {
  /** Of the program. */
  readonly version: string;
  readonly draining: boolean;
  readonly guide: GuideHealth;
  /** The connection to the one workspace. With many workspaces, each has its own. */
  readonly slack: 'connected' | 'connecting' | 'many workspaces';
  readonly database: 'reachable' | 'full' | 'read-only' | 'not migrated' | 'unreachable';
}

export interface GuideHealth extends GuideUpdates {
  readonly revision: string;
  readonly pages: number;
  /** How many files have an error, so that they are not served. */
  readonly leftOut: number;
}

/** How the guide in use compares with the one in its source. Times are in ISO 8601. */
export interface GuideUpdates {
  /** Present until there is a guide. */
  readonly state?: string;
  /** The revision of its repository. */
  readonly commit?: string;
  /** A newer version is not answered from, because of its errors. */
  readonly refused?: { readonly commit?: string; readonly since: string };
  /** Why the repository cannot be read. */
  readonly failing?: { readonly reason: string; readonly since: string };
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

/** `/metrics`, for requests with the header `Authorization: Bearer TOKEN`. Without a page there is no such route. */
export function metricsRoutes(page: (MetricsPage & { readonly token: string }) | undefined): Route[] {
  if (page === undefined) return [];
  const expected = digest(`Bearer ${page.token}`);
  // Digests have one length, so the comparison takes the same time for every guess.
  const isAllowed = ({ headers }: IncomingMessage): boolean =>
    timingSafeEqual(digest(headers.authorization ?? ''), expected);
  return [
    {
      path: '/metrics',
      method: 'GET',
      handler(request, response) {
        response.setHeader('cache-control', 'no-store');
        if (!isAllowed(request)) {
          response.setHeader('www-authenticate', 'Bearer realm="metrics"');
          return send(response, 401, 'Send METRICS_TOKEN as a bearer token.\n');
        }
        page.read().then(
          (text) => {
            response.writeHead(200, { 'content-type': page.contentType, 'content-length': Buffer.byteLength(text) });
            response.end(text);
          },
          () => send(response, 500, 'The metrics could not be read.\n'),
        );
      },
    },
  ];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
