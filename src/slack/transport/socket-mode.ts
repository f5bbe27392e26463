import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger as SlackLogger, SocketModeReceiver } from '@slack/bolt';
import { slackErrorCode } from '../api/errors.js';
import { type HealthState, healthRoutes } from './health.js';
import type { SlackReceiver } from './http-receiver.js';
import { createHttpServer, listen, oneAtATime, type Route, SERVER_LIMITS, serveRoutes } from './http-server.js';

export interface SocketModeOptions {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly port: number;
  readonly host?: string;
  readonly health: () => Promise<HealthState>;
  readonly logger: SlackLogger;
  readonly onFatal: (error: Error) => void;
  /** Served in addition to the health checks. */
  readonly routes: readonly Route[];
}

const RETRY_MS = 5_000;

/** Slack refused the app-level token. */
export class AppTokenRefused extends Error {
  override readonly name = 'AppTokenRefused';
  constructor(code: string) {
    super(
      `Slack refuses SLACK_APP_TOKEN (${code}): create one with the scope connections:write on the app's page "Basic Information"`,
    );
  }
}

/** Receives requests over a web socket that we open, so it needs no public address. The health checks are served over HTTP. */
export function createSocketModeReceiver(options: SocketModeOptions): SlackReceiver {
  const { appToken, apiUrl, port, host, health, logger, routes } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: { clientOptions: { ...(apiUrl && { slackApiUrl: apiUrl }) } },
  });
  const server = createHttpServer(SERVER_LIMITS, oneAtATime(serveRoutes([...healthRoutes(health), ...routes])));
  const stopping = new AbortController();
  return {
    init: (app) => receiver.init(app),
    async start() {
      const listening = await listen(server, { port, ...(host && { host }) });
      void connect(receiver, options, stopping.signal);
      return listening;
    },
    async stop() {
      stopping.abort();
      // Bolt does not wait for the disconnect. Nor do we: once it is requested, nothing new comes in.
      await receiver.stop().catch(() => {});
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Connects, and tries again while Slack cannot be reached. Slack's own client reconnects after that. */
async function connect(
  receiver: SocketModeReceiver,
  { logger, onFatal }: SocketModeOptions,
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
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn(`Socket Mode cannot connect; trying again in ${RETRY_MS / 1_000} s: ${reason}`);
      await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
