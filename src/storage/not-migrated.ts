import { StoreUnavailable } from '../checklist/store-unavailable.js';

/** A table or a column is not there: the release step has not been taken yet. */
export function notMigrated(error: unknown): StoreUnavailable {
  return new StoreUnavailable(
    new Error(
      `it is not up to date (${(error as { message?: unknown }).message}); run guidepost migrate, as a platform’s release step does`,
      { cause: error },
    ),
  );
}
