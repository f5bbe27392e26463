import type { Checkout, Checkouts } from './git/checkouts.js';
import { GitError, type GitErrorKind } from './git/git-error.js';
import type { Repository } from './git/repository.js';
import type { GuideRepository } from './git/settings.js';
import { GuideError, isError, listProblems, type Problem, problemAt } from './guide/problem.js';
import type { LoadedGuide } from './indexed-guide.js';
import {
  type GuidePlace,
  isThere,
  logProblems,
  lostPages,
  noGuide,
  type ReloadOutcome,
  reportOf,
} from './live-guide.js';
import type { GuideReport } from './outbox/author-messages.js';
import { backoff, type Clock, createSleeper } from './outbox/clock.js';
import type { IndexedGuide } from './search/index.js';
import type { Logger } from './telemetry/logger.js';

/** A guide that is fetched from its repository again and again, and swapped in whole. */
export interface RepositoryGuide {
  /**
   * The guide to start with: the last good revision on the disk, or else the latest one. If that takes longer than some seconds or fails,
   * it is a guide without pages, and the rest comes later.
   * @throws GitError if git is not installed and there is no revision on the disk
   */
  open(): Promise<IndexedGuide>;
  /** Fetches changes from now on, and gives them to the app. */
  follow(app: GuideUser): void;
  /** Looks for a change soon, because there probably is one. Returns at once. */
  refresh(): void;
  /** For the health check. */
  state(): RepositoryState;
  /** Stops git. */
  stop(): Promise<void>;
}

/** What the guide is given to. */
export interface GuideUser {
  replaceGuide(next: IndexedGuide): void;
  /** Tells the authors, unless they know it. */
  reportGuide(report: GuideReport): void;
}

export interface RepositoryState {
  /** Present until there is a guide. */
  readonly state?: 'waiting for the repository';
  /** The revision that is answered from. */
  readonly commit?: string;
  /** A newer revision that is not answered from, because of its errors; since when it, or one before it, was refused. */
  readonly refused?: { readonly commit: string; readonly since: string };
  /** Why the repository cannot be read, and since when. */
  readonly failing?: { readonly reason: GitErrorKind; readonly since: string };
}

export interface RepositoryGuideParts {
  readonly settings: GuideRepository;
  readonly repository: Pick<Repository, 'latestCommit'>;
  readonly checkouts: Checkouts;
  /** Reads and indexes the files of a folder. @throws GuideError */
  readonly load: (folder: string) => Promise<LoadedGuide>;
  /** How often the host is asked for changes; 0 means only on request. */
  readonly refreshMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborted when the app stops. */
  readonly stopping: AbortController;
  /** Called when it turns out how the latest revision is, and when that cannot be found out. */
  readonly onLooked?: (outcome: ReloadOutcome) => void;
}

/** The start waits no longer for the first revision: a platform gives up after half a minute. */
const FIRST_WAIT_MS = 10_000;

/** Until there is a guide, every person who asks waits for it. */
const MAX_PAUSE_WITHOUT_GUIDE_MS = 60_000;
const MAX_PAUSE_MS = 300_000;

/** Several processes should not ask at the same moment. */
const SPREAD = 0.1;

