import { App } from '@slack/bolt';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics, MetricsPage } from '../telemetry/metrics.js';
import type { CallWatch } from './create-call-watch.js';
import type { Edge } from './edge.js';
import { createGuard } from './guard.js';
import type { HealthState } from './health.js';
import { createHttpEdge } from './http-edge.js';
import { findIdentity, type Identity, TokenRefused } from './identity.js';
import { guideCommand } from './listeners/guide-command.js';
import { metricsRoutes } from './metrics-route.js';
import { onCommand } from './on-command.js';
import { registerListeners } from './register-listeners.js';
import { createReplyFetch } from './reply-fetch.js';
import type { Services } from './services.js';
import { createSlackLogger } from './slack-logger.js';
import type { SocketEdgeOptions } from './socket-edge.js';
import { takeCommands } from './take-commands.js';
import { createWebClient } from './web-client.js';
import { serveWorkspaces, type Workspaces } from './workspaces/serve-workspaces.js';

/** One workspace with its token, or as many as install the app. */
export type SlackSettings = Shared & (OneWorkspace | ManyWorkspaces);

interface Shared {
  readonly apiUrl?: string;
  readonly port: number;
  readonly host?: string;
}

export interface OneWorkspace {
  readonly botToken: string;
  readonly connection:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
}

export interface ManyWorkspaces {
  readonly botToken?: undefined;
  readonly connection: {
    readonly kind: 'oauth';
    readonly signingSecret: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly stateSecret: string;
    readonly tokenKeys: readonly [string, ...string[]];
  };
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
export const startSlackApp = async ({
  settings,
  services,
  workspaces,
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
    // Bolt's own authorize asks Slack before the first reply, and would not acknowledge while Slack is away. Where there are many
    // workspaces a token is looked up when it is needed: Bolt is told who the app is there, where that is known already.
    authorize: async (source) => ({
      ...(workspaces && knownIdentity(workspaces, source)),
      ...(settings.botToken !== undefined && { botToken: settings.botToken, ...identity }),
    }),
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
};

// Loaded here: a server over HTTP needs no web socket.
const connectBySocket = async (options: SocketEdgeOptions): Promise<Edge> =>
  (await import('./socket-edge.js')).createSocketEdge(options);

const knownIdentity = (
  { installations }: Workspaces,
  { teamId, enterpriseId, isEnterpriseInstall }: AuthorizeSource,
): { botUserId?: string } => {
  const id = isEnterpriseInstall ? enterpriseId : teamId;
  const known = id === undefined ? undefined : installations.known(id)?.installation;
  return known ? { botUserId: known.botUserId } : {};
};

interface AuthorizeSource {
  readonly teamId?: string | undefined;
  readonly enterpriseId?: string | undefined;
  readonly isEnterpriseInstall: boolean;
}
