import type { Kysely } from 'kysely';
import { StoreUnavailable } from '../checklist/errors.js';
import type { Tables } from './tables.js';

/** An open database. `openDatabase` opens it, `migrate` creates its tables. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  readonly kysely: Kysely<Tables>;
  /** Runs work on one connection and without time limits, for migrations. */
  withoutTimeouts<T>(work: (connection: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Whether it takes changes now. It changes nothing, and SQLite writes only to find out whether a failure is over. */
  writes(): Promise<Writes>;
  /** Waits for what is in progress. Closing twice is harmless. */
  close(): Promise<void>;
}

/** `full`: SQLite's disk has no room; Postgres' own tools watch its disk. `refused`: only reading is allowed, as on a Postgres in recovery. */
export type Writes = 'taken' | 'full' | 'refused';

export interface DatabaseOptions {
  readonly url: string;
  readonly ssl?: DatabaseSsl;
  /** Postgres: the most connections of this process. */
  readonly poolSize?: number;
}

/** `verify` checks the server's certificate, `no-verify` only encrypts. Without it the URL's own `sslmode` counts. */
export type DatabaseSsl = 'disable' | 'no-verify' | 'verify';

/** Two processes, each twice while releases overlap, and a migration stay below the 20 connections of the smallest plans. */
export const DEFAULT_POOL_SIZE = 4;

/** The database cannot be opened. The message says what is wrong and what to do; it never contains a password. */
export class CannotOpenDatabase extends Error {
  override readonly name = 'CannotOpenDatabase';
  /** Whether it may work later without a change of the configuration: no server answers, or it is busy. */
  readonly isTemporary: boolean;

  constructor(message: string, { cause, isTemporary = false }: { cause?: unknown; isTemporary?: boolean } = {}) {
    super(message, { cause });
    this.isTemporary = isTemporary;
  }
}

/** The error for a table or a column that does not exist: the release step has not been run yet. */
export function notMigrated(error: unknown): StoreUnavailable {
  return new StoreUnavailable(
    new Error(
      `it is not up to date (${(error as { message?: unknown }).message}); run guidepost migrate, as a platform’s release step does`,
      { cause: error },
    ),
  );
}

export type DatabaseUrl =
  | { readonly dialect: 'sqlite'; readonly path: string }
  | { readonly dialect: 'postgres'; readonly url: URL };

const EXPECTED = 'Write sqlite:./data/guidepost.db or postgres://user:password@host:5432/database.';

/**
 * Reads `sqlite:path` (also `sqlite:///absolute/path` and `sqlite::memory:`) and `postgres://…` or `postgresql://…`.
 * @throws CannotOpenDatabase; the message does not repeat the URL, because it may contain a password
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'sqlite') return { dialect: 'sqlite', path: sqlitePath(text.slice('sqlite:'.length)) };
  if (scheme === 'postgres' || scheme === 'postgresql') return { dialect: 'postgres', url: postgresUrl(text) };
  if (scheme === undefined)
    throw new CannotOpenDatabase(`The database URL does not say which database it is. ${EXPECTED}`);
  throw new CannotOpenDatabase(`The database URL begins with "${scheme}:", which is not supported. ${EXPECTED}`);
}

function sqlitePath(rest: string): string {
  const path = rest.startsWith('//') ? rest.slice(2) : rest;
  if (path === '') throw new CannotOpenDatabase(`The database URL "sqlite:${rest}" names no file. ${EXPECTED}`);
  if (/[?#\0]/.test(path)) {
    throw new CannotOpenDatabase(
      `The database URL "sqlite:${rest}" has a "?", a "#" or a NUL in it: write a path only, without options. ${EXPECTED}`,
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
