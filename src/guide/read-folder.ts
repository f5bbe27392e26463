import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { decodeText } from './decode-text.js';
import { isCodeMenu, isFragment, isMarkdown, isMenu, isOtherFormat } from './file-kinds.js';
import { MAX_PAGE_BYTES, MAX_SETTINGS_BYTES } from './parse/limits.js';
import { isError, type Problem, problemAt } from './problem.js';
import { QUESTIONS_FILES } from './questions.js';
import { type MenusAbove, readMenu, readMenusAbove } from './read-menus.js';
import { createIgnore, IGNORE_FILE, readIgnoreFile } from './settings/ignore.js';
import type { ReadSettings } from './settings/read-settings.js';
import { SETTINGS_FILE } from './settings/settings.js';
import { compareFiles, guideRevision, type SourceFile } from './source-file.js';

/** What a folder has: the files that could be read, in order of their paths, and what is wrong with the others. */
export interface FolderContent {
  readonly files: readonly SourceFile[];
  /** The settings of the guide, `guidepost.yml`, if it has some. */
  readonly settings?: SourceFile;
  /** The questions file, if there is one that can be read. */
  readonly questions?: SourceFile;
  /** What the settings say. */
  readonly readSettings?: ReadSettings;
  /** Markdown that is no page: parts that pages include, and menus. */
  readonly fragments: readonly SourceFile[];
  /** Files of other tools that say in which order pages come and what they are called: `mkdocs.yml`, `ops/_category_.json`. */
  readonly menus: readonly SourceFile[];
  readonly menusAbove?: MenusAbove;
  /** It has the settings of Jekyll, `_config.yml`. */
  readonly isJekyll: boolean;
  /** Menus that are programs, which are never run. */
  readonly codeMenus: readonly string[];
  /** The paths of all files, whether they are read or not. */
  readonly names: ReadonlySet<string>;
  /** Documentation in formats that are not read. */
  readonly otherFormats: readonly string[];
  /** Files of the guide that could not be read. Links to them are not reported again. */
  readonly unreadable: readonly string[];
  readonly problems: readonly Problem[];
}

// Symbolic links between folders can multiply them without end. Real guides have far fewer.
const MAX_FOLDERS = 5_000;

/** The revision of a guide in which nothing is parsed yet. */
export function revisionOf({ files, fragments, settings, menus, menusAbove, questions }: FolderContent): string {
  const others = [settings, questions].filter((file) => file !== undefined);
  return guideRevision([...files, ...fragments, ...others, ...menus, ...(menusAbove?.files ?? [])]);
}

