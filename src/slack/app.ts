import { type AllMiddlewareArgs, App, type Receiver, type SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics, MetricsPage } from '../telemetry/metrics.js';
import type { CallWatch } from './api/call-watch.js';
import { createSlackLogger, createWebClient } from './api/client.js';
import { findIdentity, type Identity, TokenRefused } from './api/identity.js';
import { createReplyFetch } from './api/reply-fetch.js';
import type { ActionName } from './block-kit/action-value.js';
import type { DialogName } from './block-kit/dialog-state.js';
import { createAuthorize } from './install/authorize.js';
import { serveWorkspaces, type Workspaces } from './install/oauth.js';
import {
  archive,
  bringDown,
  copy,
  editItem,
  history,
  manage,
  postChecklist,
  setItem,
  showWindow,
} from './listeners/actions/checklist.js';
import { showHome } from './listeners/actions/home.js';
import { ask, list, openDialog, openPage, preview, share, turnDialog } from './listeners/actions/page.js';
import { find, findAgain, onSuggestion, openSearch, search } from './listeners/actions/search.js';
import { type AnswerCommand, guideCommand, type IncomingCommand, onCommand } from './listeners/commands.js';
import { type Events, noteRemoval, onEvent } from './listeners/events.js';
import type { PressListener, SubmissionListener } from './listeners/listener.js';
import { createGuard } from './listeners/middleware.js';
import { onPress } from './listeners/press.js';
import { onShortcut } from './listeners/shortcuts.js';
import { onSubmit, openOptions, postWithOptions, saveItem } from './listeners/views.js';
import type { Services } from './services.js';
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

/** Everything that Slack can send, and who answers. */
export function registerListeners(app: App, services: Services, answerCommand: AnswerCommand): void {
  const guard = createGuard(services);
  const presses: { readonly [N in ActionName]: PressListener<N> } = {
    'question:ask': ask(services),
    'page:open': openPage(services),
    'search:choose': find(services),
    'search:open': openSearch(services),
    'page:read': openDialog(services),
    'page:turn': turnDialog(services),
    'page:share': share(services),
    'list:open': list(services),
    'checklist:preview': preview(services),
    'checklist:post': postChecklist(services),
    'checklist:options': openOptions(services),
    'item:set': setItem(services),
    'run:window': showWindow(services),
    'run:manage': manage(services),
    'item:edit': editItem(services),
    'run:history': history(services),
    'run:copy': copy(services),
    'run:repost': bringDown(services),
    'run:archive': archive(services),
  };
  const submissions: { readonly [N in DialogName]: SubmissionListener<N> } = {
    search: findAgain(services),
    options: postWithOptions(services),
    item: saveItem(services),
  };
  const events: Events = {
    app_home_opened: showHome(services),
    app_uninstalled: noteRemoval(services),
    tokens_revoked: noteRemoval(services),
  };
  // Any command that reaches this app is its own, whatever the workspace calls it. Over HTTP Bolt sees none.
  app.use(async (args) => ('command' in args ? answerCommand(args) : args.next()));
  app.action(/.*/s, onPress(guard, services, presses));
  app.view(/.*/s, onSubmit(guard, services, submissions));
  app.event(/.*/s, onEvent(guard, events));
  // Not declared in the manifest; if it comes all the same it is acknowledged, or Slack would show an error.
  app.view({ type: 'view_closed', callback_id: /.*/s }, async ({ ack }) => ack());
  app.shortcut(/.*/s, onShortcut(guard, services, { search: search(services) }));
  app.options(/.*/s, onSuggestion(guard, services));
}

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

/** One way in from Slack: signed HTTP requests or a socket; either serves the health checks over HTTP. */
export interface Edge {
  readonly receiver: Receiver;
  /** Listens, and resolves with the port. */
  start(): Promise<number>;
  /** Takes no new requests and lets those under way end. */
  stop(): Promise<void>;
}
