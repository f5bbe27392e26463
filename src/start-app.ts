import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ComparisonParts, compareEditions } from './answer/compare-editions.js';
import { createOpenRuns } from './answer/create-open-runs.js';
import type { DatabaseConfig } from './config.js';
import { createReminders } from './delivery/create-reminders.js';
import { systemClock } from './delivery/system-clock.js';
import type { Guide } from './guide/page.js';
import { createGuideOnHand } from './guide-on-hand.js';
import type { IndexedGuide } from './indexed-guide.js';
import { createTelemetry } from './observability.js';
import { version } from './package-file.js';
import { createSlackCanvas } from './slack/canvas.js';
import { createCommandNames } from './slack/command-names.js';
import { createRateLimits, createSuggestionLimits } from './slack/create-rate-limits.js';
import type { HealthState } from './slack/health.js';
import { createMessageUrls } from './slack/message-urls.js';
import { createPageUrl } from './slack/mrkdwn/page-url.js';
import { createPeople } from './slack/people.js';
import type { SlackSettings } from './slack/slack-settings.js';
import { type SlackApp, startSlackApp } from './slack/start-slack-app.js';
import { createWork } from './slack/work.js';
import type { Storage } from './storage/open-storage.js';
import type { Logger } from './telemetry/logger.js';
import type { Backlog, Standing } from './telemetry/metrics.js';
import type { Tracer } from './telemetry/tracing.js';
import { connectWorkspaces } from './wiring/connect-workspaces.js';
import { createMeasuredDelivery } from './wiring/outbox-metrics.js';
import { createStores, traceCalls } from './wiring/store-wrappers.js';

export interface AppOptions extends IndexedGuide {
  readonly guideUrl?: string;
  readonly database: DatabaseConfig;
  readonly slack: SlackSettings;
  /** Requests that one person may send in a minute; 0, the default, is without limit. */
  readonly rateLimitPerMinute?: number;
  readonly logger: Logger;
  /** Who brings it may read the metrics; without it there are none. */
  readonly metricsToken?: string;
  /** Follows requests through their parts, where somebody collects that. */
  readonly tracer?: Tracer;
  /** Called once when Slack refuses the app for good. */
  readonly onFatal: (error: Error) => void;
}

export interface RunningApp {
  readonly port: number;
  /** The guide that is answered from now. */
  guide(): Guide;
  /** Answers from another guide, as soon as that is opened beside the answers. */
  replaceGuide(next: IndexedGuide): Promise<void>;
  /** Takes nothing new, finishes what is under way, and closes the database. What is owed to Slack stays on record. */
  stop(): Promise<void>;
}

/**
 * The composition: every part is made here and handed to those that need it. Questions are answered before it resolves: the
 * database is opened beside the first of them, and presses that need it wait for it.
 * @throws CannotOpenDatabase, DatabaseTooNew
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { slack, logger, onFatal } = options;
  const programVersion = version();
  const database = openDatabaseBeside(options.database, logger);
  const { opening } = database;
  const telemetry = await createTelemetry({
    logger,
    version: programVersion,
    metricsToken: options.metricsToken,
    tracer: options.tracer,
    standing: () => readStanding({ opening, guide: guide(), isConnected: running?.isConnected() }),
  });
  const { calls, requests, tracer } = telemetry;
  const pageUrl = createPageUrl(options.guideUrl);
  const { clientFor, isInstalled, through, workspaces } = connectWorkspaces(
    { slack, database: options.database, logger, calls },
    opening,
  );
  const stores = createStores(opening, { tracer, through });
  const { answers, guide, replace, prepare } = createGuideOnHand(
    options,
    createOpenRuns(stores.runs, logger),
    (search) => traceCalls(tracer, 'search', search),
  );
  const messageUrls = createMessageUrls(clientFor);
  const people = createPeople({
    clientFor,
    workspaceZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: systemClock.now,
  });
  const canvas = createSlackCanvas({ clientFor, look: () => ({ pageUrl, guide: guide() }), messageUrls });
  const delivery = createMeasuredDelivery(
    { store: stores.deliveries, canvas, logger, clock: systemClock },
    telemetry.page && telemetry.metrics,
  );
  const reminders = createReminders({
    store: stores.reminders,
    zones: people,
    delivery,
    clock: systemClock,
    logger,
  });
  let running: SlackApp | undefined;
  try {
    running = await startSlackApp({
      settings: slack,
      ...(workspaces && { workspaces }),
      services: {
        answers,
        guide,
        runs: stores.runs,
        delivery,
        deliveries: stores.eventDeliveries,
        people,
        clientFor,
        isInstalled,
        limits: createRateLimits(options.rateLimitPerMinute ?? 0),
        suggestionLimits: createSuggestionLimits(options.rateLimitPerMinute ?? 0),
        pageUrl,
        messageUrls,
        commandNames: createCommandNames(),
        newId: randomUUID,
        now: () => new Date(),
        logger,
        requests,
        work: createWork(),
      },
      telemetry,
      health: async () => ({
        version: programVersion,
        guide: { revision: guide().revision, pages: guide().pages.length },
        database: await database.state(),
      }),
      logger,
      onFatal,
    });
    const app = running;
    await opening.catch(async (error: unknown) => {
      await app.stop();
      throw error;
    });
    delivery.resume();
    reminders.resume();
    const editions = followEditions({ store: stores.editions, wanted: delivery.wanted, logger });
    editions.compare(guide());
    const preparing = prepare();
    return {
      port: app.port,
      guide,
      async replaceGuide(next) {
        await replace(next);
        editions.compare(next.guide);
      },
      async stop() {
        const compared = editions.stop();
        delivery.waitForNobody();
        await app.stop();
        await Promise.all([preparing, compared, reminders.stop(), delivery.stop()]);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Compares the runs under way with one edition of the guide after the other. */
