import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { type Environment, secretsOf } from './config/environment.js';
import type { SlackMode } from './config/slack-mode.js';
import { type Config, readConfig } from './config.js';
import { explainError } from './explain-error.js';
import type { Guide } from './guide/page.js';
import { type FollowedApp, type GuideFeed, openGuideFeed } from './guide-feed.js';
import { type Log, openLog } from './observability.js';
import { version } from './package-file.js';
import type { LaunchedPlayground } from './playground/launch.js';
import type { ManyWorkspaces, OneWorkspace } from './slack/app.js';
import { startApp } from './start-app.js';
import type { Logger } from './telemetry/logger.js';
import { createScrub } from './telemetry/scrub.js';
import { openTracing } from './telemetry/tracing.js';

/** What the server needs of its process; handed in, so that it can run inside a test. */
export interface ServeOptions {
  readonly environment: Environment;
  readonly write: (text: string) => void;
  /** Where lines of JSON go in production, such as standard output; without it they go to `write`. */
  readonly logOutput?: Writable;
  /** Aborted when the process is asked to stop. */
  readonly stopRequested: AbortSignal;
  /** Receives the function that reads the guide again. */
  readonly onReloadRequested?: (reload: () => Promise<void>) => void;
  /** Receives the address of the playground's page, if the playground runs. */
  readonly opened?: (url: string) => void;
  /** Receives the function to call after an error that nothing caught. */
  readonly onCrash?: (report: (error: unknown) => Promise<void>) => void;
}

/**
 * Runs the server until it is asked to stop; without settings for Slack it runs the playground instead.
 * @returns the process's exit code: 0 after a clean stop, 1 with an explanation if it cannot run
 */
export async function serve(options: ServeOptions): Promise<number> {
  const { environment, write, logOutput: output } = options;
  let log: Log | undefined;
  let feed: GuideFeed | undefined;
  let guideInUse: (() => Guide) | undefined;
  try {
    const config = readConfig(environment);
    log = openLog({ config, environment, write, output, revision: () => guideInUse?.().revision });
    const { logger, close } = log;
    options.onCrash?.(async (error) => {
      logger.error('The program stops because of an unexpected error', { error });
      await close();
    });
    feed = await openGuideFeed({ config, environment, logger, stopRequested: options.stopRequested });
    const { reload, follow } = feed;
    const started: Started = {
      options,
      config,
      logger,
      feed,
      onStarted(app) {
        guideInUse = app.guide;
        follow(app);
        options.onReloadRequested?.(reload);
      },
    };
    const { mode } = config;
    await (mode.kind === 'playground' ? runPlayground(started) : runServer(started, mode));
    await close();
    return 0;
  } catch (error) {
    const explanation = explainError(error);
    // A log collector that expects JSON would miss a plain line.
    if (log?.isJson) log.logger.error(explanation);
    else write(`${createScrub(secretsOf(environment))(explanation)}\n`);
    await log?.close();
    return 1;
  } finally {
    await feed?.stop();
  }
}

/** What is ready before the app starts. */
interface Started {
  readonly options: ServeOptions;
  readonly config: Config;
  readonly logger: Logger;
  readonly feed: GuideFeed;
  readonly onStarted: (app: FollowedApp) => void;
}

/** What the app needs to know of the guide. */
function guideOptions({ feed, config }: Started) {
  return {
    guide: feed.guide,
    guideUpdates: feed.updates,
    guideAuthors: config.guideAuthors,
    ...(feed.webhook && { guideWebhook: feed.webhook }),
    features: config.features,
    ...(config.guideUrl && { guideUrl: config.guideUrl }),
  };
}

function askLogOptions({ askLog, retentionDays }: Config) {
  return { askLog, retentionDays };
}

type RealMode = Exclude<SlackMode, { kind: 'playground' }>;

/** Any interval keeps the process alive. */
const KEEP_ALIVE_MS = 60_000;

