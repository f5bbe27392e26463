import { randomUUID } from 'node:crypto';
import { compareEditions } from './answer/compare-editions.js';
import { createAnswers } from './answer/create-answers.js';
import { createOpenRuns } from './answer/create-open-runs.js';
import type { DatabaseConfig } from './config.js';
import { createDelivery } from './delivery/create-delivery.js';
import { createReminders } from './delivery/create-reminders.js';
import { systemClock } from './delivery/system-clock.js';
import type { Guide } from './guide/page.js';
import { createSearch } from './search/create-search.js';
import { createSlackCanvas } from './slack/canvas.js';
import { createMessageUrls } from './slack/message-urls.js';
import { createPageUrl } from './slack/mrkdwn/page-url.js';
import { createPeople } from './slack/people.js';
import { createSlackLogger } from './slack/slack-logger.js';
import { type SlackSettings, startSlackApp } from './slack/start-slack-app.js';
import { createWebClient } from './slack/web-client.js';
import { createWork } from './slack/work.js';
import { createEditionStore } from './storage/create-edition-store.js';
import { createEventDeliveries } from './storage/create-event-deliveries.js';
import { createReminderStore } from './storage/create-reminder-store.js';
import { createDeliveryStore } from './storage/delivery-store/create-delivery-store.js';
import { isReachable } from './storage/is-reachable.js';
import { migrate } from './storage/migrate.js';
import { openDatabase } from './storage/open-database.js';
import { createRunStore } from './storage/run-store/create-run-store.js';
import type { Logger } from './telemetry/logger.js';

export interface AppOptions {
  readonly guide: Guide;
  readonly guideUrl?: string;
  readonly database: DatabaseConfig;
  readonly slack: SlackSettings;
  readonly logger: Logger;
  /** Called once when Slack refuses the app for good. */
  readonly onFatal: (error: Error) => void;
}

export interface RunningApp {
  readonly port: number;
  /** Takes nothing new, finishes what is under way, and closes the database. What is owed to Slack stays on record. */
  stop(): Promise<void>;
}

/** The composition: every part is made here and handed to those that need it. */
export const startApp = async (options: AppOptions): Promise<RunningApp> => {
  const { guide, database: settings, slack, logger, onFatal } = options;
  const database = await openDatabase({ url: settings.url, ...(settings.ssl && { ssl: settings.ssl }) });
  try {
    if (settings.migrateOnStart) await migrate(database);
    const client = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, logger: createSlackLogger(logger) });
    const clientFor = () => client;
    const pageUrl = createPageUrl(options.guideUrl);
    const runs = createRunStore(database);
    const messageUrls = createMessageUrls(clientFor);
    const people = createPeople({
      clientFor,
      workspaceZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      now: systemClock.now,
    });
    const canvas = createSlackCanvas({ clientFor, look: { pageUrl, guide }, messageUrls });
    const delivery = createDelivery({ store: createDeliveryStore(database), canvas, logger, clock: systemClock });
    const reminders = createReminders({
      store: createReminderStore(database),
      zones: people,
      delivery,
      clock: systemClock,
      logger,
    });
    const app = await startSlackApp({
      settings: slack,
      services: {
        answers: createAnswers(guide, createSearch(guide), createOpenRuns(runs, logger)),
        guide,
        runs,
        delivery,
        deliveries: createEventDeliveries(database),
        people,
        clientFor,
        pageUrl,
        messageUrls,
        newId: randomUUID,
        now: () => new Date(),
        logger,
        work: createWork(),
      },
      health: async () => ({
        guide: { revision: guide.revision, pages: guide.pages.length },
        database: (await isReachable(database)) ? 'reachable' : 'unreachable',
      }),
      logger,
      onFatal,
    });
    delivery.resume();
    reminders.resume();
    const stopping = new AbortController();
    const comparing = compareEditions({
      store: createEditionStore(database),
      guide,
      wanted: delivery.wanted,
      logger,
      signal: stopping.signal,
    });
    return {
      port: app.port,
      async stop() {
        stopping.abort();
        await app.stop();
        await Promise.all([comparing, reminders.stop(), delivery.stop()]);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
};
