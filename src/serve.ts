import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { type Environment, secretsOf } from './config/environment.js';
import type { SlackMode } from './config/slack-mode.js';
import { type Config, readConfig } from './config.js';
import { explainError } from './explain-error.js';
import type { GuideSource } from './guide/load.js';
import type { Guide } from './guide/page.js';
import { formatProblem, listProblems } from './guide/problem.js';
import { startWatch, type Watch } from './guide/watch-files.js';
import { readGuideInWorker } from './guide-worker/read-guide.js';
import { type LoadedGuide, loadBuiltGuide } from './indexed-guide.js';
import { createReload, type ReloadOutcome } from './live-guide.js';
import { type Log, openLog } from './observability.js';
import { shippedSnapshot, version } from './package-file.js';
import type { IndexedGuide } from './search/index.js';
import type { ManyWorkspaces, OneWorkspace } from './slack/app.js';
import { type RunningApp, startApp } from './start-app.js';
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
  let guideInUse: (() => Guide) | undefined;
  let watch: Watch | undefined;
  try {
    const config = readConfig(environment);
    log = openLog({ config, environment, write, output, revision: () => guideInUse?.().revision });
    const { logger, close } = log;
    options.onCrash?.(async (error) => {
      logger.error('The program stops because of an unexpected error', { error });
      await close();
    });
    const source = { folder: config.guideDir, snapshot: shippedSnapshot(), guideUrl: config.guideUrl };
    // Before the guide is read: an edit until the app runs is reloaded then.
    watch = config.guideWatch ? watchGuide(config, logger) : undefined;
    const guide = (await loadBuiltGuide(source)) ?? (await readGuideInWorker(source));
    logProblems(guide, config, logger);
    const started: Started = {
      options,
      config,
      logger,
      guide,
      watch,
      reloads: createReports<ReloadOutcome>({ isRefused: false, errors: guide.errors.map(formatProblem) }),
      onStarted(app) {
        guideInUse = app.guide;
        reloadOnRequest(app, source, started);
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
    watch?.stop();
  }
}

/** What is ready before the app starts. */
interface Started {
  readonly options: ServeOptions;
  readonly config: Config;
  readonly logger: Logger;
  readonly guide: IndexedGuide;
  readonly watch: Watch | undefined;
  /** How the last reload went. */
  readonly reloads: Reports<ReloadOutcome>;
  readonly onStarted: (app: Pick<RunningApp, 'guide' | 'replaceGuide'>) => void;
}

type RealMode = Exclude<SlackMode, { kind: 'playground' }>;

/** Any interval keeps the process alive. */
const KEEP_ALIVE_MS = 60_000;

async function runServer({ options, config, logger, guide, onStarted }: Started, mode: RealMode): Promise<void> {
  const scrub = createScrub(secretsOf(options.environment));
  const tracing = config.tracing ? await openTracing({ version: version(), logger, scrub }) : undefined;
  const fatal = new AbortController();
  const app = await startApp({
    guide,
    logger,
    database: config.database,
    rateLimitPerMinute: config.rateLimitPerMinute,
    slack: {
      ...connectionTo(mode),
      port: config.port,
      ...(config.host && { host: config.host }),
      ...(config.slackApiUrl && { apiUrl: config.slackApiUrl }),
    },
    ...(config.guideUrl && { guideUrl: config.guideUrl }),
    ...(config.metricsToken && { metricsToken: config.metricsToken }),
    ...(tracing && { tracer: tracing.tracer }),
    onFatal: (error) => fatal.abort(error),
  });
  onStarted(app);
  logger.info(
    `Guidepost ${version()} answers from ${app.guide().pages.length} pages, listening on port ${app.port}${MODES[mode.kind]}`,
    { revision: app.guide().revision },
  );
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

async function runPlayground({ options, config, logger, guide, reloads, onStarted }: Started): Promise<void> {
  // Loaded on demand: a server for the real Slack needs no simulated one.
  const { launchInProcess } = await import('./playground/in-process.js');
  const { guideWarning } = await import('./playground/guide-warning.js');
  const playground = await launchInProcess({
    guide,
    logger,
    ...(config.guideUrl && { guideUrl: config.guideUrl }),
    databaseUrl: config.database.url,
    port: config.port,
    onStarted,
  });
  reloads.listen((outcome) => playground.warn(guideWarning(outcome)));
  options.write(
    `Guidepost playground: ${playground.url} (Slack is not configured; see the README). Press Ctrl+C to stop.\n`,
  );
  // Not a real secret: the simulated Slack makes a new one at each start.
  options.write(
    `To send requests by hand: ${playground.app.eventsUrl} with the signing secret ${playground.access.signingSecret}\n`,
  );
  options.opened?.(playground.url);
  await whenAborted(options.stopRequested);
  await playground.stop();
}

/** Reads the guide again on request and, with GUIDE_WATCH, after each change to its files. */
function reloadOnRequest(
  { guide: current, replaceGuide: replace }: Pick<RunningApp, 'guide' | 'replaceGuide'>,
  source: GuideSource,
  { options, config, logger, watch, reloads }: Started,
): void {
  const reload = createReload({
    load: () => readGuideInWorker(source),
    current,
    replace(next) {
      logProblems(next, config, logger);
      replace(next);
    },
    folder: config.guideDir,
    logger,
    onReloaded: reloads.report,
  });
  options.onReloadRequested?.(reload);
  watch?.listen(() => void reload());
  options.stopRequested.addEventListener('abort', () => watch?.stop());
}

/** Without it, only a reload on request is missing. */
function watchGuide({ guideDir }: Config, logger: Logger): Watch | undefined {
  try {
    return startWatch([guideDir]);
  } catch (error) {
    logger.warn(`Changes of the guide are not followed: ${guideDir} cannot be watched`, { error });
    return undefined;
  }
}

/** The last value of something that is reported now and then, for a listener that comes later. */
interface Reports<T> {
  readonly report: (value: T) => void;
  /** Calls the listener with the last value, and with every later one. */
  listen(listener: (value: T) => void): void;
}

function createReports<T>(first: T): Reports<T> {
  let last = first;
  let tell = (_: T): void => {};
  return {
    report(value) {
      last = value;
      tell(value);
    },
    listen(listener) {
      tell = listener;
      listener(last);
    },
  };
}

/** In one line of the log. `check` lists all of them. */
const MAX_LOGGED_ERRORS = 20;

function logProblems({ guide, errors, warnings }: LoadedGuide, { guideDir }: Config, logger: Logger): void {
  const toList = `To list them: guidepost check ${guideDir}`;
  if (errors.length > 0) {
    const { length } = guide.leftOut;
    const list = listProblems(guideDir, errors.slice(0, MAX_LOGGED_ERRORS));
    logger.warn(
      `${length === 1 ? 'A file is' : `${length} files are`} left out of the guide because of errors. ${toList}\n${list}`,
    );
  }
  if (warnings > 0) logger.warn(`The guide has ${warnings} warning${warnings === 1 ? '' : 's'}. ${toList}`);
}

/** Resolves when the signal is aborted; at once if it already is. */
export async function whenAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
