import type { Kysely } from 'kysely';
import { StoreUnavailable } from '../checklist/errors.js';
import type { Tables } from './tables.js';

/** An open database. Opened by `openDatabase`; its tables are made by `migrate`. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  readonly kysely: Kysely<Tables>;
  /** Runs work on one connection and without limits of time, for migrations. */
  unhurried<T>(work: (connection: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Waits for what is under way. Closing twice is harmless. */
  close(): Promise<void>;
}

/** The database cannot be used as it was asked for. The message names what is wrong and what to do; it never holds a password. */
export class CannotOpenDatabase extends Error {
  override readonly name = 'CannotOpenDatabase';
}

/** A table or a column is not there: the release step has not been taken yet. */
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

/** Two processes, each twice while releases overlap, and a migration, stay below the 20 connections of the smallest plans. */
export const DEFAULT_POOL_SIZE = 4;

/** What Postgres or the network says when a database cannot be reached, and what to do about it. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server listens there; start it, or correct its host and port',
  ENOTFOUND: 'there is no such host; correct it',
  EAI_AGAIN: 'its host cannot be looked up now; look at the network, or correct it',
  ETIMEDOUT: 'it does not answer; look at the network and its firewall',
  ECONNRESET: 'it closed the connection; perhaps it wants TLS, see DATABASE_SSL',
  '28P01': 'it refuses the password; correct the user or the password',
  '28000': 'it refuses the user; correct it, or set DATABASE_SSL where it wants TLS',
  '3D000': 'it has no such database; create it, or correct the name',
  '42501': 'the user may not create tables; grant it that, or use another user',
  '55P03':
    'something holds a lock for too long: another migration, or a transaction that does not end; pg_stat_activity names it. End it, and try again',
  '53300': 'it has no connection left; allow more, or stop what holds them',
};

/** The error as an operator can mend it, where the connection is to blame; otherwise as it was. */
export function explainConnection(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  const reason =
    REASONS[String(code)] ??
    (/timeout|SSL|certificate/i.test(message ?? '') ? `${message}; see DATABASE_SSL` : undefined);
  if (reason === undefined) return error;
  return new CannotOpenDatabase(`The database of DATABASE_URL cannot be used: ${reason}`, { cause: error });
}
