import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareEditions } from './answer/compare-editions.js';
import { createOpenRuns } from './answer/create-open-runs.js';
import { connectWorkspaces } from './app/connect-workspaces.js';
import { measureRedraws } from './app/measure-redraws.js';
import { readStanding } from './app/read-standing.js';
import { traceCalls } from './app/trace-calls.js';
import { whenReady } from './app/when-ready.js';
import type { DatabaseConfig } from './config.js';
import { createTelemetry } from './create-telemetry.js';
import { createDelivery } from './delivery/create-delivery.js';
import { createReminders } from './delivery/create-reminders.js';
import { systemClock } from './delivery/system-clock.js';
import type { Guide } from './guide/page.js';
import { createGuideOnHand } from './guide-on-hand.js';
import type { IndexedGuide } from './indexed-guide.js';
import { createSlackCanvas } from './slack/canvas.js';
import { createCommandNames } from './slack/command-names.js';
import { createRateLimits, createSuggestionLimits } from './slack/create-rate-limits.js';
import type { HealthState } from './slack/health.js';
import { createMessageUrls } from './slack/message-urls.js';
import { createPageUrl } from './slack/mrkdwn/page-url.js';
import { createPeople } from './slack/people.js';
import { type SlackApp, type SlackSettings, startSlackApp } from './slack/start-slack-app.js';
import { createWork } from './slack/work.js';
import type { Storage } from './storage/open-storage.js';
import type { Logger } from './telemetry/logger.js';
import type { Tracer } from './telemetry/tracer.js';
import { version } from './version.js';

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
  /** Answers from another guide from then on. */
  replaceGuide(next: IndexedGuide): void;
  /** Takes nothing new, finishes what is under way, and closes the database. What is owed to Slack stays on record. */
  stop(): Promise<void>;
}

/** Opening a database keeps the processor busy for a while, and a restart finds people waiting for answers. */
const FIRST_ANSWERS_MS = 50;

/**
 * The composition: every part is made here and handed to those that need it. Questions are answered before it resolves: the
 * database is opened beside the first of them, and presses that need it wait for it.
 * @throws CannotOpenDatabase, DatabaseTooNew
 */
export const startApp = async (options: AppOptions): Promise<RunningApp> => {
  const { database, slack, logger, onFatal } = options;
  const programVersion = version();
  const opening = openBeside(database);
  const telemetry = await createTelemetry({
    logger,
    version: programVersion,
    metricsToken: options.metricsToken,
    tracer: options.tracer,
    standing: () => readStanding({ opening, guide: guide(), isConnected: running?.isConnected() }),
  });
  const { calls, requests, tracer } = telemetry;
  const redraws = telemetry.page && measureRedraws(telemetry.metrics);
  const follow = <T extends object>(name: string, part: T): T => traceCalls(tracer, name, part);
  const pageUrl = createPageUrl(options.guideUrl);
  const { clientFor, isInstalled, through, workspaces } = connectWorkspaces(
    { slack, database, logger, calls },
    opening,
  );
  const runs = follow('database runs', through(whenReady(opening.then((storage) => storage.runs))));
  const { answers, guide, replace } = createGuideOnHand(options, createOpenRuns(runs, logger), (search) =>
    follow('search', search),
  );
  const messageUrls = createMessageUrls(clientFor);
  const people = createPeople({
    clientFor,
    workspaceZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: systemClock.now,
  });
  const canvas = createSlackCanvas({ clientFor, look: () => ({ pageUrl, guide: guide() }), messageUrls });
  const deliveries = follow('database deliveries', through(whenReady(opening.then((storage) => storage.deliveries))));
  const worker = createDelivery({
    store: redraws?.store(deliveries) ?? deliveries,
    canvas: redraws?.canvas(canvas) ?? canvas,
    logger,
    clock: systemClock,
  });
  const delivery = redraws?.delivery(worker) ?? worker;
  const reminders = createReminders({
    store: follow('database reminders', whenReady(opening.then((storage) => storage.reminders))),
    zones: people,
    delivery,
    clock: systemClock,
    logger,
  });
  const closeDatabase = async (): Promise<void> => {
    const storage = await opening.catch(() => undefined);
    await storage?.close();
  };
  let running: SlackApp | undefined;
  try {
    running = await startSlackApp({
      settings: slack,
      ...(workspaces && { workspaces }),
      services: {
        answers,
        guide,
        runs,
        delivery,
        deliveries: follow('database eventDeliveries', whenReady(opening.then((storage) => storage.eventDeliveries))),
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
        database: await stateOf(opening),
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
    const stopping = new AbortController();
    const editions = follow('database editions', whenReady(opening.then((storage) => storage.editions)));
    const compare = (): Promise<void> =>
      compareEditions({ store: editions, guide: guide(), wanted: delivery.wanted, logger, signal: stopping.signal });
    let comparing = compare();
    return {
      port: app.port,
      guide,
      replaceGuide(next) {
        replace(next);
        comparing = comparing.then(compare);
      },
      async stop() {
        stopping.abort();
        delivery.waitForNobody();
        await app.stop();
        await Promise.all([comparing, reminders.stop(), delivery.stop()]);
        await closeDatabase();
      },
    };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
};

const openBeside = async (database: DatabaseConfig): Promise<Storage> => {
  await sleep(FIRST_ANSWERS_MS);
  // Loaded here: the first answers need none of it.
  const { openStorage } = await import('./storage/open-storage.js');
  return await openStorage(database);
};

const stateOf = async (opening: Promise<Storage>): Promise<HealthState['database']> => {
  const storage = await Promise.race([opening, Promise.resolve('opening' as const)]);
  if (storage === 'opening') return storage;
  return (await storage.isReachable()) ? 'reachable' : 'unreachable';
};
