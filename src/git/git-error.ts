import type { GuideRepository } from './settings.js';

/** Why the guide could not be read from its repository. */
export type GitErrorKind =
  /** There is no program `git`. */
  | 'not-installed'
  /** The host cannot be reached, or does not answer in time. */
  | 'unreachable'
  /** The host refuses the token or the key. */
  | 'refused'
  /** There is no such repository, or the host does not say that there is one. */
  | 'not-found'
  | 'unknown-ref'
  /** The folder is not in this revision of the repository. */
  | 'no-folder'
  /** One revision is larger than what is fetched. */
  | 'too-large'
  /** Anything else, such as a full disk. */
  | 'failed';

/** The message says what happened and what to do. It contains no secret. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    readonly kind: GitErrorKind,
    message: string,
    /** The revision that is to blame, if the host is not. */
    readonly commit?: string,
  ) {
    super(message);
  }
}

/** git ended with an error, was stopped, or could not be started. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
  constructor(
    readonly reason: 'exit' | 'late' | 'stopped' | 'not-installed' | 'not-started',
    /** What git wrote. */
    readonly output: string,
  ) {
    super(`git: ${reason}: ${output}`);
  }
}

const MEANINGS: readonly (readonly [GitErrorKind, RegExp])[] = [
  ['unreachable', /Host key verification failed/i],
  [
    'refused',
    /could not read (?:Username|Password)|Authentication failed|Access denied|returned error: 40[13]|Permission denied \(/i,
  ],
  [
    'not-found',
    /repository '.*' not found|Repository not found|does not (?:appear to be a git repository|exist)|returned error: 404/i,
  ],
  [
    'unreachable',
    /Could not resolve host|Failed to connect|Couldn't connect|Connection (?:refused|reset|timed out|closed)|timed? ?out|Operation too slow|No route to host|Network is unreachable|returned error: (?:429|5\d\d)|SSL|certificate|hung up|early EOF|unexpected disconnect/i,
  ],
];

/** Turns what git says into an error that says what to do. */
export function explainGit(error: unknown, { url, token }: GuideRepository): GitError {
  if (!(error instanceof GitFailure)) {
    const reason = error instanceof Error ? error.message : String(error);
    return new GitError('failed', `The guide could not be fetched from ${url}: ${reason}`);
  }
  const { reason, output } = error;
  const said = lastLine(output);
  switch (reason) {
    case 'not-installed':
      return new GitError(
        'not-installed',
        'git is not installed, or not in PATH, and GUIDE_REPO needs it. Install git, or set GUIDE_DIR to a folder in place of GUIDE_REPO.',
      );
    case 'late':
      return new GitError('unreachable', `${url} did not send the guide in time. It is tried again.`);
    case 'stopped':
      return new GitError('failed', 'The app stops.');
    case 'not-started':
      return new GitError('failed', `git cannot be started: ${said}`);
    case 'exit':
      break;
  }
  if (/returned error: 30\d/.test(output)) {
    return new GitError(
      'not-found',
      `${url} has moved. Set GUIDE_REPO to the new address: with a token, no redirect is followed.`,
    );
  }
  const kind = MEANINGS.find(([, pattern]) => pattern.test(output))?.[0] ?? 'failed';
  switch (kind) {
    case 'refused':
      return new GitError(kind, `${url} refuses access. ${whatToCheck(url, token !== undefined)}`);
    case 'not-found':
      return new GitError(
        kind,
        `There is no repository ${url}, or it is not shown to this app. Check GUIDE_REPO. ${whatToCheck(url, token !== undefined)}`,
      );
    case 'unreachable':
      return new GitError(kind, `${url} cannot be reached: ${said}`);
    default:
      return new GitError('failed', `git could not read ${url}: ${said}`);
  }
}

function whatToCheck(url: string, hasToken: boolean): string {
  if (url.startsWith('file:')) return 'Check that this user may read the folder.';
  if (!/^https?:/i.test(url)) return 'Check that the SSH key of this machine may read it.';
  return hasToken
    ? 'Check that GUIDE_TOKEN has not expired and may read this repository.'
    : 'If it is private, set GUIDE_TOKEN to a token that may read it.';
}

/** The line that says what was wrong. What a host says to people is left out. */
function lastLine(output: string): string {
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\p{Cc}/gu, ' ').trim())
    .filter((line) => line !== '' && !/^(?:remote:|warning:|hint:)/.test(line));
  const line = lines.find((each) => /^(?:fatal|error):/.test(each)) ?? lines.at(-1) ?? 'it gave no reason';
  return line.replace(/^(?:fatal|error): /, '').slice(0, 300);
}
