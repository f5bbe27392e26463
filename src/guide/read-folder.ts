import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import {
  FACTS_FILE,
  isCodeMenu,
  isFragment,
  isMarkdown,
  isMenu,
  isOtherFormat,
  PARTS_OF_GITBOOK,
  SETTINGS_FILE,
} from './file-kinds.js';
import { createIgnore, IGNORE_FILE, readIgnoreFile } from './ignore.js';
import { MAX_PAGE_BYTES, MAX_SETTINGS_BYTES } from './parse/limits.js';
import { isError, type Problem, problemAt } from './problem.js';
import { QUESTIONS_FILES } from './questions.js';
import { type MenusAbove, readMenu, readMenusAbove, realPath } from './read-menus.js';
import type { ReadSettings } from './settings.js';
import { compareFiles, decodeText, guideRevision, type SourceFile } from './source-file.js';

/** What a folder has: the files that could be read, in order of their paths, and what is wrong with the others. */
export interface FolderContent {
  readonly files: readonly SourceFile[];
  /** The settings of the guide, `guidepost.yml`, if it has some. */
  readonly settings?: SourceFile;
  /** The facts that pages name, `facts.yml`, if there is such a file. */
  readonly facts?: SourceFile;
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
/** Pages and parts of pages. */
const MAX_FILES = 50_000;
/** Of all Markdown together. Read and indexed, it takes about ten times as much memory. */
const MAX_GUIDE_BYTES = 128 * 1024 * 1024;
/** Characters of all menus together. A folder of thousands could have one each. */
const MAX_MENUS = 8 * 1024 * 1024;

/** The revision of a guide in which nothing is parsed yet. */
export function revisionOf({ files, fragments, settings, facts, menus, menusAbove, questions }: FolderContent): string {
  const others = [settings, facts, questions].filter((file) => file !== undefined);
  return guideRevision([...files, ...fragments, ...others, ...menus, ...(menusAbove?.files ?? [])]);
}

/**
 * Reads every Markdown file of a folder and its subfolders, and its settings. Only this reads pages from the disk. It does so at once,
 * which takes a fifth of the time: it runs before the app answers, or in a worker.
 * @param maxBytes of all files together
 */
export async function readFolder(
  folder: string,
  { maxFiles = MAX_FILES, maxBytes = MAX_GUIDE_BYTES }: { maxFiles?: number; maxBytes?: number } = {},
): Promise<FolderContent> {
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
  const refuse = (
    file: string,
    text: string,
    { line, rule }: Partial<Pick<Problem, 'line' | 'rule'>> = {},
  ): undefined => {
    const isPart = isMarkdown(file) && isFragment(file, hasCollections);
    if (isMarkdown(file) && !isPart) unreadable.push(file);
    // Without a part, its pages are still there.
    problems.push(
      problemAt(
        rule ?? (isPart ? 'unreadable-part' : file === folder ? 'unreadable-folder' : 'unreadable-file'),
        file,
        line,
        text,
      ),
    );
  };
  /** What `read` returns; undefined, with a problem, if it cannot read the file. */
  const orRefuse = <T>(file: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      return refuse(
        file,
        `cannot be read (${reasonOf(error)}). Check that it exists and that its permissions allow it.`,
      );
    }
  };

  let folders = 0;
  let root = '';
  const found: string[] = [];
  let isFull = false;
  let menuCharacters = 0;

