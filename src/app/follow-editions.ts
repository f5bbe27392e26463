import { type ComparisonParts, compareRevisions } from '../answer/revisions.js';

/** Compares the runs under way with one edition of the guide after the other. */
export interface EditionsFollowed {
  /** Returns at once. */
  compare(guide: ComparisonParts['guide']): void;
  /** Ends the comparison under way after its next step. */
  stop(): Promise<void>;
}

export function followEditions(parts: Omit<ComparisonParts, 'guide' | 'signal'>): EditionsFollowed {
  const stopping = new AbortController();
  let last = Promise.resolve();
  return {
    compare(guide) {
      last = last.then(() => compareRevisions({ ...parts, guide, signal: stopping.signal }));
    },
    stop() {
      stopping.abort();
      return last;
    },
  };
}
