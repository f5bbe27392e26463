import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';

/** Sends what the store says is owed to Slack: redraws, postings, lines, notices. What it owes is in the store alone. */
export interface Delivery {
  /** Call it after a run has changed. Returns at once; any number of calls lead to what is owed being sent. */
  wanted(key: RunKey): void;
  /**
   * Call it after `create` or `bringDown`: sends the posting at once, and says what became of it. Calling it again tells the
   * same; nothing is posted twice. Never rejects. Takes 8 seconds at the longest.
   */
  post(key: RunKey): Promise<PostOutcome>;
  /** Call it at the start: takes up everything that is owed, as soon as the store can be read, and goes on looking. Returns at once. */
  resume(): void;
  /** Call it when a stop begins: whoever waits for a posting is told what is known after the attempt under way. */
  waitForNobody(): void;
  /** Starts nothing more and resolves when what is being sent is finished. What remains stays owed in the store. */
  stop(): Promise<void>;
}

export type PostOutcome =
  | { readonly kind: 'posted'; readonly run: Run }
  /** Slack refused it with this code (nothing was posted), or `uncertain`: the reply was lost, and it could not be looked for. */
  | { readonly kind: 'parked'; readonly reason: string; readonly run: Run }
  /** Not yet, because Slack or the database are slow or ask for patience; it will be posted by itself. */
  | { readonly kind: 'owed' };
