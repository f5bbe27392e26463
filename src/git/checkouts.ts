import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { explainGit, GitError } from './git-error.js';
import type { Repository } from './repository.js';
import type { GuideRepository } from './settings.js';

/** The files of one revision. They never change. */
export interface Checkout {
  readonly commit: string;
  readonly root: string;
  /** The guide's folder in it. */
  readonly folder: string;
}

/** The revisions of a guide that this machine has. Several processes may share them. */
export interface Checkouts {
  /** The last revision that was answered from, also before a restart. */
  lastGood(): Promise<Checkout | undefined>;
  /** The latest revision. @throws GitError */
  fetch(): Promise<Checkout>;
  /** Remembers that this revision is answered from, and deletes those that nobody needs. Never rejects: without a disk, the next start fetches it. */
  keep(commit: string): Promise<void>;
}

/** Another process may still read an older revision. */
const UNUSED_MS = 3_600_000;

/**
 * @param root where revisions are kept, from `chooseFolder`
 */
export function openCheckouts(
  root: string,
  settings: GuideRepository,
  repository: Pick<Repository, 'checkOut'>,
): Checkouts {
  // Another repository, branch or folder is another guide.
  const { url, ref = '', path } = settings;
  const key = createHash('sha256')
    .update(JSON.stringify([url, ref, path]))
    .digest('hex')
    .slice(0, 16);
  const home = join(root, key);
  const goodFile = join(home, 'last-good');
  const at = (commit: string): Checkout => {
    const root = join(home, commit);
    return { commit, root, folder: join(root, path) };
  };

  const isThere = async (commit: string): Promise<boolean> =>
    (await stat(at(commit).folder).catch(() => undefined))?.isDirectory() ?? false;

  const readGood = async (): Promise<string | undefined> => {
    const commit = (await readFile(goodFile, 'utf8').catch(() => '')).trim();
    return /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
  };

  return {
    lastGood: async () => {
      const commit = await readGood();
      return commit !== undefined && (await isThere(commit)) ? at(commit) : undefined;
    },
    fetch: async () => {
      const fresh = join(home, `new-${randomBytes(8).toString('hex')}`);
      try {
        await mkdir(home, { recursive: true, mode: 0o700 });
        const commit = await repository.checkOut(fresh);
        const target = join(home, commit);
        await rename(fresh, target).catch(async (error: unknown) => {
          // It was fetched before, perhaps by another process. From now on it is as new as any.
          if (!(await isThere(commit))) throw error;
          await utimes(target, new Date(), new Date()).catch(() => {});
        });
        return at(commit);
      } catch (error) {
        throw error instanceof GitError ? error : explainGit(error, settings);
      } finally {
        await rm(fresh, { recursive: true, force: true }).catch(() => {});
      }
    },
    keep: async (commit) => {
      try {
        if ((await readGood()) !== commit) {
          const draft = `${goodFile}-${randomBytes(8).toString('hex')}`;
          await writeFile(draft, `${commit}\n`, { mode: 0o600 });
          await rename(draft, goodFile);
        }
        await removeUnused(home, [commit, 'last-good']);
      } catch {
        // The next start fetches it again.
      }
    },
  };
}

async function removeUnused(home: string, used: readonly string[]): Promise<void> {
  const before = Date.now() - UNUSED_MS;
  for (const name of await readdir(home)) {
    if (used.includes(name)) continue;
    const path = join(home, name);
    if ((await lstat(path)).mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Where revisions are kept: the given folder, or `data/guide` in the current one, or a folder for temporary files where that cannot be
 * written, as in most containers.
 * @throws GitError if the given folder cannot be written
 */
export async function chooseFolder(given: string | undefined): Promise<string> {
  if (given !== undefined) {
    try {
      return await usableFolder(resolve(given));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new GitError('failed', `The folder of GUIDE_CLONE_DIR cannot be used: ${reason}`);
    }
  }
  return await usableFolder(resolve('data/guide'))
    .catch(() => ownTemporaryFolder())
    .catch(() => mkdtemp(join(tmpdir(), 'guidepost-guide-')));
}

/** Creates the folder unless it is there. @throws Error if it cannot be written */
async function usableFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const probe = join(path, `.probe-${randomBytes(8).toString('hex')}`);
  await writeFile(probe, '');
  await rm(probe);
  return path;
}

/** Everybody may write to the folder for temporary files, so somebody else may have taken the name. @throws Error then */
async function ownTemporaryFolder(): Promise<string> {
  const own = process.getuid?.();
  const path = await usableFolder(join(tmpdir(), `guidepost-guide-${own ?? 'own'}`));
  const stats = await lstat(path);
  if (!stats.isDirectory() || (own !== undefined && (stats.uid !== own || (stats.mode & 0o022) !== 0))) {
    throw new Error(`${path} does not belong to this user alone`);
  }
  return path;
}
