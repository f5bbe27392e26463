import { readBuiltGuide } from './built-guide.js';
import type { Environment } from './config/environment.js';
import type { Config, RepositoryConfig } from './config.js';
import { chooseFolder, openCheckouts } from './git/checkouts.js';
import { openRepository } from './git/repository.js';
import { fillLastChanges } from './guide/last-changes.js';
import type { GuideSource } from './guide/load.js';
import type { Guide } from './guide/page.js';
import { pathsOfMenusAbove } from './guide/read-menus.js';
import { startWatch, type Watch } from './guide/watch-files.js';
import { readGuideInWorker } from './guide-worker/read-guide.js';
import type { LoadedGuide } from './indexed-guide.js';
import { createReload, type GuidePlace, logProblems, type ReloadOutcome, reportOf } from './live-guide.js';
import { systemClock } from './outbox/clock.js';
import { builtGuideFile } from './package-file.js';
import { createRepositoryGuide, type GuideUser } from './repository-guide.js';
import type { IndexedGuide } from './search/index.js';
import type { GuideUpdates } from './slack/transport/health.js';
import type { Logger } from './telemetry/logger.js';
import type { GuideWebhook } from './wiring/guide-webhook.js';

/** A guide with its changes, from a folder or a git repository. */
export interface GuideFeed {
  /** To start with; without pages while there is none. */
  readonly guide: IndexedGuide;
  /** Gives changes to the app from now on. */
  follow(app: FollowedApp): void;
  /** Looks for a change, because somebody asked for it. */
  reload(): Promise<void>;
  /** For the health check. */
  updates(): GuideUpdates;
  /** How it went to read it, each time. */
  readonly outcomes: Pick<Reports<ReloadOutcome>, 'listen'>;
  /** Lets the host of the repository say that there is a change. */
  readonly webhook?: GuideWebhook;
  stop(): Promise<void>;
}

export interface FollowedApp extends GuideUser {
  guide(): Guide;
}

export interface GuideFeedParts {
  readonly config: Config;
  readonly environment: Environment;
  readonly logger: Logger;
  /** Aborted when the app has to stop. */
  readonly stopRequested: AbortSignal;
}

/** Opens the guide that the configuration names. @throws GuideError if no page of the folder can be read, GitError if git is missing */
export async function openGuideFeed(parts: GuideFeedParts): Promise<GuideFeed> {
  const { repository } = parts.config;
  const feed = await (repository === undefined ? openFolderFeed(parts) : openRepositoryFeed(repository, parts));
  parts.stopRequested.addEventListener('abort', () => void feed.stop());
  return feed;
}

async function openFolderFeed({ config, environment, logger, stopRequested }: GuideFeedParts): Promise<GuideFeed> {
  const { guideDir, guideUrl, guideWatch } = config;
  const source = { folder: guideDir, guideUrl };
  // Before the guide is read: an edit until the app runs is reloaded then.
  const watch = guideWatch ? watchGuide(guideDir, logger) : undefined;
  const guide = await readFolderGuide(source).catch((error: unknown) => {
    watch?.stop();
    throw error;
  });
  const place: GuidePlace = { folder: guideDir, toList: `To list them: guidepost check ${guideDir}` };
  logProblems(guide, place, logger);
  const outcomes = createReports<ReloadOutcome>({ isRefused: false, errors: guide.errors });
  // Without waiting: it asks git.
  const fillIn = (of: Guide): void => void fillLastChanges(of, guideDir, { environment, stop: stopRequested });
  fillIn(guide.guide);
  let refusedSince: string | undefined;
  let reload = async (): Promise<void> => {};
  return {
    guide,
    follow(app) {
      app.reportGuide(reportOf('served', guide.errors));
      reload = createReload({
        load: () => readGuideInWorker(source),
        current: app.guide,
        replace(next) {
          logProblems(next, place, logger);
          app.replaceGuide(next);
          fillIn(next.guide);
        },
        folder: guideDir,
        logger,
        onReloaded(outcome) {
          const { isRefused, errors, failure } = outcome;
          refusedSince = isRefused ? (refusedSince ?? new Date().toISOString()) : undefined;
          // What its authors cannot correct is only in the log.
          if (failure === undefined) app.reportGuide(reportOf(isRefused ? 'refused' : 'served', errors));
          outcomes.report(outcome);
        },
      });
      watch?.listen(() => void reload());
    },
    reload: () => reload(),
    updates: () => (refusedSince === undefined ? {} : { refused: { since: refusedSince } }),
    outcomes,
    stop: async () => watch?.stop(),
  };
}

async function readFolderGuide(source: GuideSource): Promise<LoadedGuide> {
  return (await readBuiltGuide(builtGuideFile(), source)) ?? (await readGuideInWorker(source));
}

/** Without it, only a reload on request is missing. */
function watchGuide(folder: string, logger: Logger): Watch | undefined {
  try {
    return startWatch([folder, ...pathsOfMenusAbove(folder)]);
  } catch (error) {
    logger.warn(`Changes of the guide are not followed: ${folder} cannot be watched`, { error });
    return undefined;
  }
}

async function openRepositoryFeed(
  { refreshMinutes, cloneDir, webhookSecret, ...settings }: RepositoryConfig,
  { config: { guideUrl }, environment, logger, stopRequested }: GuideFeedParts,
): Promise<GuideFeed> {
  const stopping = new AbortController();
  // Also while the first revision is fetched.
  stopRequested.addEventListener('abort', () => stopping.abort());
  if (stopRequested.aborted) stopping.abort();
  const repository = openRepository({ settings, environment, signal: stopping.signal });
  const outcomes = createReports<ReloadOutcome>({ isRefused: false, errors: [] });
  const followed = createRepositoryGuide({
    settings,
    repository,
    checkouts: openCheckouts(await chooseFolder(cloneDir), settings, repository),
    load: (folder) => readGuideInWorker({ folder, guideUrl } satisfies GuideSource),
    refreshMs: refreshMinutes * 60_000,
    clock: systemClock,
    logger,
    stopping,
    onLooked: outcomes.report,
  });
  return {
    guide: await followed.open(),
    follow: followed.follow,
    reload: async () => followed.refresh(),
    updates: followed.state,
    outcomes,
    ...(webhookSecret !== undefined && {
      webhook: { secret: webhookSecret, ref: settings.ref, refresh: followed.refresh },
    }),
    stop: followed.stop,
  };
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