export function createRepositoryGuide(parts: RepositoryGuideParts): RepositoryGuide {
  const { settings, repository, checkouts, load, refreshMs, clock, logger, stopping, onLooked = () => {} } = parts;
  const { signal } = stopping;
  const sleeper = createSleeper(clock, signal);
  const place: GuidePlace = {
    folder: settings.path || '.',
    toList: 'To list them, run guidepost check in a clone of the repository.',
  };

  let current: Pick<LoadedGuide, 'guide' | 'index' | 'errors'> = { ...noGuide(), errors: [] };
  /** What `open` returned. */
  let opened: IndexedGuide | undefined;
  let served: string | undefined;
  /** The revision that was looked at last, whether it is good or not. */
  let tried: string | undefined;
  let refused: { commit: string; since: string } | undefined;
  let failing: { reason: GitErrorKind; message: string; since: string } | undefined;
  let failures = 0;
  let outcome: ReloadOutcome = { isRefused: false, errors: [] };

  let app: GuideUser | undefined;
  let report: GuideReport | undefined;
  let first: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const now = (): string => new Date(clock.now()).toISOString();
  const inUse = (): string =>
    isThere(current.guide)
      ? `${served === undefined ? 'The previous revision' : `Commit ${short(served)}`} stays in use.`
      : 'Until then people are told that there is no guide yet.';

  const tell = (next: ReloadOutcome, commit: string): void => {
    outcome = next;
    onLooked(next);
    const kind = !next.isRefused ? 'served' : isThere(current.guide) ? 'refused' : 'unusable';
    report = reportOf(kind, next.errors, { folder: settings.path, version: `commit ${short(commit)}` });
    app?.reportGuide(report);
  };

  const serve = async (next: LoadedGuide, commit: string): Promise<void> => {
    const isNew = next.guide.revision !== current.guide.revision;
    served = tried = commit;
    refused = undefined;
    if (isNew) {
      logProblems(next, place, logger);
      current = next;
      app?.replaceGuide(next);
    }
    logger.info(
      isNew
        ? `The guide of commit ${short(commit)} is in use: ${next.guide.pages.length} ${next.guide.pages.length === 1 ? 'page' : 'pages'}`
        : `Commit ${short(commit)} does not change the guide`,
      { commit, revision: next.guide.revision },
    );
    await checkouts.keep(commit);
  };

  const refuse = (errors: readonly Problem[], commit: string): void => {
    tried = commit;
    refused = { commit, since: refused?.since ?? now() };
    logger.error(`The guide of commit ${short(commit)} is refused. ${inUse()}\n${listProblems(place.folder, errors)}`, {
      commit,
    });
    tell({ isRefused: true, errors }, commit);
  };

  /** Its authors do not know the folder on this machine. */
  const toAuthors =
    ({ root, folder }: Checkout) =>
    (problem: Problem): Problem => {
      const text = problem.text.replaceAll(`${root}/`, '').replace('GUIDE_DIR', 'GUIDE_PATH');
      return { ...problem, file: problem.file === folder ? place.folder : problem.file, text };
    };

  const take = async (checkout: Checkout): Promise<void> => {
    const { commit, folder } = checkout;
    let next: LoadedGuide;
    try {
      const loaded = await load(folder);
      next = { ...loaded, errors: loaded.errors.map(toAuthors(checkout)) };
    } catch (error) {
      if (!(error instanceof GuideError)) throw error;
      return refuse(error.problems.filter(isError).map(toAuthors(checkout)), commit);
    }
    const lost = lostPages(next, current.guide);
    if (lost.length > 0) return refuse(next.errors, commit);
    await serve(next, commit);
    tell({ isRefused: false, errors: next.errors }, commit);
  };

  const look = async (): Promise<void> => {
    const latest = await repository.latestCommit();
    if (latest !== tried) return take(await checkouts.fetch());
    // The one on the disk is the latest. A process that ended early may have told nobody.
    if (report === undefined && latest === served) tell({ isRefused: false, errors: current.errors }, latest);
  };

  /** Never rejects. */
  const lookOnce = async (): Promise<void> => {
    try {
      await look().catch((error: unknown) => {
        // Only another revision can be better. Anything else may pass by itself.
        if (!(error instanceof GitError) || error.commit === undefined) throw error;
        refuse([problemAt('unreadable-folder', place.folder, undefined, error.message)], error.commit);
      });
      if (failing !== undefined) {
        logger.info('The repository of the guide can be read again');
        onLooked(outcome);
      }
      failing = undefined;
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      // Once, and not every few minutes.
      if (failing?.message !== message) logger.error(`${message} It is tried again. ${inUse()}`);
      failing = {
        reason: error instanceof GitError ? error.kind : 'failed',
        message,
        since: failing?.since ?? now(),
      };
      failures += 1;
      onLooked({ isRefused: true, errors: [], failure: message });
    }
  };

  const pause = (): number => {
    if (failures > 0) {
      const most = isThere(current.guide) ? refreshMs || MAX_PAUSE_MS : MAX_PAUSE_WITHOUT_GUIDE_MS;
      return backoff(failures, most);
    }
    // A timer has a longest time.
    if (refreshMs === 0) return Number.MAX_SAFE_INTEGER;
    return refreshMs * (1 + SPREAD * (2 * Math.random() - 1));
  };

  const keepLooking = async (): Promise<void> => {
    await first;
    while (!signal.aborted) {
      if (first === undefined) await lookOnce();
      first = undefined;
      await sleeper.sleep(pause());
    }
  };

  const openLastGood = async (): Promise<boolean> => {
    const good = await checkouts.lastGood();
    if (good === undefined) return false;
    try {
      const loaded = await load(good.folder);
      await serve({ ...loaded, errors: loaded.errors.map(toAuthors(good)) }, good.commit);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn(`The last good revision of the guide on the disk cannot be read:\n${reason}`, {
        commit: good.commit,
      });
      return false;
    }
  };

  return {
    async open() {
      if (!(await openLastGood())) {
        first = lookOnce();
        await Promise.race([first, clock.sleep(FIRST_WAIT_MS, signal)]);
        if (failing?.reason === 'not-installed') throw new GitError('not-installed', failing.message);
      }
      opened = current;
      return current;
    },
    follow(user) {
      app = user;
      // It may have come after `open` returned.
      if (current !== opened) app.replaceGuide(current);
      if (report !== undefined) app.reportGuide(report);
      following ??= keepLooking();
    },
    refresh: () => sleeper.wake(),
    state: () => ({
      ...(isThere(current.guide) ? {} : { state: 'waiting for the repository' }),
      ...(served !== undefined && { commit: served }),
      ...(refused && { refused }),
      ...(failing && { failing: { reason: failing.reason, since: failing.since } }),
    }),
    async stop() {
      stopping.abort();
      await Promise.all([first, following]);
    },
  };
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
