import { StoreFull, StoreUnavailable } from '../checklist/errors.js';
import { CannotOpenDatabase, notMigrated } from './database.js';

/**
 * SQLSTATEs of a server that may succeed later (postgresql.org/docs/current/errcodes-appendix.html): connection lost, no
 * resources, shutting down, a lock or a statement that took too long, read-only during a failover.
 */
const TEMPORARY = /^(08|53|57)|^(55P03|25006|25P03|25P04|40001|40P01)$/;

const DISK_FULL = '53100';

/** A table or a column does not exist: the release step has not been run yet. */
const NOT_MIGRATED = /^(42P01|42703)$/;

/** Turns an error into `StoreUnavailable` if the database is to blame; other errors stay as they are. */
export function asUnavailable(error: unknown): unknown {
  if (codeOf(error) === DISK_FULL) return new StoreFull(error);
  if (!isFromServer(error) || TEMPORARY.test(codeOf(error))) return new StoreUnavailable(error);
  return NOT_MIGRATED.test(codeOf(error)) ? notMigrated(error) : error;
}

/**
 * Whether the connection is useless after this error: it failed, the server closed it, or the server allows only reading (25006). A
 * new one may reach the server that has taken over.
 */
export function isConnectionUseless(error: unknown): boolean {
  return !isFromServer(error) || /^(08|57P)/.test(codeOf(error)) || codeOf(error) === READ_ONLY;
}

const READ_ONLY = '25006';

/** Whether the connection allowed only reading, also if that kept the database from being migrated. */
export function isReadOnly(error: unknown): boolean {
  if (!(error instanceof StoreUnavailable || error instanceof CannotOpenDatabase)) return false;
  return codeOf(error.cause) === READ_ONLY || isReadOnly(error.cause);
}

/** Errors of the server have a severity. Without one the connection itself failed or timed out. */
function isFromServer(error: unknown): boolean {
  return typeof (error as { severity?: unknown }).severity === 'string';
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code);
}

/** What is wrong and what to do, by the code of Postgres or of the network. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server listens there; start it, or correct its host and port',
  ENOTFOUND: 'there is no such host; correct it',
  EAI_AGAIN: 'its host name cannot be resolved at the moment; check the network, or correct it',
  ETIMEDOUT: 'it does not answer; check the network and its firewall',
  ECONNRESET: 'it closed the connection; it may require TLS, see DATABASE_SSL',
  '28P01': 'it refuses the password; correct the user or the password',
  '28000': 'it refuses the user; correct it, or set DATABASE_SSL if it requires TLS',
  '3D000': 'it has no such database; create it, or correct the name',
  '42501': 'the user may not create tables; grant it that, or use another user',
  '55P03':
    'something holds a lock for too long: another migration, or a transaction that does not end; pg_stat_activity shows it. End it, and try again',
  '25006':
    'it only allows reading at the moment, as during a failover; if that lasts, look at default_transaction_read_only',
  '53300': 'it has no connection left; allow more, or stop what uses them',
};

/** Turns the error of a connection into one that an operator can act on; other errors stay as they are. */
export function explainConnection(error: unknown): unknown {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  const isTls = /SSL|certificate/i.test(message) || code === 'EPROTO';
  const isTemporary =
    !isTls &&
    (TEMPORARY.test(String(code)) ||
      /^E(?!RR_)[A-Z_]+$/.test(String(code)) ||
      /^Connection terminated|timeout/i.test(message));
  const reason = REASONS[String(code)] ?? (isTls || isTemporary ? `${message}; see DATABASE_SSL` : undefined);
  if (reason === undefined) return error;
  return new CannotOpenDatabase(`The database of DATABASE_URL cannot be used: ${reason}`, {
    cause: error,
    isTemporary,
  });
}