  /** @param within the real paths of the folder and of those around it */
  const walk = (path: string, within: readonly string[]): void => {
    folders += 1;
    if (folders > MAX_FOLDERS) return;
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (name === 'guidepost.yaml') {
        problems.push(problemAt('misnamed-settings', name, undefined, `is not read. Rename it to ${SETTINGS_FILE}.`));
      }
      if (entry.isFile()) names.add(name);
      if (isIgnored(name)) continue;
      if (entry.isFile() && isOtherFormat(name)) otherFormats.push(name);
      if (entry.isFile() && isCodeMenu(name)) codeMenus.push(name);
      if (entry.isFile() && isMenu(name)) {
        const text = readMenu(join(folder, name));
        menuCharacters += text?.length ?? 0;
        if (text !== undefined && menuCharacters <= MAX_MENUS) menus.push({ file: name, text });
      }
      if (isWanted(entry)) orRefuse(name, () => enter(name, entry, within));
    }
  };

  const enter = (path: string, entry: Dirent, within: readonly string[]): void => {
    // Only a link can lead elsewhere.
    const real = entry.isSymbolicLink() ? realpathSync(join(folder, path)) : join(within.at(-1) ?? root, entry.name);
    const isFolder = entry.isSymbolicLink() ? statSync(real).isDirectory() : entry.isDirectory();
    if (!isFolder && !isMarkdown(path)) return;
    if (!isInside(real, root)) refuse(path, outsideText(real));
    else if (isFolder) {
      if (!within.includes(real)) walk(path, [...within, real]);
    } else if (found.length < maxFiles) found.push(path);
    else isFull = true;
  };

  /** Reads what was found, in order of the paths, so that the same files are left out of a guide that is too large. */
  const readFound = (): void => {
    let total = 0;
    for (const path of found.sort(compareFiles)) {
      const size = orRefuse(path, () => sizeOf(path));
      if (size === undefined) continue;
      if (total + size > maxBytes) {
        const text = `is left out, because the files before it have ${Math.round(maxBytes / 1024 ** 2)} MiB already, and a guide may have no more. Ignore what nobody asks for, with "ignore:" in ${SETTINGS_FILE}.`;
        refuse(path, text, { rule: 'guide-too-large' });
        continue;
      }
      total += size;
      const page = orRefuse(path, () => readText(path));
      if (page !== undefined) (isFragment(path, hasCollections) ? fragments : files).push(page);
    }
  };

  /** The size of a page, if it can be read. */
  const sizeOf = (path: string): number | undefined => {
    const advice = `and a page may have ${MAX_PAGE_BYTES / 1024} KiB. Split it into pages.`;
    return checkSize(path, statSync(join(folder, path)), MAX_PAGE_BYTES, advice);
  };

  const checkSize = (file: string, stats: Stats, maxBytes: number, advice: string): number | undefined => {
    if (!stats.isFile()) return refuse(file, 'is not a regular file. Replace it with one, or rename it.');
    if (stats.size > maxBytes) return refuse(file, `has ${Math.ceil(stats.size / 1024)} KiB, ${advice}`);
    return stats.size;
  };

  const readText = (file: string): SourceFile | undefined => {
    const decoded = decodeText(readFileSync(join(folder, file)));
    if (decoded.kind === 'text') return { file, text: decoded.text };
    const { offset, hint, line } = decoded;
    return refuse(file, `is not UTF-8 at byte ${offset} (${hint}). Save it as UTF-8.`, { line });
  };

  /** A file at the top of the folder that is no page; undefined if there is none. It may not be a link that leads out of the folder. */
  const readTopFile = (file: string): SourceFile | undefined => {
    const real = realPath(join(folder, file));
    if (real === undefined) return undefined;
    if (!isInside(real, root)) return refuse(file, outsideText(real));
    const advice = `and it may have ${MAX_SETTINGS_BYTES / 1024} KiB. ${file === FACTS_FILE ? 'Remove what no page uses' : 'Move keywords into the pages'}.`;
    return checkSize(file, statSync(real), MAX_SETTINGS_BYTES, advice) === undefined ? undefined : readText(file);
  };

  let settings: SourceFile | undefined;
  let facts: SourceFile | undefined;
  let readSettings: ReadSettings | undefined;
  try {
    root = realpathSync(folder);
    settings = readTopFile(SETTINGS_FILE);
    // Loaded only if there is such a file: the shipped guide needs no YAML parser.
    if (settings !== undefined) readSettings = (await import('./settings.js')).readSettings(settings);
    facts = readTopFile(FACTS_FILE);
    const ignoreFile = readTopFile(IGNORE_FILE);
    isIgnored = createIgnore([...(readSettings?.settings.ignore ?? []), ...readIgnoreFile(ignoreFile?.text ?? '')]);
    hasCollections = statSync(join(folder, '_config.yml'), { throwIfNoEntry: false })?.isFile() ?? false;
    walk('', [root]);
    readFound();
  } catch (error) {
    refuse(folder, describeFolderError(error));
  }
  if (folders > MAX_FOLDERS)
    refuse(
      folder,
      `has more than ${MAX_FOLDERS} folders. Check for symbolic links that lead back to a folder above them.`,
    );
  if (isFull)
    refuse(
      folder,
      `has more than ${maxFiles} pages, and those beyond that limit are left out. Ignore what nobody asks for, with "ignore:" in ${SETTINGS_FILE}.`,
      { rule: 'too-many-pages' },
    );
  if (files.length === 0 && !problems.some(isError)) {
    const others =
      otherFormats.length > 0 ? ` It has ${otherFormats.slice(0, 3).join(', ')}, which cannot be read.` : '';
    refuse(folder, `has no Markdown files (*.md).${others} Add a page, or set GUIDE_DIR to another folder.`);
  }
  const questions = readQuestionsFile(folder);
  const menusAbove = readMenusAbove(folder);
  return {
    files: files.sort((a, b) => compareFiles(a.file, b.file)),
    fragments: fragments.sort((a, b) => compareFiles(a.file, b.file)),
    names,
    otherFormats: otherFormats.sort(),
    ...(settings && { settings }),
    ...(facts && { facts }),
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
function readQuestionsFile(folder: string): SourceFile | undefined {
  for (const file of QUESTIONS_FILES) {
    const path = join(folder, file);
    try {
      const stats = lstatSync(path);
      if (stats.isFile() && stats.size <= MAX_PAGE_BYTES) return { file, text: readFileSync(path, 'utf8') };
    } catch {
      // Perhaps there is one of the other name.
    }
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
    (!entry.name.startsWith('.') || entry.name === PARTS_OF_GITBOOK) &&
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
