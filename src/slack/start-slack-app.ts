import { App } from '@slack/bolt';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics, MetricsPage } from '../telemetry/metrics.js';
import type { CallWatch } from './create-call-watch.js';
import type { HealthState } from './health.js';
import { createHttpEdge } from './http-edge.js';
import { findIdentity, type Identity, TokenRefused } from './identity.js';
import { metricsRoutes } from './metrics-route.js';
import { registerListeners } from './register-listeners.js';
import type { Services } from './services.js';
import { createSlackLogger } from './slack-logger.js';
import { createSocketEdge } from './socket-edge.js';
import { createWebClient, fetchInTime } from './web-client.js';

export interface SlackSettings {
  readonly botToken: string;
  readonly connection:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
  readonly apiUrl?: string;
  readonly port: number;
  readonly host?: string;
}

/** By what the app is watched. */
export interface Telemetry {
  readonly calls: CallWatch;
  readonly metrics: Metrics;
  /** Served at `/metrics`, where somebody collects. */
  readonly page?: MetricsPage & { readonly token: string };
}

export interface SlackApp {
  readonly port: number;
  /** Whether Slack has told who the app is. */
  isConnected(): boolean;
  stop(): Promise<void>;
}

export interface SlackAppOptions {
  readonly settings: SlackSettings;
  readonly services: Services;
  readonly health: () => Promise<Omit<HealthState, 'draining' | 'slack'>>;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  /** Called once if Slack refuses the token for good. */
  readonly onFatal: (error: Error) => void;
}

/** Starts to listen to Slack. Commands are answered from the first moment, even while the Web API cannot be reached. */
export const startSlackApp = async ({
  settings,
  services,
  health,
  telemetry,
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
  const routes = metricsRoutes(telemetry.page);
  const onResponse = telemetry.metrics.httpResponse;
  const edge =
    settings.connection.kind === 'http'
      ? createHttpEdge({
          ...settings,
          signingSecret: settings.connection.signingSecret,
          state,
          slackLogger,
          routes,
          onResponse,
        })
      : createSocketEdge({
          ...settings,
          appToken: settings.connection.appToken,
          state,
          slackLogger,
          logger,
          onFatal,
          routes,
        });
  const app = new App({
    receiver: edge.receiver,
    // Bolt's own authorize asks Slack before the first reply, and would not acknowledge while Slack is away.
    authorize: async () => ({ botToken: settings.botToken, ...identity }),
    logger: slackLogger,
    clientOptions: {
      ...(settings.apiUrl && { slackApiUrl: settings.apiUrl }),
      fetch: telemetry.calls.replies(fetchInTime),
    },
    convoStore: false,
  });
  registerListeners(app, services);
  const port = await edge.start();
  const client = createWebClient({
    token: settings.botToken,
    apiUrl: settings.apiUrl,
    logger: slackLogger,
    calls: telemetry.calls,
  });
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
    isConnected: () => identity !== undefined,
    async stop() {
      stopping.abort();
      await edge.stop();
      await services.work.idle();
    },
  };
};
