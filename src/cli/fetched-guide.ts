import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../git/repository.js';
import { type GuideRepository, REPOSITORY_VARIABLES, readGuideRepository } from '../git/settings.js';
import { type Arguments, type Io, UsageError } from './args.js';

/** Commands that read a guide: of GUIDE_REPO, unless a folder is named. */
const READS: ReadonlySet<string> = new Set(['ask', 'check', 'evaluate', 'preview', 'suggest']);
/** Commands that change its files. */
const CHANGES: ReadonlySet<string> = new Set(['keywords']);

/** Whether a command is about the guide of GUIDE_REPO. @throws UsageError if it would change it */
export function wantsRepository(command: string, { operands, value }: Arguments, { env }: Io): boolean {
  if (!env.GUIDE_REPO?.trim() || value('guide') !== undefined) return false;
  if (CHANGES.has(command)) {
    throw new UsageError(
      `${command} changes files, and the guide of GUIDE_REPO is only fetched: name a clone of it, as in --guide DIR`,
    );
  }
  return READS.has(command) && !(command === 'check' && operands.length > 0);
}

/** Fetches the guide of GUIDE_REPO into a temporary folder, and runs a command on it. @throws GitError, UsageError */
export async function withFetchedGuide(io: Io, command: string, run: (io: Io) => Promise<number>): Promise<number> {
  const problems: string[] = [];
  const settings = readGuideRepository((name) => io.env[name]?.trim() || undefined, problems);
  if (settings === undefined || problems.length > 0) throw new UsageError(problems.join('\n'));
  return await inCheckout(settings, io, async ({ root, folder, commit }) => {
    io.err(`The guide of GUIDE_REPO, commit ${commit.slice(0, 7)}\n`);
    const env = { ...io.env, ...withoutRepository };
    // Its paths are then those of the repository.
    if (command === 'check') return await run({ ...io, cwd: root, env: { ...env, GUIDE_DIR: settings.path || '.' } });
    return await run({ ...io, env: { ...env, GUIDE_DIR: folder } });
  });
}

export interface TemporaryCheckout {
  readonly root: string;
  /** The guide in it. */
  readonly folder: string;
  readonly commit: string;
}

/** Fetches a guide for as long as the work takes. @throws GitError */
export async function inCheckout<T>(
  settings: GuideRepository,
  { env }: Pick<Io, 'env'>,
  work: (checkout: TemporaryCheckout) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const temporary = await mkdtemp(join(tmpdir(), 'guidepost-fetched-'));
  try {
    const root = join(temporary, 'guide');
    const repository = openRepository({ settings, environment: env, ...(signal && { signal }) });
    const commit = await repository.checkOut(root);
    return await work({ root, folder: join(root, settings.path), commit });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** For a command that has a folder in place of the repository. */
export const withoutRepository: Readonly<Record<string, string>> = Object.fromEntries(
  REPOSITORY_VARIABLES.map((name) => [name, '']),
);
