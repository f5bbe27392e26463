import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { readBuiltGuide } from '../built-guide.js';
import { openRepository } from '../git/repository.js';
import { type GuideRepository, REPOSITORY_VARIABLES, readGuideRepository } from '../git/settings.js';
import { isMarkdown } from '../guide/file-kinds.js';
import { type GuideSource, loadGuide, type ReadGuide } from '../guide/load.js';
import type { Guide } from '../guide/page.js';
import { isError, listProblems } from '../guide/problem.js';
import { type FolderContent, readFolder } from '../guide/read-folder.js';
import { builtGuideFile, packageFile } from '../package-file.js';
import { type Arguments, type Io, type Option, UsageError } from './args.js';
import { counted } from './text/terminal.js';

export const guideOption: Option = { value: 'DIR', description: 'the guide’s folder, instead of GUIDE_DIR' };

/**
 * The folder that a server is to answer from: its operand, or the option --guide.
 * @throws UsageError if there are several
 */
export function guideOperand(command: string, { operands, value }: Arguments): string | undefined {
  const folders = [...operands, ...(value('guide') === undefined ? [] : [value('guide')])];
  if (folders.length > 1) {
    throw new UsageError(
      `${command} takes one folder, as in: guidepost ${command} guide. Put a name with spaces in quotes`,
    );
  }
  return folders[0];
}

/** The guide's folder, as messages name it: the given one, GUIDE_DIR, `content` here, or the guide in the package. */
export function guideFolder(given: string | undefined, { env, cwd }: Io): string {
  return given ?? (env.GUIDE_DIR?.trim() || (existsSync(resolve(cwd, 'content')) ? 'content' : packageFile('content')));
}

/** The folder of a questions file, if it is a guide: `evaluate guide/questions.yml` means the guide in `guide`. */
export async function guideBeside(file: string, { cwd, env }: Io): Promise<string | undefined> {
  if (env.GUIDE_DIR?.trim()) return undefined;
  const folder = dirname(file);
  const names = await readdir(resolve(cwd, folder)).catch((): string[] => []);
  // In a folder with a README and a folder `content`, the guide is in `content`.
  const isProject = resolve(cwd, folder) === resolve(cwd) && names.includes('content');
  return names.some(isMarkdown) && !isProject ? folder : undefined;
}

/** `content (35 pages)`: which guide a command used, so that nobody takes the answers of one for those of another. */
export function describeGuide(folder: string, { pages }: Pick<Guide, 'pages'>): string {
  const isIncluded = folder === packageFile('content');
  return `${folder} (${counted(pages.length, 'page')}${isIncluded ? ', the guide that comes with Guidepost' : ''})`;
}

/** @throws GuideError with all problems of the guide, if no page can be read */
export async function openGuide(
  given: string | undefined,
  io: Io,
  content?: FolderContent,
): Promise<ReadGuide & { guide: Guide }> {
  return await loadGuide({ ...guideSource(given, io), ...(content && { content }) });
}

/** Where a command reads the guide from. */
export function guideSource(given: string | undefined, io: Io): GuideSource {
  const guideUrl = io.env.GUIDE_URL?.trim();
  return {
    folder: resolve(io.cwd, guideFolder(given, io)),
    ...(guideUrl ? { guideUrl } : {}),
  };
}

/** A guide to ask or to change. What is left out of it because of errors is told on standard error. @throws GuideError if no page can be read */
export async function openReadableGuide(
  given: string | undefined,
  io: Io,
  content?: FolderContent,
): Promise<{ guide: Guide }> {
  const built = content ? undefined : await readBuiltGuide(builtGuideFile(), guideSource(given, io));
  if (built !== undefined) return built;
  const { guide, problems } = await openGuide(given, io, content);
  const folder = guideFolder(given, io);
  const errors = problems.filter(isError);
  if (errors.length > 0) {
    const files = counted(guide.leftOut.length, 'file');
    io.err(`${files} left out because of errors. To list everything: guidepost check ${folder}\n`);
    io.err(`${listProblems(folder, errors.slice(0, MAX_SHOWN_ERRORS))}\n`);
  }
  return { guide };
}

const MAX_SHOWN_ERRORS = 5;

/**
 * A guide with its files as they are, for commands that say what to change, or change it. `folder` is as messages name it.
 * @throws GuideError with all problems of the guide, if no page can be read
 */
export async function openGuideFiles(
  given: string | undefined,
  io: Io,
): Promise<{ guide: Guide; content: FolderContent; folder: string }> {
  const folder = guideFolder(given, io);
  const content = await readFolder(resolve(io.cwd, folder));
  return { guide: (await openReadableGuide(folder, io, content)).guide, content, folder };
}

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

/** Writes a file whole or not at all: next to it first, then over it. A symbolic link stays one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const real = await realpath(path).catch(() => path);
  const mode = await stat(real).then(
    (stats) => stats.mode & 0o777,
    () => 0o644,
  );
  // The dot keeps it out of the guide.
  const temporary = join(dirname(real), `.${basename(real)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await chmod(temporary, mode);
    await rename(temporary, real);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
