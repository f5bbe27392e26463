import { type ComparisonParts, compareRevisions } from '../answer/revisions.js';
import type { Guide } from '../guide/page.js';
import { isThere } from '../live-guide.js';

/** Compares the open runs with one revision of the guide after the other. */
export interface RevisionFollower {
  /** Returns at once. */
  compare(guide: Guide): void;
  /** Ends the comparison in progress after its next step. */
  stop(): Promise<void>;
}

export function followRevisions(parts: Omit<ComparisonParts, 'guide' | 'signal'>): RevisionFollower {
  const stopping = new AbortController();
  let last = Promise.resolve();
  return {
    compare(guide) {
      // Until it has been fetched, nothing has changed.
      if (!isThere(guide)) return;
      last = last.then(() => compareRevisions({ ...parts, guide, signal: stopping.signal }));
    },
    stop() {
      stopping.abort();
      return last;
    },
  };
}
