import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { parse } from 'yaml';
import { type Day, dayOf } from '../../guide/dates.js';
import { SETTINGS_FILE } from '../../guide/file-kinds.js';
import { readGuide } from '../../guide/load.js';
import type { Page } from '../../guide/page.js';
import { isError } from '../../guide/problem.js';
import { QUESTIONS_FILES } from '../../guide/questions.js';
import { readFolder } from '../../guide/read-folder.js';
import { packageFile, version } from '../../package-file.js';
import { type Command, type Io, UsageError } from '../args.js';
import { UnreadableFile } from '../questions-file.js';
import { counted, printableLine } from '../text/terminal.js';

export const init: Command = {
  name: 'init',
  operands: 'DIR',
  summary: 'start a guide, or add what a folder of Markdown lacks',
  details: [
    'In a new or empty folder it writes a guide of three pages with next steps, a checklist, questions and settings.',
    'In a folder with Markdown it adds what is missing: guidepost.yml, and questions.yml with the pages’ titles as examples.',
    'Both get a workflow for GitHub that checks each pull request, at the top of the git repository that DIR is in.',
    'Nothing is overwritten.',
  ].join('\n'),
  options: {},
  run: async ({ operands }, io) => {
    const [name] = operands;
    if (name === undefined || operands.length > 1)
      throw new UsageError('init needs one folder, as in: guidepost init guide');
    const folder = resolve(io.cwd, name);
    const existing = await readExisting(name, folder, dayOf(io.now()));
    const files = await newFiles(folder, existing);
    const made = await writeAll(files, io);
    for (const { path, purpose } of made) io.out(`Made ${shown(path, io)}: ${purpose}\n`);
    for (const file of files) {
      if (!made.includes(file)) io.out(`Left alone ${shown(file.inPlaceOf ?? file.path, io)}: it exists\n`);
    }
    io.out(`${made.length === 0 ? 'Nothing was missing. ' : ''}${await summary(name, folder, dayOf(io.now()))}`);
    return 0;
  },
};

/** What a folder with Markdown has; undefined if it is to become a guide. @throws UnreadableFile if it cannot */
async function readExisting(name: string, folder: string, today: Day) {
  const stats = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UnreadableFile(`${name} cannot be read (${reasonOf(error)}). ${adviceFor(error)}`);
  });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) {
    throw new UnreadableFile(`${name} is a file. Name the folder of the guide, as in: guidepost init guide`);
  }
  const content = await readFolder(folder);
  const unreadable = content.problems.find(({ file, text }) => file === folder && text.startsWith('cannot be read'));
  if (unreadable !== undefined) throw new UnreadableFile(`${name} ${unreadable.text}`);
  if (content.files.length + content.unreadable.length + content.fragments.length === 0) return undefined;
  const { guide, problems } = await readGuide({ folder, content, review: { today } });
  return { pages: guide?.pages ?? [], isClean: problems.length === 0 };
}

/**
 * Writes what does not exist, all of it or nothing: half a guide would count as a guide the next time.
 * @returns what was written
 * @throws UnreadableFile that says why a file cannot be written
 */
async function writeAll(files: readonly NewFile[], io: Io): Promise<NewFile[]> {
  const made: NewFile[] = [];
  for (const file of files) {
    const { path, text, inPlaceOf } = file;
    if (inPlaceOf !== undefined || (await isThere(path))) continue;
    try {
      await makeFolder(dirname(path));
      // Never over a file that somebody else has just made.
      await writeFile(path, text, { flag: 'wx' });
      made.push(file);
    } catch (error) {
      for (const each of made) await rm(each.path, { force: true });
      throw new UnreadableFile(
        `${shown(path, io)} cannot be written (${reasonOf(error)}). ${adviceFor(error)} Nothing was made.`,
      );
    }
  }
  return made;
}

/** Also if it is a link that leads nowhere. */
async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** Step by step: Node's own recursive mkdir never returns where a file system refuses a folder as missing, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'ENOENT':
      return 'the folder cannot be made there';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of the path is a file';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function adviceFor(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'Make room.';
  return code === 'EACCES' || code === 'EPERM'
    ? 'Change its permissions, or name another folder.'
    : 'Name another folder.';
}

