import { randomUUID } from 'node:crypto';
import { createFindRuns } from './answer/sources.js';
import { createChannelSettingsCache } from './channels/channel-settings.js';
import type { DatabaseConfig } from './config/database.js';
import type { Author } from './config.js';
import type { Guide } from './guide/page.js';
import { createPost } from './hooks/deliver.js';
import { createHookWorker } from './hooks/worker.js';
import { createLiveGuide } from './live-guide.js';
import { createTelemetry } from './observability.js';
import { type AuthorMessage, createAuthorMessages, type GuideReport } from './outbox/author-messages.js';
import { type Clock, systemClock } from './outbox/clock.js';
import { createReminders } from './outbox/reminders.js';
import { version } from './package-file.js';
import type { IndexedGuide } from './search/index.js';
import { createMessageUrls, createPageAt } from './slack/addresses.js';
import { createPeople } from './slack/api/people.js';
import { createMessagePublisher, createSlackPublisher } from './slack/api/publisher.js';
import { type SlackSettings, startSlackApp } from './slack/app.js';
import { createPageUrl } from './slack/block-kit/mrkdwn/render-markdown.js';
import { createViewQueue } from './slack/listeners/dialogs.js';
import { createRateLimits, createSuggestionLimits } from './slack/rate-limits.js';
import { createCommandNames, type Feature, SLACKBOT_SCOPE } from './slack/surface.js';
import type { GuideUpdates } from './slack/transport/health.js';
import { createInFlight } from './slack/transport/in-flight.js';
import { BODY_LIMITS, createBodyReader } from './slack/transport/read-request.js';
import { cannotPostReason } from './slack/views/notices.js';
import { guideReportMessage } from './slack/views/owner-messages.js';
import { urlOf } from './slack/views/run-list.js';
import { openStorage, type Storage } from './storage/open.js';
import type { Logger } from './telemetry/logger.js';
import { createScrub, type Scrub } from './telemetry/scrub.js';
import type { Tracer } from './telemetry/tracing.js';
import { connectWorkspaces } from './wiring/connect-workspaces.js';
import { readStanding, statusInTime, warnIfNotMigrated } from './wiring/database-status.js';
import { followRevisions } from './wiring/follow-revisions.js';
import { type GuideWebhook, guideWebhookRoute } from './wiring/guide-webhook.js';
import { createLearning } from './wiring/learning.js';
import { createProgramRoutes } from './wiring/program-routes.js';
import { createMeasuredOutbox, wrapSearch, wrapStores } from './wiring/store-wrappers.js';
import { ONE_WORKSPACE } from './workspaces/installations.js';

export interface AppOptions {
  /** The guide to start with; without pages if there is none yet (`noGuide`). */
  readonly guide: IndexedGuide;
  /** For the health check: how the guide compares with its source. */
  readonly guideUpdates?: () => GuideUpdates;
  /** Lets the host of the guide's repository say that something was pushed. */
  readonly guideWebhook?: GuideWebhook;
  /** Who is told when the guide has errors. Without the installation, it is the one workspace. */
  readonly guideAuthors?: readonly Author[];
  readonly guideUrl?: string;
  /** What is switched on in the manifest, too. */
  readonly features?: readonly Feature[];
  readonly database: DatabaseConfig;
  readonly slack: SlackSettings;
  /** Serves the MCP server at `/mcp`. `mayWrite`: with the tools that change something. `inSlackbot`: installs ask for what Slackbot needs. */
  readonly mcp?: { readonly mayWrite: boolean; readonly inSlackbot?: true };
  /** Requests that one person may send in a minute; 0, the default, means no limit. */
  readonly rateLimitPerMinute?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Whether it is remembered what people ask; the default is not. */
  readonly askLog?: boolean;
  /** How many days it is remembered; 90 by default. */
  readonly retentionDays?: number;
  /** Takes this deployment's secrets out of what is remembered; by default those that are known by their shape. */
  readonly scrub?: Scrub;
  readonly logger: Logger;
  /** The token that opens the metrics page; without it there are no metrics. */
  readonly metricsToken?: string;
  /** Traces requests and the calls they lead to, when a collector is configured. */
  readonly tracer?: Tracer;
  /** Called once when Slack refuses the app for good. */
  readonly onFatal: (error: Error) => void;
}

