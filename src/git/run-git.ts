import { type ChildProcess, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { GitFailure } from './git-error.js';
import type { Credentials, GuideRepository } from './settings.js';

export interface GitRun {
  /** Nothing secret: every user of the machine can read it in the list of processes. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs: number;
  /** Aborted when git must stop. */
  readonly signal?: AbortSignal | undefined;
}

/** References and error messages have far less. */
const MAX_OUTPUT = 256 * 1024;

/**
 * Runs git without a shell, and stops it with everything that it started when it takes too long.
 * @returns what it wrote to standard output
 * @throws GitFailure
 */
export function runGit({ args, cwd, environment, input = '', timeoutMs, signal }: GitRun): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new GitFailure('stopped', ''));
    // In a process group of its own, because git starts other programs, such as ssh.
    const child = spawn('git', [...args], { cwd, env: environment, stdio: 'pipe', detached: true });
    const written = { stdout: '', stderr: '' };
    let early: GitFailure | undefined;
    const end = (reason: 'late' | 'stopped'): void => {
      early ??= new GitFailure(reason, written.stderr);
      killGroup(child);
    };
    const timer = setTimeout(end, timeoutMs, 'late');
    const onStop = (): void => end('stopped');
    signal?.addEventListener('abort', onStop, { once: true });
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onStop);
      finish();
    };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        if (written[name].length < MAX_OUTPUT) written[name] += text;
      });
    }
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? 'not-installed' : 'not-started';
      settle(() => reject(new GitFailure(reason, error.message)));
    });
    // What it left behind may hold its output open for ever.
    child.once('exit', () => killGroup(child));
    child.once('close', (code) => {
      const failure = early ?? (code === 0 ? undefined : new GitFailure('exit', written.stderr));
      settle(() => (failure === undefined ? resolve(written.stdout) : reject(failure)));
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** What git and the programs that it starts need of our environment: never our secrets, and nothing else that changes what git does. */
const PASSED_ON =
  /^(?:PATH|HOME|TMPDIR|LD_LIBRARY_PATH|SSH_AUTH_SOCK|(?:https?|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|GIT_SSL_\w+|GIT_SSH|GIT_SSH_COMMAND|GIT_EXEC_PATH)$/i;

/**
 * The environment for git: it asks nobody, reads no configuration but this, runs nothing that a repository names (hooks, filters,
 * submodules), and calls only by the protocol of the repository's own address. The token goes here, because only this user can read
 * the environment of a process.
 */
export function gitEnvironment(
  given: Readonly<Record<string, string | undefined>>,
  { url, token }: GuideRepository,
): Record<string, string> {
  const passed = Object.entries(given).flatMap(([name, value]) =>
    PASSED_ON.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  const settings: readonly (readonly [string, string])[] = [
    ['core.hooksPath', devNull],
    ['core.fsmonitor', 'false'],
    ['core.attributesFile', devNull],
    ['core.autocrlf', 'false'],
    ['credential.helper', ''],
    ['fetch.recurseSubmodules', 'false'],
    ['submodule.recurse', 'false'],
    // Always one file, whose size can be watched.
    ['fetch.unpackLimit', '1'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['advice.detachedHead', 'false'],
    ['init.defaultBranch', 'main'],
    // A transfer that has become this slow has stopped.
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '20'],
    ...(token ? withToken(url, token) : []),
  ];
  return {
    ...Object.fromEntries(passed),
    // Its messages are read, so they must be in English.
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ALLOW_PROTOCOL: /^([a-z]+):\/\//i.exec(url)?.[1]?.toLowerCase() ?? 'ssh',
    ...(!given.GIT_SSH && !given.GIT_SSH_COMMAND && { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=15' }),
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([name, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, name],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** git sends the header to whatever host a redirect leads to, so none is followed. */
function withToken(url: string, { username, password }: Credentials): [string, string][] {
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return [
    [`http.${new URL('/', url).href}.extraHeader`, `Authorization: Basic ${basic}`],
    ['http.followRedirects', 'false'],
  ];
}
