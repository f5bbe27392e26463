import { readFile } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import { withoutSecrets } from '../../config/environment.js';
import { SETTINGS_FILE } from '../../guide/file-kinds.js';
import { addKeywords, addPageKeywords, type Edited } from '../../guide/front-matter/add-keywords.js';
import { nearestWord } from '../../guide/near-names.js';
import type { Guide, Page } from '../../guide/page.js';
import { type Arguments, type Command, type Io, UsageError } from '../args.js';
import { hashOf, PhraseChecker, promptFor, readAnswer } from '../keywords/phrases.js';
import { runProgram } from '../keywords/run-program.js';
import { guideOption, openGuideFiles, replaceFile } from '../open-guide.js';
import { UnreadableFile } from '../questions-file.js';
import { counted, printableLine } from '../text/terminal.js';

/** In the folder of the pages; its name begins with a dot, so it is no part of the guide. */
const RECORD_FILE = '.guidepost-keywords.json';

const DEFAULT_TIMEOUT_S = 120;
const MAX_TIMEOUT_S = 3_600;
/** A program that fails so often in a row is not set up. */
const MAX_FAILURES = 3;
/** What a shell reports of a program that Ctrl-C has ended. */
const STOPPED = 130;

export const keywords: Command = {
  name: 'keywords',
  summary: 'ask a program for keywords of new and changed pages',
  details: [
    'For each page, COMMAND gets a prompt on its standard input and answers with a YAML list of phrases that people would',
    'type. Any program will do: "llm", "claude -p", a script. What is right is shown and added to the front matter of the',
    'page; nothing else in the file changes. Without --with, it prints the prompts.',
    '',
    'A page is asked for if it has no keywords, or if it has changed since it was asked for; the file',
    `${RECORD_FILE} in the guide’s folder remembers that, so keep it with the pages.`,
    '',
    'COMMAND is split at spaces and started directly. If it has signs of the shell, such as | $ or quotes, sh runs it.',
    'Guidepost’s own secrets are not passed on. The exit code is 1 if a page failed, 130 after Ctrl-C.',
    '',
    'Examples:',
    '  guidepost keywords --with "claude -p" --dry-run',
    '  guidepost keywords --with llm --page databases --page caching',
  ].join('\n'),
  options: {
    with: { value: 'COMMAND', description: 'the program to ask' },
    guide: guideOption,
    file: { description: `write into ${SETTINGS_FILE} in the guide’s folder, not into the pages` },
    page: { value: 'SLUG', description: 'ask for this page, changed or not; can be repeated' },
    all: { description: 'ask for all pages, changed or not' },
    timeout: { value: 'S', description: `seconds for each page, instead of ${DEFAULT_TIMEOUT_S}` },
    'dry-run': { description: 'show what would be added, and write nothing' },
  },
  run: async (args, io) => {
    if (args.operands.length > 0)
      throw new UsageError('keywords takes only options; put a command with spaces in quotes: --with "claude -p"');
    const timeoutMs = 1000 * readTimeout(args.value('timeout'));
    const { guide, folder } = await openGuideFiles(args.value('guide'), io);
    const absolute = resolve(io.cwd, folder);
    const record = await readRecord(absolute);
    for (const slug of record.keys()) if (!guide.bySlug.has(slug)) record.delete(slug);
    const pages = choosePages(guide, record, args);
    if (pages.length === 0) {
      io.err(
        `${counted(guide.pages.length, 'page')}: none is new or changed. To ask for one anyway, use --page or --all.\n`,
      );
      return 0;
    }
    const command = args.value('with');
    if (command === undefined) {
      io.out(promptsText(pages));
      return 0;
    }
    const inFile = args.has('file');
    const run = { command, timeoutMs, guide, folder, absolute, record, inFile, isDryRun: args.has('dry-run'), io };
    return await askForAll(pages, run);
  },
};

function readTimeout(written: string | undefined): number {
  if (written === undefined) return DEFAULT_TIMEOUT_S;
  const seconds = /^\d+(?:\.\d+)?$/.test(written) ? Number(written) : 0;
  if (seconds > 0 && seconds <= MAX_TIMEOUT_S) return seconds;
  throw new UsageError(`--timeout needs seconds, from 1 to ${MAX_TIMEOUT_S}, not "${written}"`);
}

function choosePages(guide: Guide, record: KeywordRecord, { has, values }: Arguments): readonly Page[] {
  const wanted = values('page');
  for (const slug of wanted) {
    if (guide.bySlug.has(slug)) continue;
    const nearest = nearestWord(slug, guide.bySlug.keys());
    throw new UsageError(`the guide has no page "${slug}"${nearest === undefined ? '' : `; did you mean ${nearest}?`}`);
  }
  if (wanted.length > 0) return guide.pages.filter(({ slug }) => wanted.includes(slug));
  return has('all') ? guide.pages : guide.pages.filter((page) => isNewOrChanged(page, record));
}

