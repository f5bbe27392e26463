import { App } from '@slack/bolt';
import type { Logger } from '../telemetry/logger.js';
import type { Edge } from './edge.js';
import type { HealthState } from './health.js';
import { createHttpEdge } from './http-edge.js';
import { findIdentity, type Identity, TokenRefused } from './identity.js';
import { registerListeners } from './register-listeners.js';
import { createReplyFetch } from './reply-fetch.js';
import type { Services } from './services.js';
import { createSlackLogger } from './slack-logger.js';
import type { SocketEdgeOptions } from './socket-edge.js';
import { createWebClient } from './web-client.js';

export interface SlackSettings {
  readonly botToken: string;
  readonly connection:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
  readonly apiUrl?: string;
  readonly port: number;
  readonly host?: string;
}

export interface SlackApp {
  readonly port: number;
  stop(): Promise<void>;
}

export interface SlackAppOptions {
  readonly settings: SlackSettings;
  readonly services: Services;
  readonly health: () => Promise<Omit<HealthState, 'draining' | 'slack'>>;
  readonly logger: Logger;
  /** Called once if Slack refuses the token for good. */
  readonly onFatal: (error: Error) => void;
}

/** Starts to listen to Slack. Commands are answered from the first moment, even while the Web API cannot be reached. */
export const startSlackApp = async ({
  settings,
  services,
  health,
  logger,
  onFatal,
}: SlackAppOptions): Promise<SlackApp> => {
  const slackLogger = createSlackLogger(logger);
  const stopping = new AbortController();
  let identity: Identity | undefined;
  const state = async (): Promise<HealthState> => ({
    draining: stopping.signal.aborted,
    slack: identity ? 'connected' : 'connecting',
    ...(await health()),
  });
  const edge =
    settings.connection.kind === 'http'
      ? createHttpEdge({ ...settings, signingSecret: settings.connection.signingSecret, state, slackLogger })
      : await connectBySocket({
          ...settings,
          appToken: settings.connection.appToken,
          state,
          slackLogger,
          logger,
          onFatal,
        });
  const app = new App({
    receiver: edge.receiver,
    // Bolt's own authorize asks Slack before the first reply, and would not acknowledge while Slack is away.
    authorize: async () => ({ botToken: settings.botToken, ...identity }),
    logger: slackLogger,
    // All that Bolt itself sends are replies by `response_url`; the Web API is called by `services.clientFor`.
    clientOptions: { fetch: createReplyFetch(settings.apiUrl) },
    convoStore: false,
  });
  registerListeners(app, services);
  const port = await edge.start();
  const client = createWebClient({ token: settings.botToken, apiUrl: settings.apiUrl, logger: slackLogger });
  findIdentity(client, logger, stopping.signal).then(
    (found) => {
      identity = found;
      logger.debug('Connected to Slack', { ...found });
    },
    (error: unknown) => {
      if (error instanceof TokenRefused) onFatal(error);
    },
  );
  return {
    port,
    async stop() {
      stopping.abort();
      await edge.stop();
      await services.work.idle();
    },
  };
};

// Loaded here: a server over HTTP needs no web socket.
const connectBySocket = async (options: SocketEdgeOptions): Promise<Edge> =>
  (await import('./socket-edge.js')).createSocketEdge(options);
