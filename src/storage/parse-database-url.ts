import { CannotOpenDatabase } from './cannot-open-database.js';

export type DatabaseUrl =
  | { readonly dialect: 'sqlite'; readonly path: string }
  | { readonly dialect: 'postgres'; readonly url: URL };

const EXPECTED = 'Write sqlite:./data/guidepost.db or postgres://user:password@host:5432/database.';

/**
 * Reads `sqlite:path` (also `sqlite:///absolute/path` and `sqlite::memory:`) and `postgres://…` or `postgresql://…`.
 * @throws CannotOpenDatabase; the message does not repeat the URL, because it may hold a password
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'sqlite') return { dialect: 'sqlite', path: sqlitePath(text.slice('sqlite:'.length)) };
  if (scheme === 'postgres' || scheme === 'postgresql') return { dialect: 'postgres', url: postgresUrl(text) };
  if (scheme === undefined)
    throw new CannotOpenDatabase(`The database URL does not say which database it means. ${EXPECTED}`);
  throw new CannotOpenDatabase(`The database URL begins with "${scheme}:", which is not supported. ${EXPECTED}`);
}

function sqlitePath(rest: string): string {
  const path = rest.startsWith('//') ? rest.slice(2) : rest;
  if (path === '') throw new CannotOpenDatabase(`The database URL "sqlite:${rest}" names no file. ${EXPECTED}`);
  if (/[?#\0]/.test(path)) {
    throw new CannotOpenDatabase(
      `The database URL "sqlite:${rest}" has a "?", a "#" or a NUL in it: it takes a path alone, without options. ${EXPECTED}`,
    );
  }
  return path;
}

function postgresUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const reason = url === null ? 'cannot be read' : flawOf(url);
  if (url === null || reason !== undefined) {
    throw new CannotOpenDatabase(
      `The Postgres URL ${reason}. ${EXPECTED} A password with / # ? @ : or % in it must be percent-encoded (# is %23).`,
    );
  }
  return url;
}

function flawOf(url: URL): string | undefined {
  if (url.hash !== '') return 'has a "#" in it';
  if (url.hostname === '' && !url.searchParams.has('host')) return 'names no host';
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
  } catch {
    return 'has a "%" that encodes nothing';
  }
  return undefined;
}
