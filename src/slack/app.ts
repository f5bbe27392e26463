import { setTimeout as sleep } from 'node:timers/promises';
import { App } from '@slack/bolt';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics, MetricsPage } from '../telemetry/metrics.js';
import { type CallWatch, createSlackLogger, createWebClient } from './api/client.js';
import { createReplyFetch } from './api/fetch.js';
import { createAuthorize, findIdentity, type Identity, TokenRefused } from './install/authorize.js';
import { createExchange, createInstallStates, installRoutes, type Workspaces } from './install/oauth.js';
import { createRemoveInstallation, type Removal } from './install/removal.js';
import { openOptions, post, preview } from './listeners/actions/checklist.js';
import { askOwner, judge, openAnswer, sendAnswer, sendFeedback } from './listeners/actions/feedback.js';
import { ask, keepPage, list, openPage, readPage, snoozePage, turnPage } from './listeners/actions/page.js';
import { copyReport, forgetMe, openToQuestions, showQuestionLines, showReport } from './listeners/actions/report.js';
import {
  archive,
  closeGate,
  copy,
  history,
  manage,
  openBypass,
  openGate,
  repost,
  showAll,
  showWindow,
  unarchive,
} from './listeners/actions/run.js';
import { addItem, openAddItem, openRoles, saveRoles, takeRole } from './listeners/actions/run-changes.js';
import { approveItem, askEvidence, editItem, giveEvidence, setItem } from './listeners/actions/run-items.js';
import { openSearch, searchShortcut, showChoice, suggest } from './listeners/actions/search.js';
import { openShare, removeAnswer, removeShared, submitShare } from './listeners/actions/share.js';
import { answerMessage, replyInThread } from './listeners/answer-message.js';
import { openSettings, saveSettings } from './listeners/channel-settings.js';
import { guideCommand } from './listeners/commands.js';
import { directMessage, welcomeInstaller } from './listeners/direct-message.js';
import { appRemoved, homeOpened } from './listeners/events.js';
import { linkShared } from './listeners/link-shared.js';
import { mentioned } from './listeners/mention.js';
import { acknowledgeUnknown } from './listeners/middleware.js';
import { createPress, nameActions } from './listeners/press.js';
import { postFromDialog } from './listeners/start-run.js';
import { createSubmission } from './listeners/submission.js';
import { closeView, saveItem, submitSearch } from './listeners/views.js';
import type { Services } from './services.js';
import { type Feature, scopes } from './surface.js';
import { type HealthState, metricsRoutes } from './transport/health.js';
import { createHttpReceiver, type SlackReceiver } from './transport/http-receiver.js';
import type { Route, Subtree } from './transport/http-server.js';
import type { ReadBody } from './transport/read-request.js';

/** One workspace with its token, or as many as install the app. */
export type SlackSettings = CommonSettings & (OneWorkspace | ManyWorkspaces);

