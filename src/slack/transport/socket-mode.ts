import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger as SlackLogger, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../../telemetry/logger.js';
import { slackErrorCode } from '../api/errors.js';
import type { Edge } from '../app.js';
import { type HealthState, healthRoutes } from './health.js';
import { createEdgeServer, EDGE_LIMITS, listen, type Route, serveRoutes } from './http-server.js';

export interface SocketEdgeOptions {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly port: number;
  readonly host?: string;
  readonly state: () => Promise<HealthState>;
  readonly slackLogger: SlackLogger;
  readonly logger: Logger;
  readonly onFatal: (error: Error) => void;
  /** What is served beside the health checks. */
  readonly routes: readonly Route[];
}

const PAUSE_MS = 5_000;

/** Slack refused the app-level token. */
export class AppTokenRefused extends Error {
  override readonly name = 'AppTokenRefused';
  constructor(code: string) {
    super(
      `Slack refuses SLACK_APP_TOKEN (${code}): make one with the scope connections:write on the app's page "Basic Information"`,
    );
  }
}

/** Slack over a web socket that we open: no public address needed. The health checks are served over HTTP all the same. */
export function createSocketEdge(options: SocketEdgeOptions): Edge {
  const { appToken, apiUrl, port, host, state, slackLogger } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    logger: slackLogger,
    installerOptions: { clientOptions: { ...(apiUrl && { slackApiUrl: apiUrl }) } },
  });
  const server = createEdgeServer(EDGE_LIMITS, serveRoutes([...healthRoutes(state), ...options.routes]));
  const stopping = new AbortController();
  return {
    receiver,
    async start() {
      const listening = await listen(server, { port, ...(host && { host }) });
      void connect(receiver, options, stopping.signal);
      return listening;
    },
    async stop() {
      stopping.abort();
      // Its stop does not wait for the disconnect; ours does not need to: nothing new is taken once it is asked for.
      await receiver.stop().catch(() => {});
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Opens the connection, again and again while Slack cannot be reached; later drops are mended by Slack's own client. */
async function connect(
  receiver: SocketModeReceiver,
  { logger, onFatal }: SocketEdgeOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await receiver.start();
      return;
    } catch (error) {
      const code = slackErrorCode(error);
      if (code !== undefined && code !== 'ratelimited' && code !== 'internal_error') {
        return onFatal(new AppTokenRefused(code));
      }
      logger.warn(`Socket Mode cannot connect; trying again in ${PAUSE_MS / 1_000} s`, {
        error: error instanceof Error ? error.message : String(error),
      });
      await sleep(PAUSE_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