async function runServer(started: Started, mode: RealMode): Promise<void> {
  const { options, config, logger, onStarted } = started;
  const scrub = createScrub(secretsOf(options.environment));
  const tracing = config.tracing ? await openTracing({ version: version(), logger, scrub }) : undefined;
  const fatal = new AbortController();
  const app = await startApp({
    ...guideOptions(started),
    logger,
    database: config.database,
    rateLimitPerMinute: config.rateLimitPerMinute,
    ...(config.mcp && { mcp: config.mcp }),
    ...askLogOptions(config),
    scrub,
    slack: {
      ...connectionTo(mode),
      port: config.port,
      ...(config.host && { host: config.host }),
      ...(config.slackApiUrl && { apiUrl: config.slackApiUrl }),
    },
    ...(config.metricsToken && { metricsToken: config.metricsToken }),
    ...(tracing && { tracer: tracing.tracer }),
    onFatal: (error) => fatal.abort(error),
  });
  onStarted(app);
  const { pages, revision } = app.guide();
  const does = pages.length === 0 ? 'waits for its guide' : `answers from ${pages.length} pages`;
  logger.info(`Guidepost ${version()} ${does}, listening on port ${app.port}${MODES[mode.kind]}`, { revision });
  await whenAborted(AbortSignal.any([options.stopRequested, fatal.signal]));
  // Once the port is closed, only this timer keeps the process alive until the work in progress is finished.
  const keepAlive = setInterval(() => {}, KEEP_ALIVE_MS);
  await app.stop().finally(() => clearInterval(keepAlive));
  await tracing?.close();
  if (fatal.signal.aborted) throw fatal.signal.reason;
  logger.info('Stopped');
}

const MODES = { http: '', socket: ' (Socket Mode)', workspaces: ', for many workspaces' } as const;

function connectionTo(mode: RealMode): OneWorkspace | ManyWorkspaces {
  switch (mode.kind) {
    case 'http':
      return { botToken: mode.botToken, connection: { kind: 'http', signingSecret: mode.signingSecret } };
    case 'socket':
      return { botToken: mode.botToken, connection: { kind: 'socket', appToken: mode.appToken } };
    case 'workspaces':
      return { connection: { ...mode, kind: 'oauth' } };
  }
}

/** How to try what a pipeline does: docs/release.sh does it. */
function apiHint({ app, slack }: LaunchedPlayground, databaseUrl: string): string {
  const channel = slack.workspace.snapshot().channels.find(({ name }) => name === 'deployments');
  if (app.eventsUrl === undefined || channel === undefined) return '';
  return `For the HTTP API: ${new URL(app.eventsUrl).origin} with a token of DATABASE_URL=${databaseUrl} npx guidepost token create --name ci --channels ${channel.id} --may start,tick,gate\n`;
}

async function runPlayground(started: Started): Promise<void> {
  const { options, config, logger, onStarted } = started;
  // Loaded on demand: a server for the real Slack needs no simulated one.
  const { launchInProcess } = await import('./playground/in-process.js');
  const { guideWarning } = await import('./playground/launch.js');
  const playground = await launchInProcess({
    ...guideOptions(started),
    ...(config.mcp && { mcp: config.mcp }),
    logger,
    ...askLogOptions(config),
    databaseUrl: config.database.url,
    port: config.port,
    onStarted,
  });
  started.feed.outcomes.listen((outcome) => playground.warn(guideWarning(outcome)));
  options.write(
    `Guidepost playground: ${playground.url} (Slack is not configured; see the README). Press Ctrl+C to stop.\n`,
  );
  // Not a real secret: the simulated Slack makes a new one at each start.
  options.write(
    `To send requests by hand: ${playground.app.eventsUrl} with the signing secret ${playground.access.signingSecret}\n`,
  );
  options.write(apiHint(playground, config.database.url));
  options.opened?.(playground.url);
  await whenAborted(options.stopRequested);
  await playground.stop();
}

/** Resolves when the signal is aborted; at once if it already is. */
export async function whenAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