export interface RunningApp {
  readonly port: number;
  /** The guide that questions are answered from now. */
  guide(): Guide;
  /** Switches to another guide. */
  replaceGuide(next: IndexedGuide): void;
  /** Tells the authors of the guide what is wrong with it, or that it is fine again, unless they were told before. Returns at once. */
  reportGuide(report: GuideReport): void;
  /** Takes no new requests, finishes those in progress, and closes the database. Pending notifications stay stored. */
  stop(): Promise<void>;
}

/**
 * Starts the app: opens the database, loads the guide, makes everything that answers, and listens for Slack. This is the one place
 * where the parts are made and handed to those that need them. If Postgres is unavailable, it still starts: questions need only
 * the guide, and the stores work once the database does.
 * @throws CannotOpenDatabase, DatabaseTooNew
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const storage = await openStorage({
    ...options.database,
    onUnavailable: ({ message }) =>
      options.logger.error(
        `${message}. Until then questions are answered, but checklists cannot be saved. No restart is needed.`,
      ),
  });
  try {
    void warnIfNotMigrated(storage, options.logger);
    return await startWithStorage(storage, options);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function startWithStorage(storage: Storage, options: AppOptions): Promise<RunningApp> {
  const { slack, logger, onFatal, clock = systemClock, features = [] } = options;
  const programVersion = version();
  const now = () => new Date(clock.now());

  // Known once the Slack app runs; the metrics page may be read before.
  let isConnected = (): boolean | undefined => undefined;
  const telemetry = await createTelemetry({
    logger,
    version: programVersion,
    metricsToken: options.metricsToken,
    tracer: options.tracer,
    standing: () => readStanding(storage, guide(), isConnected()),
  });
  const { calls, requests, tracer } = telemetry;

  // Slack's Web API, for one workspace or many, and the stores that are shared between them.
  const { clientFor, isInstalled, keys, replyTo, limit, workspaces } = connectWorkspaces({
    slack,
    database: options.database,
    storage,
    logger,
    calls,
  });
  const stores = wrapStores(storage, { tracer, limit });

  // The guide, and the answers from it.
  const { answers, guide, replace } = createLiveGuide(options.guide, createFindRuns(stores.runs, logger), (search) =>
    wrapSearch(search, tracer),
  );

  // What is sent later: to Slack updates of posted checklists, notifications and reminders, and to other programs what they are told.
  const pageUrl = createPageUrl(options.guideUrl);
  const messageUrls = createMessageUrls(clientFor);
  // Asked when it is needed: Node's language data takes 9 MiB.
  const workspaceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
  const people = createPeople({ clientFor, workspaceZone });
  const publisher = createSlackPublisher({
    clientFor,
    context: () => ({ pageUrl, guide: guide(), now: now() }),
    messageUrls,
  });
  const outbox = createMeasuredOutbox(
    { store: stores.outbox, publisher, logger, clock },
    telemetry.page && telemetry.metrics,
  );
  const reminders = createReminders({ store: storage.reminders, zones: people, outbox, clock, logger });
  const authorMessages = createAuthorMessages({
    store: storage.authorMessages,
    send: createMessagePublisher(clientFor, ({ content }: AuthorMessage) => guideReportMessage(content)),
    authors: (options.guideAuthors ?? []).map(({ installation = ONE_WORKSPACE, person }) => ({ installation, person })),
    clock,
    logger,
  });
  const hooks = createHookWorker({
    store: storage.hooks(keys),
    post: createPost(),
    linkTo: async ({ channel, installation, message, thread }) =>
      message === undefined ? undefined : (await messageUrls(installation))(channel, message, thread),
    userAgent: `Guidepost/${programVersion}`,
    clock,
    logger,
  });

  // What is remembered of questions, pages and channels.
  const learning = createLearning({
    ...{ stores, guide, clientFor, people, workspaceZone, pageUrl, clock, logger },
    isOn: options.askLog ?? false,
    retentionDays: options.retentionDays ?? 90,
    scrub: options.scrub ?? createScrub(),
    authors: options.guideAuthors ?? [],
    isOneWorkspace: workspaces === undefined,
    metrics: telemetry.metrics,
  });
  const channels = createChannelSettingsCache({ store: stores.channelSettings, clock: systemClock, logger });
  const revisions = followRevisions({ store: storage.revisions, requestUpdate: outbox.requestUpdate, logger });

  // What programs call, over the same server. Known once Slack has confirmed the token: the workspace of the app.
  let ownInstallation = async (): Promise<string | undefined> => undefined;
  const readBody = createBodyReader(BODY_LIMITS);
  const limits = createRateLimits(options.rateLimitPerMinute ?? 0);
  const programRoutes = await createProgramRoutes({
    version: programVersion,
    api: {
      tokens: storage.accessTokens,
      installationOf: async ({ installation }) => (installation === ONE_WORKSPACE ? ownInstallation() : installation),
      guide,
      runs: stores.runs,
      outbox,
      nameOf: people.nameOf,
      isPublic: people.isPublic,
      urlOf: async (run) => urlOf(run, { messageUrl: await messageUrls(run.installation) }),
      whyNotPosted: cannotPostReason,
      newId: randomUUID,
      ...{ now, logger, tracer },
    },
    mcp: options.mcp,
    isInChannel: people.isInChannel,
    connection: slack.connection,
    installations: workspaces?.installations,
    ownInstallation: () => ownInstallation(),
    ...{ answers, asks: learning.asks, ageOf: learning.ageOf, pageUrl, limits, readBody },
  });

  // What listens to Slack.
  const app = await startSlackApp({
    settings: slack,
    features,
    ...(workspaces && {
      workspaces: { ...workspaces, ...(options.mcp?.inSlackbot && { moreScopes: [SLACKBOT_SCOPE] }) },
    }),
    services: {
      answering: { answers, guide, report: learning.report },
      channels,
      checklists: { runs: stores.runs, outbox, people },
      owners: learning.owners,
      slack: {
        ...{ clientFor, isInstalled, replyTo },
        hasAgentView: features.includes('agent-view'),
        viewQueue: createViewQueue(),
      },
      views: {
        ...{ pageUrl, messageUrls, ageOf: learning.ageOf, feedback: learning.feedback },
        newId: randomUUID,
        commandNames: createCommandNames(),
        ...(features.includes('link-previews') && { pageAt: createPageAt(guide, pageUrl) }),
      },
      handling: {
        requests,
        limits,
        suggestionLimits: createSuggestionLimits(options.rateLimitPerMinute ?? 0),
        seenEvents: stores.seenEvents,
        conversations: stores.conversations,
        asks: learning.asks,
        recentPages: learning.recentPages,
        forget: learning.forget,
        inFlight: createInFlight(),
        now,
      },
      reviews: learning.reviews,
      logger,
    },
    telemetry,
    routes: [...programRoutes, ...(options.guideWebhook ? [guideWebhookRoute(options.guideWebhook, logger)] : [])],
    readBody,
    health: async () => ({
      version: programVersion,
      guide: {
        revision: guide().revision,
        pages: guide().pages.length,
        leftOut: guide().leftOut.length,
        ...options.guideUpdates?.(),
      },
      database: await statusInTime(storage),
    }),
    logger,
    onFatal,
  });
  isConnected = app.isConnected;
  ownInstallation = app.installation;
  outbox.start();
  reminders.start();
  authorMessages.start();
  hooks.start();
  learning.start();
  revisions.compare(guide());

  return {
    port: app.port,
    guide,
    replaceGuide(next) {
      replace(next);
      revisions.compare(next.guide);
    },
    reportGuide: authorMessages.report,
    async stop() {
      const compared = revisions.stop();
      outbox.stopWaiting();
      await app.stop();
      await Promise.all([
        compared,
        reminders.stop(),
        authorMessages.stop(),
        hooks.stop(),
        outbox.stop(),
        learning.stop(),
      ]);
      await storage.close();
    },
  };
}
