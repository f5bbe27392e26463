import { notMigrated } from '../not-migrated.js';

/** SQLite has one code for every mistake in a statement, so its words must tell. */
const NOT_MIGRATED = /^no such (table|column)\b|^table \S+ has no column named\b/;

/** The error as the rest of the program tells it: `StoreUnavailable` where the release step is missing, otherwise as it was. */
export function asUnavailable(error: unknown): unknown {
  return error instanceof Error && NOT_MIGRATED.test(error.message) ? notMigrated(error) : error;
}
