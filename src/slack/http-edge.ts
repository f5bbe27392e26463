import type { Server } from 'node:http';
import { HTTPReceiver, type Logger as SlackLogger } from '@slack/bolt';
import type { Edge } from './edge.js';
import { type HealthState, healthRoutes } from './health.js';

/** Slack's largest payloads, views included, stay well below this. */
const BODY_LIMIT = '1mb';

export interface HttpEdgeOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly host?: string;
  readonly state: () => Promise<HealthState>;
  readonly slackLogger: SlackLogger;
}

/** Signed requests at `/slack/events`, with the health checks beside it. */
export const createHttpEdge = ({ signingSecret, port, host, state, slackLogger }: HttpEdgeOptions): Edge => {
  const receiver = new HTTPReceiver({
    signingSecret,
    bodyLimit: BODY_LIMIT,
    logger: slackLogger,
    customRoutes: healthRoutes(state),
  });
  let server: Server | undefined;
  return {
    receiver,
    async start() {
      const listening = await receiver.start({ port, ...(host && { host }) });
      server = listening;
      // Longer than a router's own, or it would send a request into a connection that is just closing.
      listening.keepAliveTimeout = 75_000;
      return portOf(listening);
    },
    async stop() {
      // A busy keep-alive connection would hold the stop for as long as it is fed.
      server?.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
      await receiver.stop();
    },
  };
};

export const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
};
