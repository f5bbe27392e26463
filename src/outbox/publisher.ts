import type { Run } from '../checklist/run.js';
import type { Owed } from './store.js';

/** Where runs are drawn and spoken about: the edge that posts and changes messages. It never repeats a call by itself. */
export interface Canvas {
  /** Makes the posted message show the run as it is given. Drawing the same twice is harmless. */
  draw(run: Run): Promise<DrawOutcome>;
  /**
   * Says one thing about the run: posts it, says a line in its thread, writes to a person… The worker calls it once, and again
   * only after `retry` or where `find` says that it is absent; `moved` and `withdrawal` may be repeated.
   * A posting carries the metadata `{ event_type: 'guidepost_run', event_payload: { run: run.id, owed: owed.id } }`; any other
   * message `{ event_type: 'guidepost_said', event_payload: { run: run.id, owed: owed.id } }`.
   */
  say(owed: Owed, run: Run): Promise<SayOutcome>;
  /** Looks for a message whose sending was cut off, by its metadata. Looking changes nothing. */
  find(owed: Owed, run: Run): Promise<FindOutcome>;
}

export type DrawOutcome =
  | { readonly kind: 'done' }
  | Retry
  /** It will never work again: the message or the channel is gone, or the app was thrown out. */
  | { readonly kind: 'gone'; readonly reason: string };

export type SayOutcome =
  /** It arrived, as this message. */
  | { readonly kind: 'sent'; readonly message: string }
  /** It was refused for now, for certain: a rate limit, a failure that Slack reports. */
  | Retry
  /** Slack refused it for certain and for good, with this code. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No reply: it may have arrived. */
  | { readonly kind: 'uncertain'; readonly reason?: string };

export type FindOutcome =
  | { readonly kind: 'found'; readonly message: string }
  /** The history was read, and it is not there. */
  | { readonly kind: 'absent' }
  /** The history cannot be read: a missing scope, no membership. */
  | { readonly kind: 'unknown'; readonly reason?: string }
  | Retry;

/** It may work later: in so many milliseconds where that was said (a rate limit), otherwise after a growing pause. */
export interface Retry {
  readonly kind: 'retry';
  readonly afterMs?: number;
  readonly reason?: string;
  /** A rate limit of the workspace rather than of this run: every redraw of the installation waits for it. */
  readonly rateLimited?: boolean;
  /** There was no reply, so a redraw may still arrive, over a newer one: it is drawn once more later. */
  readonly uncertain?: boolean;
}
