import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger as SlackLogger } from '@slack/bolt';
import type { Edge } from './edge.js';
import { type HealthState, healthRoutes } from './health.js';
import { createEdgeServer, EDGE_LIMITS, type EdgeLimits } from './http/create-edge-server.js';
import { listen } from './http/listen.js';
import { receiveEvent } from './http/receive-event.js';
import { type Route, serveRoutes } from './http/routes.js';
import type { Take } from './take-commands.js';
import { createWork } from './work.js';

/** Slack gives up after 3 s, so nobody waits longer for an answer. */
const PATIENCE_MS = 3_000;

export interface HttpEdgeOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly host?: string;
  readonly state: () => Promise<HealthState>;
  readonly slackLogger: SlackLogger;
  readonly limits?: EdgeLimits;
  /** Served beside Slack's requests and the health checks. */
  readonly routes?: readonly Route[];
  /** Shown each request of Slack before Bolt, in this order, until one has taken it. */
  readonly takeFirst?: readonly Take[];
  /** Is told the status of each response. */
  readonly onResponse?: (status: number) => void;
}

/**
 * Signed requests at `/slack/events`, with the health checks beside it. A receiver of our own: Bolt's spends twice the time
 * of a whole answer on checks that it makes twice and on timers that `ackInTime` makes needless.
 */
export function createHttpEdge(options: HttpEdgeOptions): Edge {
  const { signingSecret, port, host, state, slackLogger, limits = EDGE_LIMITS } = options;
  const { routes = [], takeFirst = [], onResponse } = options;
  const server = createEdgeServer(limits);
  let isDraining = false;
  const answering = createWork();
  const edge: Edge = {
    receiver: {
      init(app) {
        const events = receiveEvent({
          signingSecret,
          logger: slackLogger,
          processEvent: async (event) => {
            for (const take of takeFirst) if (await take(event)) return;
            await app.processEvent({ ...event, body: { ...event.body } });
          },
        });
        const serve = serveRoutes([
          { path: '/slack/events', method: 'POST', handler: events },
          ...routes,
          ...healthRoutes(state),
        ]);
        server.on('request', (request, response) => {
          // A busy keep-alive connection would hold the stop for as long as it is fed.
          if (isDraining) response.setHeader('connection', 'close');
          const end = answering.begin();
          response.on('close', () => {
            end();
            onResponse?.(response.statusCode);
          });
          serve(request, response);
        });
      },
      start: () => edge.start(),
      stop: () => edge.stop(),
    },
    start: () => listen(server, { port, ...(host && { host }) }),
    async stop() {
      isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Who is being answered gets the answer; who holds a connection without a whole request must not hold the stop.
      await Promise.race([answering.idle(), sleep(PATIENCE_MS, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
  return edge;
}