/** A page with keywords that was never asked for got them from its author. */
function isNewOrChanged(page: Page, record: KeywordRecord): boolean {
  const asked = record.get(page.slug);
  return page.keywords.length === 0 || (asked !== undefined && asked !== hashOf(page));
}

function promptsText(pages: readonly Page[]): string {
  const [first, ...others] = pages;
  if (first !== undefined && others.length === 0) return promptFor(first);
  return pages.map((page) => `===== ${page.file} =====\n\n${promptFor(page)}`).join('\n');
}

interface Run {
  readonly command: string;
  readonly timeoutMs: number;
  readonly guide: Guide;
  /** As messages name it. */
  readonly folder: string;
  readonly absolute: string;
  readonly record: KeywordRecord;
  readonly inFile: boolean;
  readonly isDryRun: boolean;
  readonly io: Io;
}

async function askForAll(pages: readonly Page[], run: Run): Promise<number> {
  const { io, isDryRun } = run;
  const stop = io.stopRequested();
  const checker = new PhraseChecker(run.guide);
  let done = 0;
  let failed = 0;
  let failedInARow = 0;
  const summarize = (): string =>
    `${counted(done, 'page')} ${isDryRun ? 'would get' : done === 1 ? 'has' : 'have'} new keywords${failed > 0 ? `, ${counted(failed, 'page')} failed` : ''}\n`;
  for (const [index, page] of pages.entries()) {
    io.err(`[${index + 1}/${pages.length}] ${page.file}\n`);
    const outcome = await askFor(page, checker, stop, run);
    if (outcome.kind === 'stopped') {
      io.err(`Stopped: ${summarize()}`);
      return STOPPED;
    }
    if (outcome.kind === 'done') {
      done += 1;
      failedInARow = 0;
      continue;
    }
    io.err(`  ${printableLine(outcome.reason)}\n`);
    failed += 1;
    failedInARow += 1;
    if (outcome.kind === 'not-found') break;
    if (failedInARow === MAX_FAILURES && index + 1 < pages.length) {
      io.err(`Stopped after ${MAX_FAILURES} failures in a row.\n`);
      break;
    }
  }
  io.err(summarize());
  return failed > 0 ? 1 : 0;
}

type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed' | 'not-found'; readonly reason: string };

async function askFor(page: Page, checker: PhraseChecker, stop: AbortSignal, run: Run): Promise<Outcome> {
  const { io, folder, absolute, record, inFile, isDryRun, command, timeoutMs } = run;
  const file = inFile ? SETTINGS_FILE : page.file;
  const before = await readTextOf(join(absolute, file));
  const env = withoutSecrets(io.env);
  const onError = (text: string): void => io.err(text);
  const result = await runProgram({ command, input: promptFor(page), cwd: io.cwd, env, timeoutMs, onError, stop });
  if (result.kind !== 'answer') return result;
  const answer = readAnswer(result.output);
  if (answer.kind === 'unreadable') return { kind: 'failed', reason: answer.reason };
  const { added, leftOut } = checker.check(answer.phrases, page);
  for (const { phrase, reason } of leftOut) io.err(`  left out "${printableLine(phrase).slice(0, 80)}": ${reason}\n`);
  if (added.length === 0) return { kind: 'failed', reason: 'no phrase is left' };
  // Nothing waits from here on, so nobody else changes the file in between.
  if ((await readTextOf(join(absolute, file))) !== before)
    return { kind: 'failed', reason: `${file} was changed meanwhile. Run the command again.` };
  const edited: Edited = inFile
    ? addPageKeywords(before, page, added)
    : addKeywords({ file: page.file, text: before }, added);
  if (edited.kind === 'refused') return { kind: 'failed', reason: edited.reason };
  if (stop.aborted) return { kind: 'stopped' };
  if (!isDryRun) {
    await replaceFile(join(absolute, file), edited.text);
    record.set(page.slug, hashOf(page));
    await writeRecord(absolute, record);
  }
  io.out(differenceText(posix.join(folder, file), page.slug, added));
  return { kind: 'done' };
}

/** Empty for a file that does not exist yet. */
async function readTextOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

function differenceText(file: string, slug: string, added: readonly string[]): string {
  const range = `@@ keywords of ${slug}: ${counted(added.length, 'phrase')} @@`;
  return [`--- ${file}`, `+++ ${file}`, range, ...added.map((phrase) => `+${phrase}`), ''].join('\n');
}

/** For which content each page was asked for keywords last: slug → hash. */
type KeywordRecord = Map<string, string>;

/** @throws UnreadableFile */
async function readRecord(folder: string): Promise<KeywordRecord> {
  const text = await readFile(join(folder, RECORD_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new UnreadableFile(`${RECORD_FILE} cannot be read: ${error.message}`);
  });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not an object');
    return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(
      `${RECORD_FILE} is damaged (${reason}). Restore it, or delete it: then only pages without keywords are new.`,
    );
  }
}

async function writeRecord(folder: string, record: KeywordRecord): Promise<void> {
  const sorted = [...record].sort(([a], [b]) => (a < b ? -1 : 1));
  await replaceFile(join(folder, RECORD_FILE), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
