import { StoreUnavailable } from '../../checklist/store-unavailable.js';
import { notMigrated } from '../not-migrated.js';

/**
 * SQLSTATEs of a server that cannot do now what it could do at another time (postgresql.org/docs/current/errcodes-appendix.html):
 * connection lost, no resources, shutting down, a lock or a statement that took too long, read-only while another takes over.
 */
const PASSING = /^(08|53|57)|^(55P03|25006|25P03|25P04|40001|40P01)$/;

/** A table or a column is not there: the release step has not been taken yet. */
const NOT_MIGRATED = /^(42P01|42703)$/;

/** The error as the rest of the program tells it: `StoreUnavailable` where the database is to blame, otherwise as it was. */
export function asUnavailable(error: unknown): unknown {
  if (!isFromServer(error) || PASSING.test(codeOf(error))) return new StoreUnavailable(error);
  return NOT_MIGRATED.test(codeOf(error)) ? notMigrated(error) : error;
}

/** Whether the connection is of no use after this error: it failed itself, or the server said its last word on it. */
export function isConnectionLost(error: unknown): boolean {
  return !isFromServer(error) || /^(08|57P)/.test(codeOf(error));
}

/** An error of the server has a severity. Without one the connection itself failed or timed out. */
function isFromServer(error: unknown): boolean {
  return typeof (error as { severity?: unknown }).severity === 'string';
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}
