import { randomUUID } from 'node:crypto';
import { createOpenRuns } from './answer/create-open-runs.js';
import { connectWorkspaces } from './app/connect-workspaces.js';
import { createMeasuredOutbox } from './app/create-measured-delivery.js';
import { createStores } from './app/create-stores.js';
import { followRevisions } from './app/follow-editions.js';
import { openDatabaseBeside } from './app/open-database-beside.js';
import { readStanding } from './app/read-standing.js';
import { traceCalls } from './app/trace-calls.js';
import type { DatabaseConfig } from './config.js';
import { createTelemetry } from './create-telemetry.js';
import type { Guide } from './guide/page.js';
import { createGuideOnHand } from './guide-on-hand.js';
import type { IndexedGuide } from './indexed-guide.js';
import { systemClock } from './outbox/clock.js';
import { createReminders } from './outbox/reminders.js';
import { createSlackPublisher } from './slack/canvas.js';
import { createCommandNames } from './slack/command-names.js';
import { createRateLimits, createSuggestionLimits } from './slack/create-rate-limits.js';
import { createMessageUrls } from './slack/message-urls.js';
import { createPageUrl } from './slack/mrkdwn/page-url.js';
import { createPeople } from './slack/people.js';
import type { SlackSettings } from './slack/slack-settings.js';
import { type SlackApp, startSlackApp } from './slack/start-slack-app.js';
import { createWork } from './slack/work.js';
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
    now: systemClock.now,
  });
  const publisher = createSlackPublisher({ clientFor, look: () => ({ pageUrl, guide: guide() }), messageUrls });
  const outbox = createMeasuredOutbox(
    { store: stores.outbox, publisher, logger, clock: systemClock },
    telemetry.page && telemetry.metrics,
  );
  const reminders = createReminders({
    store: stores.reminders,
    zones: people,
    outbox,
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
        outbox,
        seenEvents: stores.seenEvents,
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
    outbox.start();
    reminders.start();
    const revisions = followRevisions({ store: stores.revisions, requestUpdate: outbox.requestUpdate, logger });
    revisions.compare(guide());
    const preparing = prepare();
    return {
      port: app.port,
      guide,
      async replaceGuide(next) {
        await replace(next);
        revisions.compare(next.guide);
      },
      async stop() {
        const compared = revisions.stop();
        outbox.stopWaiting();
        await app.stop();
        await Promise.all([preparing, compared, reminders.stop(), outbox.stop()]);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
