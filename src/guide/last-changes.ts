import { spawn } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import type { Guide } from './page.js';

/** What git may do for a guide: it is one call, and answers do not wait for it. */
export interface HistoryOptions {
  /** Of the process: git needs `PATH`, and `HOME` for the settings of the person who runs it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the program stops. */
  readonly stop?: AbortSignal;
  readonly timeoutMs?: number;
}

/** A long history takes git a minute. The rest of it says nothing about most pages. */
const TIMEOUT_MS = 20_000;
const MAX_BYTES = 64 * 1024 * 1024;

const COMMIT = '\u0001';
/*
 * Nothing that a repository's settings name is run: no hook, pager, signature check, external diff or fetch. The decoration is only for
 * "grafted", which marks the last commit of a shallow clone: it seems to have changed every file.
 */
const LOG = [
  '--no-pager',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false', 'protocol.allow=never'].flatMap(
    (setting) => ['-c', setting],
  ),
  'log',
  `--format=${COMMIT}%cs %D`,
  '--decorate=short',
  '--decorate-refs=refs/none',
  '--no-show-signature',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--name-only',
  '--relative',
  '-z',
  '--',
  '.',
];

/**
 * The day of the last commit of each file, by its path inside the folder, as far as git tells: none where there is no git, no repository, or
 * only the last commit of one. Stops once all files are found. Never rejects.
 * @param files paths inside the folder
 */
export async function readLastChanges(
  folder: string,
  files: readonly string[],
  { environment, stop, timeoutMs = TIMEOUT_MS }: HistoryOptions,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const wanted = new Set(files);
  const cwd = await realpath(folder).catch(() => undefined);
  if (cwd === undefined || wanted.size === 0 || stop?.aborted) return found;
  await new Promise<void>((resolve) => {
    const git = spawn('git', LOG, { cwd, env: settingsOf(environment), stdio: ['ignore', 'pipe', 'ignore'] });
    const end = (): void => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', end);
      git.kill('SIGKILL');
      git.stdout.destroy();
      resolve();
    };
    const timer = setTimeout(end, timeoutMs);
    timer.unref();
    stop?.addEventListener('abort', end, { once: true });
    git.once('error', end).once('close', end);
    const read = reader(found, wanted);
    let bytes = 0;
    git.stdout.setEncoding('utf8').on('data', (text: string) => {
      bytes += text.length;
      read(text);
      if (found.size === wanted.size || bytes > MAX_BYTES) end();
    });
  });
  return found;
}

/** Reads what git writes, piece by piece: newest first, so the first day of a file is its last. */
function reader(found: Map<string, string>, wanted: ReadonlySet<string>): (text: string) => void {
  let rest = '';
  let day: string | undefined;
  return (text) => {
    const parts = (rest + text).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const field = part.replace(/^\n/, '');
      if (field.startsWith(COMMIT)) {
        const [, date, names = ''] = /^.(\d{4}-\d{2}-\d{2}) ?(.*)$/s.exec(field) ?? [];
        day = names.includes('grafted') ? undefined : date;
      } else if (day !== undefined && wanted.has(field) && !found.has(field)) found.set(field, day);
    }
  };
}

/** Only what git needs: settings such as `GIT_DIR` would lead it elsewhere. */
function settingsOf({ PATH, HOME, XDG_CONFIG_HOME }: HistoryOptions['environment']): Record<string, string> {
  return {
    ...(PATH !== undefined && { PATH }),
    ...(HOME !== undefined && { HOME }),
    ...(XDG_CONFIG_HOME !== undefined && { XDG_CONFIG_HOME }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // What a partial clone lacks is not fetched.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

/** Fills in when the pages of a guide were changed that do not say it themselves. */
export async function fillLastChanges(guide: Guide, folder: string, options: HistoryOptions): Promise<void> {
  const { lastChanges } = guide;
  if (lastChanges === undefined) return;
  const files = guide.pages.flatMap(({ file, updated }) => (updated === undefined ? [file] : []));
  for (const [file, day] of await readLastChanges(folder, files, options)) lastChanges.set(file, day);
}