interface CommonSettings {
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

export interface Telemetry {
  readonly calls: CallWatch;
  readonly metrics: Metrics;
  /** Served at `/metrics`, if metrics are collected. */
  readonly page?: MetricsPage & { readonly token: string };
}

export interface SlackAppOptions {
  readonly settings: SlackSettings;
  /** What is switched on in the manifest, too. */
  readonly features?: readonly Feature[];
  readonly services: Services;
  /** With many workspaces: their installations. */
  readonly workspaces?: Workspaces;
  readonly health: () => Promise<Omit<HealthState, 'draining' | 'slack'>>;
  readonly telemetry: Telemetry;
  /** Served in addition to Slack's requests, the health checks and the metrics. */
  readonly routes?: readonly (Route | Subtree)[];
  /** Shared with routes whose bodies count in the same memory. */
  readonly readBody?: ReadBody;
  readonly logger: Logger;
  /** Called once if Slack refuses the token for good. */
  readonly onFatal: (error: Error) => void;
}

export interface SlackApp {
  readonly port: number;
  /** Whether Slack has confirmed the token. Undefined with many workspaces, each of which has its own. */
  isConnected(): boolean | undefined;
  /**
   * The id of the one workspace, or of its organization if the app is installed for all of it. Waits up to two seconds for Slack to confirm the
   * token; undefined if it has not, or with many workspaces.
   */
  installation(): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Slack confirms a token in less. */
const IDENTITY_MS = 2_000;

/** Starts to receive requests from Slack. Commands are answered from the start, even while the Web API cannot be reached. */
export async function startSlackApp(options: SlackAppOptions): Promise<SlackApp> {
  const { settings, services, workspaces, telemetry, logger, onFatal } = options;
  const slackLogger = createSlackLogger(logger);
  const stopping = new AbortController();
  let identity: Identity | undefined;
  const health = async (): Promise<HealthState> => ({
    draining: stopping.signal.aborted,
    slack: workspaces ? 'many workspaces' : identity ? 'connected' : 'connecting',
    ...(await options.health()),
  });
  const receiver = await createReceiver(options, health);
  const app = new App({
    receiver,
    authorize: createAuthorize({
      botToken: settings.botToken,
      installations: workspaces?.installations,
      identity: () => identity,
    }),
    logger: slackLogger,
    // Bolt itself sends only replies by `response_url`. The Web API is called with `services.slack.clientFor`.
    clientOptions: { fetch: telemetry.calls.replies(createReplyFetch(settings.apiUrl)) },
    convoStore: false,
    // The listener of mentions knows the app's own messages, and Bolt only while Slack has told it who the app is.
    ignoreSelf: false,
  });
  // Listeners handle their own failures. What gets here is thrown on to the receiver, which logs it.
  app.error(async (error) => {
    throw error;
  });
  registerListeners(app, services, workspaces && createRemoveInstallation({ ...workspaces, logger }));
  const port = await receiver.start();
  let identified: Promise<void> = Promise.resolve();
  if (settings.botToken !== undefined) {
    const { botToken: token, apiUrl } = settings;
    const client = createWebClient({ token, apiUrl, logger: slackLogger, calls: telemetry.calls });
    identified = findIdentity(client, logger, stopping.signal).then(
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
    async installation() {
      if (identity === undefined) await Promise.race([identified, sleep(IDENTITY_MS, undefined, { ref: false })]);
      return identity?.installation;
    },
    async stop() {
      stopping.abort();
      await receiver.stop();
      await services.handling.inFlight.idle();
    },
  };
}

async function createReceiver(
  {
    settings,
    services,
    features = [],
    workspaces,
    telemetry,
    routes: more = [],
    readBody,
    logger,
    onFatal,
  }: SlackAppOptions,
  health: () => Promise<HealthState>,
): Promise<SlackReceiver> {
  const { apiUrl, connection, port, host } = settings;
  const slackLogger = createSlackLogger(logger);
  const routes = [...metricsRoutes(telemetry.page), ...more];
  const common = { port, ...(host && { host }), health, logger: slackLogger };
  if (connection.kind === 'socket') {
    // Loaded only here: a server over HTTP needs no web socket.
    const { createSocketModeReceiver } = await import('./transport/socket-mode.js');
    const { appToken } = connection;
    return createSocketModeReceiver({ ...common, ...(apiUrl && { apiUrl }), appToken, onFatal, routes });
  }
  return createHttpReceiver({
    ...common,
    signingSecret: connection.signingSecret,
    routes: [...(workspaces ? createInstallRoutes(workspaces, { services, features, logger }) : []), ...routes],
    ...(readBody && { readBody }),
    acknowledgeWhenDone: ['app_uninstalled', 'tokens_revoked'],
    onResponse: telemetry.metrics.httpResponse,
  });
}

function createInstallRoutes(
  { app, stateSecret, store, installations, moreScopes = [] }: Workspaces,
  { services, features, logger }: Required<Pick<SlackAppOptions, 'services' | 'features' | 'logger'>>,
): Route[] {
  return installRoutes({
    app,
    scopes: [...scopes(features), ...moreScopes],
    states: createInstallStates(stateSecret),
    exchange: createExchange(app, createSlackLogger(logger)),
    save: async (installation) => {
      await store.save(installation);
      installations.forget(installation.id);
      // The installer's page does not wait for it.
      void welcomeInstaller(services, installation).finally(services.handling.inFlight.begin());
    },
    logger,
  });
}

/**
 * Every request that Slack sends, and its listener.
 * @param removeInstallation deletes the data of a workspace that removed the app
 */
export function registerListeners(
  app: App,
  services: Services,
  removeInstallation?: (removal: Removal) => Promise<void>,
): void {
  const press = createPress(services);
  const submission = createSubmission(services);

  // Every command that gets here is this app's, whatever the workspace calls it. This is a middleware, not `app.command(/.*/, …)`,
  // because Bolt matches each request against every listener below, which takes longer than the answer to a command.
  const answerCommand = guideCommand(services);
  app.use(async (args) => ('command' in args ? answerCommand(args) : args.next()));
  app.use(acknowledgeUnknown(services));
  app.use(nameActions(services));

  app.action('question:ask', press(ask(services)));
  app.action('page:open', press(openPage(services)));
  app.action('page:read', press(readPage(services)));
  app.action('page:turn', press(turnPage(services)));
  app.action('page:share', press(openShare(services)));
  app.action('page:keep', press(keepPage(services)));
  app.action('page:snooze', press(snoozePage(services)));
  app.action('share:remove', press(removeShared(services)));
  app.action('answer:remove', press(removeAnswer(services)));
  app.action('answer:judge', press(judge(services)));
  app.action('owner:ask', press(askOwner(services)));
  app.action('owner:answer', press(openAnswer(services)));
  app.action('report:show', press(showReport(services)));
  app.action('report:csv', press(copyReport(services)));
  app.action('report:add', press(openToQuestions(services)));
  app.action('person:forget', press(forgetMe(services)));
  app.action('list:open', press(list(services)));
  app.action('search:open', press(openSearch(services)));
  app.action('search:choose', press(showChoice(services)));
  app.action('settings:open', press(openSettings(services)));
  app.action('checklist:preview', press(preview(services)));
  app.action('checklist:post', press(post(services)));
  app.action('checklist:options', press(openOptions(services)));
  app.action('item:set', press(setItem(services)));
  app.action('item:edit', press(editItem(services)));
  app.action('item:approve', press(approveItem(services)));
  app.action('item:evidence', press(askEvidence(services)));
  app.action('run:all', press(showAll(services)));
  app.action('run:window', press(showWindow(services)));
  app.action('run:manage', press(manage(services)));
  app.action('run:history', press(history(services)));
  app.action('run:copy', press(copy(services)));
  app.action('run:repost', press(repost(services)));
  app.action('run:archive', press(archive(services)));
  app.action('run:unarchive', press(unarchive(services)));
  app.action('run:add', press(openAddItem(services)));
  app.action('run:roles', press(openRoles(services)));
  app.action('run:bypass', press(openBypass(services)));
  app.action('run:unbypass', press(closeGate(services)));
  app.action('run:take', press(takeRole(services)));

  app.view('answer', submission(replyInThread(services)));
  app.view('search', submission(submitSearch(services)));
  app.view('share', submission(submitShare(services)));
  app.view('feedback', submission(sendFeedback(services)));
  app.view('owner-answer', submission(sendAnswer(services)));
  app.view('to-questions', submission(showQuestionLines(services)));
  app.view('settings', submission(saveSettings(services)));
  app.view('start', submission(postFromDialog(services)));
  app.view('add-item', submission(addItem(services)));
  app.view('roles', submission(saveRoles(services)));
  app.view('bypass', submission(openGate(services)));
  app.view('evidence', submission(giveEvidence(services)));
  app.view('item', submission(saveItem(services)));
  app.view('copy', closeView());

  app.options('search', suggest(services));
  app.shortcut('search', searchShortcut(services));
  app.shortcut('answer-message', answerMessage(services));

  app.event('app_home_opened', homeOpened(services));
  app.event('app_mention', mentioned(services));
  app.event('message', directMessage(services));
  app.event('link_shared', linkShared(services));
  app.event('app_uninstalled', appRemoved(services, removeInstallation));
  app.event('tokens_revoked', appRemoved(services, removeInstallation));
}
