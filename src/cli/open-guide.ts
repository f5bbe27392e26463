import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readBuiltGuide } from '../built-guide.js';
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
