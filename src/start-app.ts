import { randomUUID } from 'node:crypto';
import { createOpenRuns } from './answer/create-open-runs.js';
import { connectWorkspaces } from './app/connect-workspaces.js';
import { createMeasuredDelivery } from './app/create-measured-delivery.js';
import { createStores } from './app/create-stores.js';
import { followEditions } from './app/follow-editions.js';
import { openDatabaseBeside } from './app/open-database-beside.js';
import { readStanding } from './app/read-standing.js';
import { traceCalls } from './app/trace-calls.js';
import type { DatabaseConfig } from './config.js';
import { createTelemetry } from './create-telemetry.js';
import { createReminders } from './delivery/create-reminders.js';
import { systemClock } from './delivery/system-clock.js';
import type { Guide } from './guide/page.js';
import { createGuideOnHand } from './guide-on-hand.js';
import type { IndexedGuide } from './indexed-guide.js';
import { createMessageUrls } from './slack/api/message-urls.js';
import { createPeople } from './slack/api/people.js';
import { createSlackPublisher } from './slack/api/publisher.js';
import { type SlackApp, type SlackSettings, startSlackApp } from './slack/app.js';
import { createPageUrl } from './slack/block-kit/mrkdwn/render-markdown.js';
import { createCommandNames } from './slack/listeners/command-names.js';
import { createRateLimits, createSuggestionLimits } from './slack/rate-limits.js';
import { createInFlight } from './slack/transport/in-flight.js';
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
  });
  const canvas = createSlackPublisher({ clientFor, context: () => ({ pageUrl, guide: guide() }), messageUrls });
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
        answering: { answers, guide },
        checklists: { runs: stores.runs, outbox: delivery, people },
        slack: { clientFor, isInstalled },
        views: { pageUrl, newId: randomUUID, commandNames: createCommandNames(), messageUrls },
        handling: {
          requests,
          limits: createRateLimits(options.rateLimitPerMinute ?? 0),
          suggestionLimits: createSuggestionLimits(options.rateLimitPerMinute ?? 0),
          seenEvents: stores.eventDeliveries,
          inFlight: createInFlight(),
          now: () => new Date(),
        },
        logger,
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
