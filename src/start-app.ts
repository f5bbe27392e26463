import { randomUUID } from 'node:crypto';
import { type ComparisonParts, compareRevisions } from './answer/revisions.js';
import { createFindRuns } from './answer/sources.js';
import { createApi } from './api/api.js';
import type { ApiServices } from './api/call.js';
import { createAskLog, createNoAskLog } from './asks/ask-log.js';
import { createOwnerMessages } from './asks/owner-questions.js';
import { createRecentPages } from './asks/recent-pages.js';
import { createRetention } from './asks/retention.js';
import { createQuestionScrub } from './asks/scrub-question.js';
import { createChannelChoices } from './channels/channel-settings.js';
import type { Author } from './config/guide-authors.js';
import type { DatabaseConfig } from './config.js';
import { dayOf } from './guide/dates.js';
import { overdueInWords } from './guide/freshness.js';
import type { Guide, Page } from './guide/page.js';
import { createPost } from './hooks/post.js';
import { createHookWorker } from './hooks/worker.js';
import { createLiveGuide, isThere } from './live-guide.js';
import { createTelemetry } from './observability.js';
import { createAuthorMessages } from './outbox/author-messages.js';
import { type Clock, systemClock } from './outbox/clock.js';
import type { GuideReport } from './outbox/guide-reports.js';
import { createReminders } from './outbox/reminders.js';
import { version } from './package-file.js';
import { createPageReviews } from './reviews/page-reviews.js';
import type { IndexedGuide } from './search/index.js';
import { createAuthorPublisher } from './slack/api/author-publisher.js';
import { createMessageUrls } from './slack/api/message-urls.js';
import { createOwnerPublisher } from './slack/api/owner-publisher.js';
import { createOwners } from './slack/api/owners.js';
import { createPeople } from './slack/api/people.js';
import { createSlackPublisher } from './slack/api/publisher.js';
import { createReviewPublisher } from './slack/api/review-publisher.js';
import { createViewQueue } from './slack/api/view-queue.js';
import { type SlackSettings, startSlackApp } from './slack/app.js';
import { createPageUrl } from './slack/block-kit/mrkdwn/render-markdown.js';
import { createCommandNames } from './slack/listeners/command-names.js';
import { createPageAt } from './slack/page-at.js';
import { createRateLimits, createSuggestionLimits } from './slack/rate-limits.js';
import { type Feature, SLACKBOT_SCOPE } from './slack/surface.js';
import type { GuideUpdates } from './slack/transport/health.js';
import type { Subtree } from './slack/transport/http-server.js';
import { createInFlight } from './slack/transport/in-flight.js';
import { BODY_LIMITS, createBodyReader } from './slack/transport/read-request.js';
import { cannotPostReason } from './slack/views/notices.js';
import { urlOf } from './slack/views/run-list.js';
import { type DatabaseStatus, openStorage, type Storage } from './storage/open.js';
import type { Logger } from './telemetry/logger.js';
import type { Standing } from './telemetry/metrics.js';
import { createScrub, type Scrub } from './telemetry/scrub.js';
import type { Tracer } from './telemetry/tracing.js';
import { createReadReport } from './wiring/ask-report.js';
import { connectWorkspaces } from './wiring/connect-workspaces.js';
import { type GuideWebhook, guideWebhookRoute } from './wiring/guide-webhook.js';
import { createApiLimits, httpApi } from './wiring/http-api.js';
import type { McpHttpOptions } from './wiring/mcp-http.js';
import { createMeasuredOutbox } from './wiring/outbox-metrics.js';
import { wrapSearch, wrapStores } from './wiring/store-wrappers.js';
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
  /** How many days that is kept; 90 by default. */
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
  const { slack, logger, onFatal, clock = systemClock } = options;
  const programVersion = version();

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

  // What is sent to Slack later: updates of posted checklists, notifications, reminders.
  const pageUrl = createPageUrl(options.guideUrl);
  const { features = [] } = options;
  const today = () => dayOf(new Date(clock.now()));
  const ageOf = (page: Page): string | undefined =>
    overdueInWords(page, { lastChanges: guide().lastChanges, reviews: reviews.days() }, today());
  const messageUrls = createMessageUrls(clientFor);
  // Asked when it is needed: Node's language data takes 9 MiB.
  const workspaceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
  const people = createPeople({
    clientFor,
    workspaceZone,
  });
  const publisher = createSlackPublisher({
    clientFor,
    context: () => ({ pageUrl, guide: guide(), now: new Date(clock.now()) }),
    messageUrls,
  });
  const outbox = createMeasuredOutbox(
    { store: stores.outbox, publisher, logger, clock },
    telemetry.page && telemetry.metrics,
  );
  const reminders = createReminders({
    store: storage.reminders,
    zones: people,
    outbox,
    clock,
    logger,
  });
  const authorMessages = createAuthorMessages({
    store: storage.authorMessages,
    send: createAuthorPublisher(clientFor),
    authors: (options.guideAuthors ?? []).map(({ installation = ONE_WORKSPACE, person }) => ({ installation, person })),
    clock,
    logger,
  });
  // Where there is one workspace, its owners are stored under one name, whatever Slack calls it.
  const own = workspaces === undefined ? ONE_WORKSPACE : undefined;
  // What other programs are told.
  const hooks = createHookWorker({
    store: storage.hooks(keys),
    post: createPost(),
    linkTo: async ({ channel, installation, message, thread }) =>
      message === undefined ? undefined : (await messageUrls(installation))(channel, message, thread),
    userAgent: `Guidepost/${programVersion}`,
    clock,
    logger,
  });
  // What the authors of the guide may learn from what people ask.
  const asks = options.askLog
    ? createAskLog({
        store: stores.asks,
        scrub: createQuestionScrub(options.scrub ?? createScrub()),
        clock: systemClock,
        metrics: telemetry.metrics,
        logger,
      })
    : createNoAskLog(stores.asks);
  const owners = createOwners({ guide, authors: options.guideAuthors ?? [], clientFor, logger });
  const ownerMessages = createOwnerMessages({
    store: stores.ownerQuestions,
    send: createOwnerPublisher(clientFor, pageUrl),
    clock: systemClock,
    logger,
  });
  const reviews = createPageReviews({
    store: stores.reviews,
    guide,
    reads: options.askLog ? stores.asks.readCounts : undefined,
    send: createReviewPublisher(clientFor, today),
    zoneOf: async ({ kind, installation, id: person }) =>
      kind === 'person' ? people.zoneOf({ installation, person }) : workspaceZone(),
    own,
    clock,
    logger,
  });
  const recentPages = createRecentPages({ store: stores.recentPages, clock: systemClock, logger });
  const channels = createChannelChoices({ store: stores.channelSettings, clock: systemClock, logger });
  const retention = createRetention({
    stores: [stores.asks, stores.ownerQuestions, stores.recentPages],
    days: options.retentionDays ?? 90,
    clock: systemClock,
    logger,
  });
  const revisions = followRevisions({ store: storage.revisions, requestUpdate: outbox.requestUpdate, logger });

  // The HTTP API for programs, over the same server. Known once Slack has confirmed the token: the workspace of the app.
  let ownInstallation = async (): Promise<string | undefined> => undefined;
  const readBody = createBodyReader(BODY_LIMITS);
  const apiServices: ApiServices = {
    tokens: storage.accessTokens,
    installationOf: async ({ installation }) => (installation === ONE_WORKSPACE ? ownInstallation() : installation),
    limits: createApiLimits(),
    guide,
    runs: stores.runs,
    outbox,
    nameOf: people.nameOf,
    isPublic: people.isPublic,
    urlOf: async (run) => urlOf(run, { messageUrl: await messageUrls(run.installation) }),
    whyNotPosted: cannotPostReason,
    newId: randomUUID,
    now: () => new Date(clock.now()),
    logger,
    tracer,
  };
  const api = createApi(apiServices, programVersion);
  const limits = createRateLimits(options.rateLimitPerMinute ?? 0);
  const mcpRoutes = options.mcp
    ? await openMcp({
        ...apiServices,
        mcp: {
          mayWrite: options.mcp.mayWrite,
          version: programVersion,
          answers,
          guide,
          pageUrl,
          api: apiServices,
          isInChannel: people.isInChannel,
          ...(asks.isOn && { asks }),
          logger,
        },
        ...(slack.connection.kind !== 'socket' && {
          identity: {
            signingSecret: slack.connection.signingSecret,
            installations: workspaces?.installations,
            ownInstallation: () => ownInstallation(),
            limits,
            pageUrl,
            ageOf,
          },
        }),
        readBody,
      })
    : [];

  const app = await startSlackApp({
    settings: slack,
    features,
    ...(workspaces && {
      workspaces: { ...workspaces, ...(options.mcp?.inSlackbot && { moreScopes: [SLACKBOT_SCOPE] }) },
    }),
    services: {
      answering: {
        answers,
        guide,
        report: createReadReport({ store: stores.asks, isOn: asks.isOn, now: () => new Date(clock.now()) }),
      },
      channels,
      checklists: { runs: stores.runs, outbox, people },
      owners: { ...owners, questions: stores.ownerQuestions, wake: ownerMessages.wake },
      slack: {
        clientFor,
        hasAgentView: features.includes('agent-view'),
        isInstalled,
        replyTo,
        viewQueue: createViewQueue(),
      },
      views: {
        ageOf,
        pageUrl,
        newId: randomUUID,
        commandNames: createCommandNames(),
        messageUrls,
        feedback: (installation) => ({
          onCard: (page) =>
            guide().feedback !== false && (asks.isOn || owners.of(installation, page).owners.length > 0),
          onNothing: () =>
            guide().feedback !== false && owners.of(installation).owners.length > 0 ? 'authors' : undefined,
        }),
        ...(features.includes('link-previews') && { pageAt: createPageAt(guide, pageUrl) }),
      },
      handling: {
        requests,
        limits,
        suggestionLimits: createSuggestionLimits(options.rateLimitPerMinute ?? 0),
        seenEvents: stores.seenEvents,
        conversations: stores.conversations,
        asks,
        recentPages,
        inFlight: createInFlight(),
        now: () => new Date(clock.now()),
      },
      reviews: {
        keep: (page, by) => reviews.keep({ ...page, installation: own ?? page.installation }, by),
        snooze: (page) => reviews.snooze({ ...page, installation: own ?? page.installation }),
        forget: (who) => stores.reviews.forget({ ...who, installation: own ?? who.installation }),
      },
      logger,
    },
    telemetry,
    routes: [
      httpApi(api, { readBody, logger }),
      ...mcpRoutes,
      ...(options.guideWebhook ? [guideWebhookRoute(options.guideWebhook, logger)] : []),
    ],
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
  reviews.start();
  hooks.start();
  asks.start();
  recentPages.start();
  ownerMessages.start();
  retention.start();
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
        reviews.stop(),
        hooks.stop(),
        outbox.stop(),
        asks.stop(),
        ownerMessages.stop(),
        recentPages.stop(),
        retention.stop(),
      ]);
      await storage.close();
    },
  };
}