export interface EditionsFollowed {
  /** Returns at once. */
  compare(guide: ComparisonParts['guide']): void;
  /** Ends the comparison under way after its next step. */
  stop(): Promise<void>;
}

export function followEditions(parts: Omit<ComparisonParts, 'guide' | 'signal'>): EditionsFollowed {
  const stopping = new AbortController();
  let last = Promise.resolve();
  return {
    compare(guide) {
      last = last.then(() => compareEditions({ ...parts, guide, signal: stopping.signal }));
    },
    stop() {
      stopping.abort();
      return last;
    },
  };
}

export interface StandingSource {
  readonly opening: Promise<Storage>;
  readonly guide: Guide;
  /** Whether Slack has told who the app is, where that is one answer. */
  readonly isConnected: boolean | undefined;
}

/** How things stand, for the metrics. Never throws: a database that is away is told as that. */
export async function readStanding({ opening, guide, isConnected }: StandingSource): Promise<Standing> {
  const storage = await Promise.race([opening, Promise.resolve(undefined)]).catch(() => undefined);
  const database = (await storage?.standing()) ?? 'unreachable';
  const databaseReachable = database !== 'unreachable';
  const backlog = database === 'reachable' ? await backlogOf(storage) : undefined;
  return {
    guide: { revision: guide.revision, pages: guide.pages.length },
    databaseReachable,
    ...(isConnected !== undefined && { slackConnected: isConnected }),
    ...(backlog && { backlog }),
  };
}

function backlogOf(storage: Storage | undefined): Promise<Backlog | undefined> {
  return storage === undefined ? Promise.resolve(undefined) : storage.backlog().catch(() => undefined);
}

/** A database that is opened beside the first answers. */
export interface DatabaseBeside {
  /** Rejects with CannotOpenDatabase or DatabaseTooNew. */
  readonly opening: Promise<Storage>;
  /** Never throws: for the health check. */
  state(): Promise<HealthState['database']>;
  /** Waits for the opening first. */
  close(): Promise<void>;
}

/** Opening a database keeps the processor busy for a while, and a restart finds people waiting for answers. */
const FIRST_ANSWERS_MS = 50;

export function openDatabaseBeside(database: DatabaseConfig, logger: Logger): DatabaseBeside {
  const opening = openLater(database);
  opening.then((storage) => tellWhatIsMissing(storage, logger)).catch(() => {});
  return {
    opening,
    async state() {
      const storage = await Promise.race([opening, Promise.resolve('opening' as const)]);
      if (storage === 'opening') return storage;
      return await storage.standing();
    },
    async close() {
      const storage = await opening.catch(() => undefined);
      await storage?.close();
    },
  };
}

async function openLater(database: DatabaseConfig): Promise<Storage> {
  await sleep(FIRST_ANSWERS_MS);
  // Loaded here: the first answers need none of it.
  const { openStorage } = await import('./storage/open-storage.js');
  return await openStorage(database);
}

async function tellWhatIsMissing(storage: Storage, logger: Logger): Promise<void> {
  if ((await storage.standing()) !== 'not migrated') return;
  logger.error(
    'The database of DATABASE_URL is not up to date: run guidepost migrate, as a platform’s release step does, or unset MIGRATE_ON_START. Questions are answered meanwhile; checklists cannot be kept.',
  );
}
