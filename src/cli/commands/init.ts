import { lstat, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { type Day, dayOf } from '../../guide/dates.js';
import { readGuide } from '../../guide/load.js';
import { isError } from '../../guide/problem.js';
import { readFolder } from '../../guide/read-folder.js';
import { type Command, type Io, UsageError } from '../args.js';
import { type NewFile, newFiles } from '../init/new-files.js';
import { UnreadableFile } from '../questions-file.js';
import { counted } from '../text/terminal.js';

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
