import { readdir, realpath, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { explainGit, GitError } from './git-error.js';
import { gitEnvironment, runGit } from './run-git.js';
import type { GuideRepository } from './settings.js';

/** The repository of a guide, on its host. */
export interface Repository {
  /** The commit that GUIDE_REF means now. Costs one short request. @throws GitError */
  latestCommit(): Promise<string>;
  /**
   * Writes the files of the latest revision into this folder, which does not exist yet: only the latest, without its history, and of a
   * large repository little more than the guide's folder.
   * @returns the commit, which may be newer than the one asked for before
   * @throws GitError; the folder may exist then
   */
  checkOut(folder: string): Promise<string>;
}

export interface RepositoryParts {
  readonly settings: GuideRepository;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when git must stop. */
  readonly signal?: AbortSignal;
  /** What the host may send for one revision, for tests. */
  readonly maxBytes?: number;
}

/** In many containers the folder for temporary files is memory. */
const MAX_BYTES = 256 * 1024 * 1024;

const ASK_MS = 20_000;
const FETCH_MS = 180_000;
const LOCAL_MS = 120_000;

/** A commit by its digits: SHA-1 or SHA-256. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;

const FETCHED = 'refs/guidepost/guide';

export function openRepository(parts: RepositoryParts): Repository {
  const { settings, environment, signal, maxBytes = MAX_BYTES } = parts;
  const { url, ref, path } = settings;
  const env = gitEnvironment(environment, settings);
  const git = (
    cwd: string,
    timeoutMs: number,
    args: readonly string[],
    { input, stop }: { input?: string; stop?: AbortSignal } = {},
  ): Promise<string> => {
    const signals = [signal, stop].filter((each) => each !== undefined);
    return runGit({
      args,
      cwd,
      environment: env,
      timeoutMs,
      signal: AbortSignal.any(signals),
      ...(input !== undefined && { input }),
    });
  };
  /** Runs a command that receives what the host sends of this revision. */
  const receive = (folder: string, commit: string, args: readonly string[]): Promise<string> =>
    withinSize(join(folder, '.git/objects/pack'), maxBytes, (stop) => git(folder, FETCH_MS, args, { stop })).catch(
      (error: unknown) => {
        throw error instanceof TooLarge ? explainSize(settings, maxBytes, commit) : error;
      },
    );

  /** The name of GUIDE_REF on the host with its commit. A branch comes before a tag of the same name. */
  const find = async (): Promise<{ name: string; commit: string }> => {
    if (ref !== undefined && COMMIT.test(ref)) return { name: ref.toLowerCase(), commit: ref.toLowerCase() };
    const names =
      ref === undefined ? ['HEAD'] : ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
    const listed = await git('/', ASK_MS, [
      'ls-remote',
      '-q',
      '--',
      url,
      ...names,
      ...names.map((name) => `${name}^{}`),
    ]);
    const commits = new Map(listed.split('\n').map((line) => [line.split('\t')[1], line.split('\t')[0]] as const));
    for (const name of names) {
      // An annotated tag is an object of its own, which names the commit.
      const commit = commits.get(`${name}^{}`) ?? commits.get(name);
      if (commit !== undefined) return { name, commit };
    }
    throw new GitError(
      'unknown-ref',
      ref === undefined
        ? `${url} is empty: it has no commit yet. Push the guide.`
        : `${url} has no branch or tag ${ref}. Check GUIDE_REF; a commit needs all its digits.`,
    );
  };

  const fetch = async (folder: string): Promise<string> => {
    const { name, commit } = await find();
    await git('/', LOCAL_MS, ['init', '-q', '--template=', '--', folder]);
    await git(folder, LOCAL_MS, ['remote', 'add', '--', 'origin', url]);
    // Without the contents of files outside the guide's folder, where the host can leave them out.
    const filter = path === '' ? [] : ['--filter=blob:none'];
    const args = ['fetch', '-q', '--depth=1', '--no-tags', ...filter, 'origin', `+${name}:${FETCHED}`];
    await receive(folder, commit, args).catch((error: unknown) => {
      throw COMMIT.test(name) && /not our ref|unadvertised object|couldn't find remote ref/i.test(String(error))
        ? new GitError('unknown-ref', `${url} has no commit ${name}, or does not give it out. Check GUIDE_REF.`)
        : error;
    });
    return (await git(folder, LOCAL_MS, ['rev-parse', '--verify', '-q', `${FETCHED}^{commit}`])).trim();
  };

  const writeFiles = async (folder: string, commit: string): Promise<void> => {
    if (path !== '') {
      const kind = await git(folder, ASK_MS, ['cat-file', '-t', `${commit}:${path}`]).catch(() => '');
      if (kind.trim() !== 'tree') {
        const where = `${url} has no folder ${path} in ${ref ?? 'its default branch'}`;
        throw new GitError('no-folder', `${where}. Check GUIDE_PATH, or put the folder back.`, commit);
      }
      await git(folder, LOCAL_MS, ['sparse-checkout', 'set', '--cone', '--stdin'], {
        input: `${quotedPath(path)}\n`,
      });
    }
    // The contents of the guide's folder are sent now, if they were left out before.
    await receive(folder, commit, ['checkout', '-q', '--detach', commit]);
    await refuseOutside(folder, join(folder, path));
    // Nothing but the files is needed from now on.
    await rm(join(folder, '.git'), { recursive: true, force: true });
  };

  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof GitError ? error : explainGit(error, settings);
    }
  };

  return {
    latestCommit: () => explained(async () => (await find()).commit),
    checkOut: (folder) =>
      explained(async () => {
        const commit = await fetch(folder);
        await writeFiles(folder, commit);
        return commit;
      }),
  };
}

function explainSize({ url, path }: GuideRepository, maxBytes: number, commit: string): GitError {
  const size = `${Math.round(maxBytes / 1024 / 1024)} MiB`;
  const advice =
    path === ''
      ? 'Set GUIDE_PATH to the guide’s folder: then the host leaves out the rest.'
      : 'Put the guide into a repository of its own, or large files elsewhere.';
  return new GitError('too-large', `${url} sends more than ${size} for one revision. ${advice}`, commit);
}

/** A line that begins with a quotation mark is read as a string of C. */
function quotedPath(path: string): string {
  return path.startsWith('"') ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}

/** git creates symbolic links as they are in the repository. The guide's folder must not be one that leads out of it. */
async function refuseOutside(folder: string, guide: string): Promise<void> {
  const [root, real] = [await realpath(folder), await realpath(guide)];
  if (real !== root && !real.startsWith(root + sep)) throw new Error('the folder is a link out of the repository');
}

/** The files of a folder are larger than they may be. */
class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

const LOOK_EVERY_MS = 100;

/**
 * Does work that fills a folder, and stops it when the folder has become too large: git itself has no limit for what a host sends.
 * @param work stops when its signal is aborted
 * @throws TooLarge
 */
async function withinSize<T>(folder: string, maxBytes: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const tooLarge = new AbortController();
  const timer = setInterval(async () => {
    if ((await sizeOf(folder)) > maxBytes) tooLarge.abort();
  }, LOOK_EVERY_MS);
  try {
    const result = await work(tooLarge.signal);
    if ((await sizeOf(folder)) > maxBytes) throw new TooLarge();
    return result;
  } catch (error) {
    throw tooLarge.signal.aborted ? new TooLarge() : error;
  } finally {
    clearInterval(timer);
  }
}

/** Of the files in a folder, without its subfolders; 0 if it is not there yet. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
