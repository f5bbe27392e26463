import type { Run } from '../checklist/run.js';

/** Where runs are drawn: the edge that changes the posted message. */
export interface Canvas {
  /** Makes the message show the run as it is given. Drawing the same twice is harmless. */
  draw(run: Run): Promise<DrawOutcome>;
  /** Says in the run's thread that everything is done. */
  sayCompleted(run: Run): Promise<DrawOutcome>;
}

export type DrawOutcome =
  | { readonly kind: 'done' }
  /** It may work later: in so many milliseconds where that was said (a rate limit), otherwise after a growing pause. */
  | { readonly kind: 'retry'; readonly afterMs?: number; readonly reason?: string }
  /** It will never work again: the message or the channel is gone, or the app was thrown out. */
  | { readonly kind: 'gone'; readonly reason: string };
