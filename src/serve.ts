import type { Environment } from './config/environment.js';
import type { SlackMode } from './config/read-slack-mode.js';
import { secretsOf } from './config/secrets-of.js';
import { readConfig } from './config.js';
import { createReload } from './create-reload.js';
import { explainError } from './explain-error.js';
import { loadGuide } from './guide/load-guide.js';
import type { Guide } from './guide/page.js';
import type { GuideSource } from './guide/read-guide.js';
import type { IndexedGuide } from './indexed-guide.js';
import { type Log, openLog } from './open-log.js';
import { openTracing } from './open-tracing.js';
import { readGuideBeside } from './read-guide-beside.js';
import { readShippedIndex } from './shipped-index.js';
import { shippedSnapshot } from './shipped-snapshot.js';
import type { ManyWorkspaces, OneWorkspace } from './slack/slack-settings.js';
import { type RunningApp, startApp } from './start-app.js';
import { createScrub } from './telemetry/create-scrub.js';
import { version } from './version.js';
import { watchSettled } from './watch/watch-settled.js';
import { whenAborted } from './when-aborted.js';

/** The process around the server: handed in, so that it can be run in a test. */
export interface ServeOptions {
  readonly environment: Environment;
  readonly write: (text: string) => void;
  /** Where lines of JSON are written beside the answers, such as 1; without it, `write` takes each at once. */
  readonly logDescriptor?: number;
  /** Aborted when the process is asked to stop. */
  readonly stopRequested: AbortSignal;
  /** Is given what to call when the guide is to be read again. */
  readonly onReloadRequested?: (reload: () => Promise<void>) => void;
  /** Told the address of the playground's page, where that is what runs. */
  readonly opened?: (url: string) => void;
  /** Is given what to call when something was thrown that nobody caught. */
  readonly onCrash?: (report: (error: unknown) => Promise<void>) => void;
}

/** Any time will do: the timer is there, that is all. */
const HOLD_MS = 60_000;

/**
 * Runs the server, or the playground where Slack is not configured, until it is asked to stop.
 * @returns the process's exit code: 0 after a clean stop, 1 with an explanation where it cannot run
 */
export async function serve({
  environment,
  write,
  logDescriptor,
  stopRequested,
  onReloadRequested,
  opened,
  onCrash,
}: ServeOptions): Promise<number> {
  const scrub = createScrub(secretsOf(environment));
  const say = (line: string): void => write(`${scrub(line)}\n`);
  let log: Log | undefined;
  let answering: (() => Guide) | undefined;
  try {
    const config = readConfig(environment);
    log = openLog({
      config,
      environment,
      write,
      descriptor: logDescriptor,
      revision: () => answering?.().revision,
    });
    const { logger, close } = log;
    onCrash?.(async (error) => {
      logger.error('The program ends: something failed that nobody foresaw', { error });
      await close();
    });
    const source: GuideSource = { folder: config.guideDir, snapshot: shippedSnapshot(), guideUrl: config.guideUrl };
    const tellOf = (warnings: number): void => {
      if (warnings === 0) return;
      logger.warn(
        `The guide has ${warnings} warning${warnings === 1 ? '' : 's'}: guidepost check ${config.guideDir} lists them`,
      );
    };
    const load = async (): Promise<IndexedGuide> => {
      const read = await readGuideBeside({ ...source, isAwaited: config.guideWatch });
      tellOf(read.warnings);
      return read;
    };
    const reloadWhenAsked = ({
      guide: current,
      replaceGuide: replace,
    }: Pick<RunningApp, 'guide' | 'replaceGuide'>): void => {
      const reload = createReload({ load, current, replace, logger });
      onReloadRequested?.(reload);
      if (config.guideWatch)
        stopRequested.addEventListener(
          'abort',
          watchSettled([config.guideDir], () => void reload()),
        );
    };
    // Here, as nobody is answered yet: it takes longer to hand a guide over.
    const { guide, warnings } = await loadGuide(source);
    tellOf(warnings.length);
    const shared = { guide, logger, ...(config.guideUrl && { guideUrl: config.guideUrl }) };
    if (config.mode.kind === 'playground') {
      // Loaded here: a server before the real Slack needs no simulated one.
      const { launchInProcess } = await import('./playground/in-process.js');
      const playground = await launchInProcess({
        ...shared,
        databaseUrl: config.database.url,
        port: config.port,
        onStarted: reloadWhenAsked,
      });
      write(
        `Guidepost playground: ${playground.url} (Slack is not configured; the README says how). Stop it with Ctrl+C.\n`,
      );
      // The secret is one of today's, made up for the simulated Slack.
      write(
        `Requests by hand: ${playground.app.eventsUrl} with the signing secret ${playground.access.signingSecret}\n`,
      );
      opened?.(playground.url);
      await whenAborted(stopRequested);
      await playground.stop();
      return 0;
    }
    const tracing = config.tracing ? await openTracing({ logger, scrub }) : undefined;
    const fatal = new AbortController();
    const app = await startApp({
      ...shared,
      index: await readShippedIndex(guide.revision),
      database: config.database,
      rateLimitPerMinute: config.rateLimitPerMinute,
      slack: {
        ...connectionTo(config.mode),
        port: config.port,
        ...(config.host && { host: config.host }),
        ...(config.slackApiUrl && { apiUrl: config.slackApiUrl }),
      },
      ...(config.metricsToken && { metricsToken: config.metricsToken }),
      ...(tracing && { tracer: tracing.tracer }),
      onFatal: (error) => fatal.abort(error),
    });
    answering = app.guide;
    reloadWhenAsked(app);
    logger.info(
      `Guidepost ${version()} answers from ${guide.pages.length} pages, listening on port ${app.port}${config.mode.kind === 'socket' ? ' (Socket Mode)' : config.mode.kind === 'workspaces' ? ', for many workspaces' : ''}`,
      { revision: guide.revision },
    );
    await whenAborted(AbortSignal.any([stopRequested, fatal.signal]));
    // The waits of what is under way hold no process, and the server that did is closed first.
    const hold = setInterval(() => {}, HOLD_MS);
    await app.stop().finally(() => clearInterval(hold));
    await tracing?.close();
    if (fatal.signal.aborted) throw fatal.signal.reason;
    logger.info('Stopped');
    await close();
    return 0;
  } catch (error) {
    const explanation = explainError(error);
    // Whoever collects lines of JSON would not find a plain one.
    if (log?.isJson) log.logger.error(explanation);
    else say(explanation);
    await log?.close();
    return 1;
  }
}

function connectionTo(mode: Exclude<SlackMode, { kind: 'playground' }>): OneWorkspace | ManyWorkspaces {
  switch (mode.kind) {
    case 'http':
      return { botToken: mode.botToken, connection: { kind: 'http', signingSecret: mode.signingSecret } };
    case 'socket':
      return { botToken: mode.botToken, connection: { kind: 'socket', appToken: mode.appToken } };
    case 'workspaces':
      return { connection: { ...mode, kind: 'oauth' } };
  }
}