/** Reads every Markdown file of a folder and its subfolders, and its settings. Only this and the snapshot read from the disk. */
export async function readFolder(folder: string): Promise<FolderContent> {
  const files: SourceFile[] = [];
  const fragments: SourceFile[] = [];
  const otherFormats: string[] = [];
  const names = new Set<string>();
  const menus: SourceFile[] = [];
  const codeMenus: string[] = [];
  let hasCollections = false;
  let isIgnored: (path: string) => boolean = () => false;
  const unreadable: string[] = [];
  const problems: Problem[] = [];
  const refuse = (file: string, text: string, line?: number): undefined => {
    const isPart = isMarkdown(file) && isFragment(file, hasCollections);
    if (isMarkdown(file) && !isPart) unreadable.push(file);
    // Without a part, its pages are still there.
    const rule = isPart ? 'unreadable-part' : file === folder ? 'unreadable-folder' : 'unreadable-file';
    problems.push(problemAt(rule, file, line, text));
  };

  let folders = 0;
  let root = '';

  const readEntry = async (path: string, isLink: boolean, within: readonly string[]): Promise<void> => {
    const absolute = join(folder, path);
    const real = await realpath(absolute);
    const stats = await stat(real);
    if (!stats.isDirectory() && !isMarkdown(path)) return;
    if (isLink && !isInside(real, root)) {
      refuse(path, outsideText(real));
    } else if (stats.isDirectory()) {
      if (!within.includes(real)) await readSubfolder(path, [...within, real]);
    } else {
      const advice = `and a page may have ${MAX_PAGE_BYTES / 1024} KiB. Split it into pages.`;
      const page = await readText(path, stats, MAX_PAGE_BYTES, advice);
      if (page !== undefined) (isFragment(path, hasCollections) ? fragments : files).push(page);
    }
  };

  const readText = async (
    file: string,
    stats: Stats,
    maxBytes: number,
    advice: string,
  ): Promise<SourceFile | undefined> => {
    if (!stats.isFile()) return refuse(file, 'is not a regular file. Replace it with one, or rename it.');
    if (stats.size > maxBytes) return refuse(file, `has ${Math.ceil(stats.size / 1024)} KiB, ${advice}`);
    const decoded = decodeText(await readFile(join(folder, file)));
    if (decoded.kind === 'text') return { file, text: decoded.text };
    return refuse(file, `is not UTF-8 at byte ${decoded.offset} (${decoded.hint}). Save it as UTF-8.`, decoded.line);
  };

  const readSubfolder = async (path: string, within: readonly string[]): Promise<void> => {
    folders += 1;
    if (folders > MAX_FOLDERS) return;
    for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (name === 'guidepost.yaml') {
        problems.push(problemAt('misnamed-settings', name, undefined, `is not read. Rename it to ${SETTINGS_FILE}.`));
      }
      if (entry.isFile()) names.add(name);
      if (isIgnored(name)) continue;
      if (entry.isFile() && isOtherFormat(name)) otherFormats.push(name);
      if (entry.isFile() && isCodeMenu(name)) codeMenus.push(name);
      if (entry.isFile() && isMenu(name)) {
        const text = await readMenu(join(folder, name));
        if (text !== undefined) menus.push({ file: name, text });
      }
      if (!isWanted(entry)) continue;
      await readEntry(name, entry.isSymbolicLink(), within).catch((error: unknown) => {
        refuse(name, `cannot be read (${reasonOf(error)}). Check that it exists and that its permissions allow it.`);
      });
    }
  };

  /** A file at the top of the folder that is no page; undefined if there is none. It may not be a link that leads out of the folder. */
  const readTopFile = async (file: string): Promise<SourceFile | undefined> => {
    const real = await realpath(join(folder, file)).catch(() => undefined);
    if (real === undefined) return undefined;
    if (!isInside(real, root)) return refuse(file, outsideText(real));
    const advice = `and it may have ${MAX_SETTINGS_BYTES / 1024} KiB. Move keywords into the pages.`;
    return await readText(file, await stat(real), MAX_SETTINGS_BYTES, advice);
  };

  let settings: SourceFile | undefined;
  let readSettings: ReadSettings | undefined;
  try {
    root = await realpath(folder);
    settings = await readTopFile(SETTINGS_FILE);
    // Loaded only if there is such a file: the shipped guide needs no YAML parser.
    if (settings !== undefined) readSettings = (await import('./settings/read-settings.js')).readSettings(settings);
    const ignoreFile = await readTopFile(IGNORE_FILE);
    isIgnored = createIgnore([...(readSettings?.settings.ignore ?? []), ...readIgnoreFile(ignoreFile?.text ?? '')]);
    hasCollections = (await stat(join(folder, '_config.yml')).catch(() => undefined))?.isFile() ?? false;
    await readSubfolder('', [root]);
  } catch (error) {
    refuse(folder, describeFolderError(error));
  }
  if (folders > MAX_FOLDERS)
    refuse(
      folder,
      `has more than ${MAX_FOLDERS} folders. Check for symbolic links that lead back to a folder above them.`,
    );
  if (files.length === 0 && !problems.some(isError)) {
    const others =
      otherFormats.length > 0 ? ` It has ${otherFormats.slice(0, 3).join(', ')}, which cannot be read.` : '';
    refuse(folder, `has no Markdown files (*.md).${others} Add a page, or set GUIDE_DIR to another folder.`);
  }
  const [questions, menusAbove] = await Promise.all([readQuestionsFile(folder), readMenusAbove(folder)]);
  return {
    files: files.sort((a, b) => compareFiles(a.file, b.file)),
    fragments: fragments.sort((a, b) => compareFiles(a.file, b.file)),
    names,
    otherFormats: otherFormats.sort(),
    ...(settings && { settings }),
    ...(questions && { questions }),
    menus: menus.sort((a, b) => compareFiles(a.file, b.file)),
    isJekyll: hasCollections,
    codeMenus: codeMenus.sort(),
    ...(menusAbove && menusAbove.files.length > 0 && { menusAbove }),
    ...(readSettings && { readSettings }),
    unreadable,
    problems,
  };
}

/** Help works without the questions, so a file that cannot be read is no problem of the guide. */
async function readQuestionsFile(folder: string): Promise<SourceFile | undefined> {
  for (const file of QUESTIONS_FILES) {
    const path = join(folder, file);
    const stats = await lstat(path).catch(() => undefined);
    if (!stats?.isFile() || stats.size > MAX_PAGE_BYTES) continue;
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

function isInside(real: string, root: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outsideText(real: string): string {
  return `is a symbolic link to ${real}, outside the guide's folder. Put a copy into the folder instead.`;
}

function isWanted(entry: Dirent): boolean {
  return (
    !entry.name.startsWith('.') &&
    entry.name !== 'node_modules' &&
    (isMarkdown(entry.name) || entry.isDirectory() || entry.isSymbolicLink())
  );
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'it does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ELOOP':
      return 'a symbolic link that leads to itself';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function describeFolderError(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'does not exist. Create it, or set GUIDE_DIR to a folder of Markdown files.';
    case 'ENOTDIR':
      return 'is not a folder. Set GUIDE_DIR to the folder of the Markdown files.';
    default:
      return `cannot be read (${reasonOf(error)}). Check its permissions.`;
  }
}
