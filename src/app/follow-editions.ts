import { type ComparisonParts, compareRevisions } from '../answer/compare-editions.js';

/** Compares the runs under way with one edition of the guide after the other. */
export interface RevisionFollower {
  /** Returns at once. */
  compare(guide: ComparisonParts['guide']): void;
  /** Ends the comparison under way after its next step. */
  stop(): Promise<void>;
}

export function followRevisions(parts: Omit<ComparisonParts, 'guide' | 'signal'>): RevisionFollower {
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