/** What the guide has now, and what to do next. */
async function summary(name: string, folder: string, today: Day): Promise<string> {
  const { guide, problems } = await readGuide({ folder, review: { today } });
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  const guideName = quoted(name);
  const steps = [
    [`guidepost playground ${guideName}`, 'ask it in your browser, without Slack; edits show at once'],
    [`guidepost check ${guideName}`, 'list what should be fixed'],
    [`guidepost evaluate ${quoted(`${name.replace(/\/+$/, '')}/questions.yml`)}`, 'measure how well it answers'],
  ];
  const width = Math.max(...steps.map(([command = '']) => command.length));
  return [
    `${name} has ${counted(guide?.pages.length ?? 0, 'page')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
    '',
    'Next:',
    ...steps.map(([command = '', purpose]) => `  npx ${command.padEnd(width)}  ${purpose}`),
    '',
  ].join('\n');
}

function shown(path: string, { cwd }: Io): string {
  const inside = relative(cwd, path);
  return inside.startsWith('..') ? path : inside;
}

/** For a shell, if it has more than plain characters. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A file that a guide needs, if it has none. */
interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** Another file that does the same already. */
  readonly inPlaceOf?: string;
}

/** What a new guide begins with: a page, and what it is about. */
const STARTER_PAGES: readonly (readonly [file: string, purpose: string])[] = [
  ['deploy.md', 'a page with a checklist'],
  ['roll-back.md', 'a page with keywords'],
  ['incidents.md', 'a page with links and next steps'],
];

/**
 * The files that a guide should have: pages if it has none, settings, questions, and a workflow for GitHub.
 * @param folder absolute
 * @param existing what a folder with Markdown has: its pages in their order, and whether `check` finds nothing
 */
async function newFiles(
  folder: string,
  existing: { readonly pages: readonly Page[]; readonly isClean: boolean } | undefined,
): Promise<NewFile[]> {
  const starter = (file: string): Promise<string> => readFile(packageFile(`starter/${file}`), 'utf8');
  const questions = QUESTIONS_FILES.find((file) => existsSync(join(folder, file)));
  const pages = existing ? [] : STARTER_PAGES;
  return [
    ...(await Promise.all(
      pages.map(async ([file, purpose]) => ({ path: join(folder, file), text: await starter(file), purpose })),
    )),
    {
      path: join(folder, SETTINGS_FILE),
      text: existing ? emptySettings() : await starter(SETTINGS_FILE),
      purpose: 'your team’s own words, and other settings',
    },
    {
      path: join(folder, QUESTIONS_FILES[0] ?? ''),
      text: existing ? questionsToFillIn(existing.pages) : await starter('questions.yml'),
      purpose: 'what people ask, to measure the answers',
      ...(questions && { inPlaceOf: join(folder, questions) }),
    },
    await workflow(
      folder,
      questions ?? QUESTIONS_FILES[0] ?? '',
      existing?.isClean ?? true,
      await starter('workflow.yml'),
    ),
  ];
}

/** Settings that change nothing, as examples. */
function emptySettings(): string {
  return `# Settings of this guide. Remove the "# " of those that you want.

# Words that your team says, and what the pages call them:
# synonyms:
#   k8s: kubernetes
#   release train: deployment

# Files and folders that are not pages:
# ignore: [drafts/, "*.old.md"]

# The tool that the pages are written for, if guidepost check names another one:
# dialect: mkdocs
`;
}

/** More would not be filled in. */
const MAX_EXAMPLES = 20;

/** A questions file without a question: the titles of the guide's own pages are examples. */
export function questionsToFillIn(pages: readonly Page[]): string {
  const examples = pages.slice(0, MAX_EXAMPLES);
  const more = pages.length - examples.length;
  return [
    '# What people ask, in their own words, with the page that answers. `guidepost evaluate` measures how often that page comes first, and',
    '# `/guide help` offers three of these questions. Remove the "# " of an entry, and write what somebody really asked in place of the title.',
    '# `page: none` is for what the guide does not answer.',
    '',
    ...examples.flatMap(({ title, slug }) => [
      `# - question: ${JSON.stringify(printableLine(title))}`,
      // Quoted where it would be a number or a word of YAML, such as 0e0.
      `#   page: ${/^[a-z][\w/.-]*$/i.test(slug) && parse(slug) === slug ? slug : JSON.stringify(slug)}`,
    ]),
    ...(more > 0 ? [`# The guide has ${more} more ${more === 1 ? 'page' : 'pages'}: guidepost ask topics`] : []),
    '',
  ].join('\n');
}

/** Where GitHub finds workflows: at the top of the repository that the guide is in. Without one, at the top of the guide. */
async function workflow(folder: string, questions: string, isStrict: boolean, template: string): Promise<NewFile> {
  const root = repositoryOf(folder) ?? folder;
  const guide = relative(root, folder).split(sep).join('/') || '.';
  const file = '.github/workflows/guide.yml';
  // In a filter of GitHub, these characters have a meaning.
  const isPlain = guide !== '.' && !/[*?+[\]!{}()\\]/.test(guide);
  const paths = isPlain ? [posix.join(guide, '**'), file] : ['**'];
  const values: Readonly<Record<string, string>> = {
    PATHS: `[${paths.map((path) => JSON.stringify(path)).join(', ')}]`,
    GUIDE: JSON.stringify(guide),
    PACKAGE: `guidepost@${version()}`,
    STRICT: isStrict ? '--strict ' : '',
    QUESTIONS: questions,
  };
  return {
    path: join(root, file),
    text: template.replace(/%([A-Z]+)%/g, (written, name: string) => values[name] ?? written),
    purpose: 'checks each pull request on GitHub',
  };
}

/** The top of the git repository that a folder is in. A worktree and a submodule have a file `.git`. */
export function repositoryOf(folder: string): string | undefined {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, '.git'))) return each;
    if (each === dirname(each)) return undefined;
  }
}
