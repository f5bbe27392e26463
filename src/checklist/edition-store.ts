import type { Run } from './run.js';
import type { RunKey } from './run-store.js';

/** Which runs were compared with which edition of the guide, so that a new edition is said on their messages once. */
export interface EditionStore {
  /**
   * Runs in every installation whose message still changes (neither complete nor archived nor parked) and that were neither
   * posted from this edition nor compared with it; oldest first.
   */
  uncompared(revision: string, limit: number): Promise<Run[]>;
  /**
   * Remembers what came of a comparison. Where the message says something else by now, it is owed a redraw. Comparing twice
   * changes nothing more; a run that is gone is no error.
   */
  compared(key: RunKey, comparison: { readonly revision: string; readonly changed: boolean }): Promise<void>;
}
