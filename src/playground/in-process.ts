import type { AppManifest } from '@guidepost/slack-simulator';
import { chooseExamples, createSources } from '../answer/sources.js';
import type { FollowedApp } from '../guide-feed.js';
import { readManifest } from '../read-manifest.js';
import type { IndexedGuide } from '../search/index.js';
import { PARAMETERS } from '../search/parameters.js';
import { createSearch } from '../search/search.js';
import { type Feature, scopes, surface } from '../slack/surface.js';
import { type AppOptions, type RunningApp, startApp } from '../start-app.js';
import { removeSqlite } from '../storage/sqlite-files.js';
import type { Logger } from '../telemetry/logger.js';
import {
  conversationFile,
  type LaunchedApp,
  type LaunchedPlayground,
  launchPlayground,
  type SlackAccess,
} from './launch.js';

export interface InProcessOptions
  extends Pick<
    AppOptions,
    'features' | 'guideUrl' | 'mcp' | 'guideUpdates' | 'guideWebhook' | 'guideAuthors' | 'askLog' | 'retentionDays'
  > {
  readonly guide: IndexedGuide;
  /** The playground's own database. Starting over deletes it. */
  readonly databaseUrl: string;
  /** Port of the page; 0 takes any free port. */
  readonly port: number;
  readonly logger: Logger;
  /** Receives the app, whose guide can be replaced. */
  readonly onStarted?: (app: FollowedApp) => void;
}

/** Guidepost, a simulated Slack and the playground in one process. The app is the same code as in Slack. */
export async function launchInProcess(options: InProcessOptions): Promise<LaunchedPlayground> {
  const { databaseUrl, port, logger } = options;
  let running: LaunchedPlayground | undefined;
  // Answers that people are looking at show the change at once.
  const onReplaced = (): void => void running?.slack.refreshAnswers();
  running = await launchPlayground({
    file: conversationFile(databaseUrl),
    manifest: withFeatures(await readManifest(), options),
    port,
    suggestions: linesToTry(options.guide),
    runApp: (access) => runApp(options, access, onReplaced),
    logger,
  });
  return running;
}

/** The manifest with what is switched on, as docs/in-slack.md has it. */
export function withFeatures(
  manifest: AppManifest,
  { features = [], guideUrl }: { readonly features?: readonly Feature[]; readonly guideUrl?: string | undefined },
): AppManifest {
  const more = scopes(features).filter((scope) => !scopes().includes(scope));
  const host = guideUrl === undefined ? undefined : new URL(guideUrl).hostname;
  return {
    ...manifest,
    scopes: [...manifest.scopes, ...more],
    events: [...manifest.events, ...features.flatMap((feature) => Object.keys(surface.features[feature].events))],
    unfurlDomains: features.includes('link-previews') && host !== undefined ? [host] : [],
    agentView: features.includes('agent-view'),
  };
}

/** What this guide answers: its own questions, then a checklist, the topics and help. */
function linesToTry({ guide, index }: IndexedGuide): string[] {
  const examples = chooseExamples(createSources(guide, createSearch(guide, PARAMETERS, index)));
  const withChecklist = guide.pages.find(({ checklists }) => checklists.length > 0);
  const checklist = withChecklist === undefined ? [] : [`checklist ${withChecklist.slug}`];
  return [...examples, ...checklist, 'topics', 'help'].map((text) => `${surface.commands[0]} ${text}`);
}

async function runApp(
  { guide, databaseUrl, port: _, logger, onStarted, ...options }: InProcessOptions,
  { apiUrl, botToken, signingSecret }: SlackAccess,
  onReplaced: () => void,
): Promise<LaunchedApp> {
  let latest = guide;
  const start = (port: number): Promise<RunningApp> =>
    startApp({
      ...options,
      guide: latest,
      database: { url: databaseUrl, migrateOnStart: true },
      slack: { botToken, connection: { kind: 'http', signingSecret }, apiUrl, port, host: '127.0.0.1' },
      logger,
      onFatal: (error) => logger.error(error.message),
    });
  let app = await start(0);
  const { port } = app;
  onStarted?.({
    guide: () => app.guide(),
    replaceGuide(next) {
      latest = next;
      app.replaceGuide(next);
      onReplaced();
    },
    reportGuide: (report) => app.reportGuide(report),
  });
  return {
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    async startOver() {
      await app.stop();
      await removeSqlite(databaseUrl);
      app = await start(port);
    },
    stop: () => app.stop(),
  };
}
