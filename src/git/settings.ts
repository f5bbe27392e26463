import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A guide in a git repository. */
export interface GuideRepository {
  /** As git takes it: `https://…`, `ssh://…`, `git@host:path` or `file:///…`, never with a password. */
  readonly url: string;
  /** A branch, a tag, or a commit with all its digits; absent for the branch that the repository's host shows first. */
  readonly ref?: string;
  /** The guide's folder inside the repository, such as `docs/runbooks`; empty for the whole repository. */
  readonly path: string;
  readonly token?: Credentials;
}

export interface Credentials {
  readonly username: string;
  /** Secret. */
  readonly password: string;
}

/** The variables of a guide in a repository. */
export const REPOSITORY_VARIABLES = [
  'GUIDE_REPO',
  'GUIDE_REF',
  'GUIDE_PATH',
  'GUIDE_TOKEN',
  'GUIDE_WEBHOOK_SECRET',
] as const;

type Read = (name: string) => string | undefined;

/** GitHub, GitLab and others take any name with a token. A deploy token of GitLab has one of its own. */
const ANY_USERNAME = 'x-access-token';

/** Reads the variables of a guide in a repository, and reports what is wrong with them; undefined without GUIDE_REPO. */
export function readGuideRepository(read: Read, problems: string[]): GuideRepository | undefined {
  const given = read('GUIDE_REPO');
  if (given === undefined) {
    for (const name of REPOSITORY_VARIABLES.filter(read)) {
      problems.push(`${name} is for a guide in a git repository: set GUIDE_REPO, or unset ${name}`);
    }
    return undefined;
  }
  if (read('GUIDE_DIR') !== undefined) problems.push('GUIDE_REPO and GUIDE_DIR are both set: unset one of them');
  const url = readUrl(given, problems);
  const ref = readRef(read('GUIDE_REF'), problems);
  const token = readToken(read('GUIDE_TOKEN'), url, problems);
  return {
    url,
    ...(ref !== undefined && { ref }),
    path: readPath(read('GUIDE_PATH'), problems),
    ...(token && { token }),
  };
}

const EXPECTED =
  'GUIDE_REPO must be the address of a git repository, such as https://github.com/OWNER/NAME.git or git@github.com:OWNER/NAME.git, or a folder';

/** @returns the address as git takes it; what cannot be read is reported, without repeating it: it may contain a password */
function readUrl(given: string, problems: string[]): string {
  // git would take it for an option, and a program could be named in place of a host.
  if (/^-|::|[\s\p{Cc}]/u.test(given)) {
    problems.push(EXPECTED);
    return '';
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) {
    const isShort = /^[\w.-]+@[\w.-]+:[^:]+$/.test(given);
    return isShort ? given : pathToFileURL(resolve(given)).href;
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '') problems.push(EXPECTED);
  else if (url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:')) {
    problems.push('GUIDE_REPO must not contain a user or a password: put the token into GUIDE_TOKEN');
    return '';
  } else if (!['https:', 'ssh:', 'file:'].includes(url.protocol) && !isLocalHttp(url)) {
    problems.push(`${EXPECTED}. It may begin with https://, ssh:// or file://`);
  }
  return given;
}

/** Without TLS anybody on the way could change the guide and read the token. Not on this machine. */
function isLocalHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** What git allows in the name of a branch or a tag, as far as it could mean something else in a command. */
function readRef(ref: string | undefined, problems: string[]): string | undefined {
  if (ref === undefined) return undefined;
  const isName = !/^[-/.]|[\s\p{Cc}~^:?*[\\]|\.\.|\/\/|\/\.|@\{|[/.]$|\.lock$/u.test(ref) && ref.length <= 250;
  if (!isName) problems.push('GUIDE_REF must be the name of a branch or a tag, or a commit with all its digits');
  return ref;
}

/** @returns the path with forward slashes, without one at its ends; it never leads out of the repository */
function readPath(given: string | undefined, problems: string[]): string {
  const parts = (given ?? '').split('/').filter((part) => part !== '' && part !== '.');
  const isInside = parts.every((part) => part !== '..' && part.toLowerCase() !== '.git' && !/[\\\p{Cc}]/u.test(part));
  if (!isInside || given?.startsWith('/') || parts[0]?.startsWith('-')) {
    problems.push('GUIDE_PATH must be a folder inside the repository, such as docs/runbooks');
    return '';
  }
  return parts.join('/');
}

function readToken(given: string | undefined, url: string, problems: string[]): Credentials | undefined {
  if (given === undefined) return undefined;
  if (!/^https?:/i.test(url)) problems.push('GUIDE_TOKEN is for an address that begins with https://');
  if (/[\s\p{Cc}]/u.test(given)) problems.push('GUIDE_TOKEN must be a token, or username:token, without spaces');
  const end = given.indexOf(':');
  return { username: given.slice(0, Math.max(0, end)) || ANY_USERNAME, password: given.slice(end + 1) };
}
