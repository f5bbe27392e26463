import { App } from '@slack/bolt';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics, MetricsPage } from '../telemetry/metrics.js';
import type { CallWatch } from './api/call-watch.js';
import { createSlackLogger, createWebClient } from './api/client.js';
import { findIdentity, type Identity, TokenRefused } from './api/identity.js';
import { createReplyFetch } from './api/reply-fetch.js';
import type { Edge } from './edge.js';
import { createGuard } from './guard.js';
import { createAuthorize } from './install/authorize.js';
import { serveWorkspaces, type Workspaces } from './install/oauth.js';
import { guideCommand } from './listeners/guide-command.js';
import { onCommand } from './on-command.js';
import { registerListeners } from './register-listeners.js';
import type { Services } from './services.js';
import type { SlackSettings } from './slack-settings.js';
import { takeCommands } from './take-commands.js';
import type { HealthState } from './transport/health.js';
import { createHttpEdge } from './transport/http-receiver.js';
import { metricsRoutes } from './transport/metrics.js';
import type { SocketEdgeOptions } from './transport/socket-mode.js';

/** By what the app is watched. */
export interface Telemetry {
  readonly calls: CallWatch;
  readonly metrics: Metrics;
  /** Served at `/metrics`, where somebody collects. */
  readonly page?: MetricsPage & { readonly token: string };
}

export interface SlackApp {
  readonly port: number;
  /** Whether Slack has told who the app is; undefined where that is another one in each workspace. */
  isConnected(): boolean | undefined;
  stop(): Promise<void>;
}

export interface SlackAppOptions {
  readonly settings: SlackSettings;
  readonly services: Services;
  /** Where many workspaces may install the app: where their installations are. */
  readonly workspaces?: Workspaces;
  readonly health: () => Promise<Omit<HealthState, 'draining' | 'slack'>>;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  /** Called once if Slack refuses the token for good. */
  readonly onFatal: (error: Error) => void;
}

/** Starts to listen to Slack. Commands are answered from the first moment, even while the Web API cannot be reached. */
export async function startSlackApp({
  settings,
  services,
  workspaces,
  health,
  telemetry,
  logger,
  onFatal,
}: SlackAppOptions): Promise<SlackApp> {
  const slackLogger = createSlackLogger(logger);
  const stopping = new AbortController();
  let identity: Identity | undefined;
  const state = async (): Promise<HealthState> => ({
    draining: stopping.signal.aborted,
    slack: workspaces ? 'many workspaces' : identity ? 'connected' : 'connecting',
    ...(await health()),
  });
  const { connection } = settings;
  const post = telemetry.calls.replies(createReplyFetch(settings.apiUrl));
  const answerCommand = onCommand(createGuard(services), services, guideCommand(services));
  const routes = metricsRoutes(telemetry.page);
  const shared = { ...settings, state, slackLogger };
  const installing = workspaces && serveWorkspaces(workspaces, { logger, slackLogger });
  const edge =
    connection.kind === 'socket'
      ? await connectBySocket({ ...shared, appToken: connection.appToken, logger, onFatal, routes })
      : createHttpEdge({
          ...shared,
          ...installing,
          signingSecret: connection.signingSecret,
          routes: [...(installing?.routes ?? []), ...routes],
          onResponse: telemetry.metrics.httpResponse,
          takeFirst: [takeCommands(answerCommand, post), ...(installing?.takeFirst ?? [])],
        });
  const app = new App({
    receiver: edge.receiver,
    authorize: createAuthorize({ botToken: settings.botToken, workspaces, identity: () => identity }),
    logger: slackLogger,
    // All that Bolt itself sends are replies by `response_url`; the Web API is called by `services.clientFor`.
    clientOptions: { fetch: post },
    convoStore: false,
  });
  registerListeners(app, services, answerCommand);
  const port = await edge.start();
  if (settings.botToken !== undefined) {
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
  }
  return {
    port,
    isConnected: () => (workspaces ? undefined : identity !== undefined),
    async stop() {
      stopping.abort();
      await edge.stop();
      await services.work.idle();
    },
  };
}

// Loaded here: a server over HTTP needs no web socket.
async function connectBySocket(options: SocketEdgeOptions): Promise<Edge> {
  return (await import('./transport/socket-mode.js')).createSocketEdge(options);
}