/** Loaded on demand: a start without the MCP server is as quick as before. */
async function openMcp(options: McpHttpOptions): Promise<readonly Subtree[]> {
  const { httpMcp } = await import('./wiring/mcp-http.js');
  return [httpMcp(options)];
}

/** Load balancers and platforms allow a health check a second or more. It must not be the database that makes it late. */
const HEALTH_MS = 300;

/** The state of the database; `unreachable` if it does not say so in time. */
async function statusInTime(storage: Storage): Promise<DatabaseStatus> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DatabaseStatus>((resolve) => {
    timer = setTimeout(resolve, HEALTH_MS, 'unreachable');
  });
  const status = await Promise.race([storage.status(), late]);
  clearTimeout(timer);
  return status;
}

async function warnIfNotMigrated(storage: Storage, logger: Logger): Promise<void> {
  if ((await storage.status()) !== 'not migrated') return;
  logger.error(
    'The database is not up to date. Run guidepost migrate, as a platform’s release step does, or unset MIGRATE_ON_START. Until then questions are answered, but checklists cannot be saved.',
  );
}

/** What the metrics page says about the present state. Never throws: a database that cannot be reached is a state too. */
async function readStanding(storage: Storage, guide: Guide, slackConnected: boolean | undefined): Promise<Standing> {
  const database = await storage.status();
  const isReadable = database !== 'unreachable' && database !== 'not migrated';
  const backlog = isReadable ? await storage.backlog().catch(() => undefined) : undefined;
  return {
    guide: { revision: guide.revision, pages: guide.pages.length },
    databaseReachable: database !== 'unreachable',
    ...(slackConnected !== undefined && { slackConnected }),
    ...(backlog && { backlog }),
  };
}

/** Compares the open runs with one revision of the guide after the other. */
function followRevisions(parts: Omit<ComparisonParts, 'guide' | 'signal'>) {
  const stopping = new AbortController();
  let last = Promise.resolve();
  return {
    compare(guide: Guide): void {
      // Until it has been fetched, nothing has changed.
      if (!isThere(guide)) return;
      last = last.then(() => compareRevisions({ ...parts, guide, signal: stopping.signal }));
    },
    /** Ends the comparison in progress after its next step. */
    stop(): Promise<void> {
      stopping.abort();
      return last;
    },
  };
}
