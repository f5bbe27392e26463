import type { Run } from '../checklist/run.js';
import type { Notification } from './store.js';

/** Posts and changes messages about runs in Slack. It never repeats a call by itself: that is up to the worker. */
export interface Publisher {
  /** Makes the posted message show the run as it is given. Repeating it is harmless. */
  update(run: Run): Promise<UpdateOutcome>;
  /**
   * Sends one notification: posts the run, adds a line to its thread, writes to a person… The worker calls it once, and again
   * only after `retry` or if `find` says that the message is absent; `moved` and `withdrawal` may be repeated.
   * A posting carries the metadata `{ event_type: 'guidepost_run', event_payload: { run: run.id, owed: notification.id } }`,
   * any other message `{ event_type: 'guidepost_said', event_payload: { run: run.id, owed: notification.id } }`.
   */
  send(notification: Notification, run: Run): Promise<SendOutcome>;
  /** Looks for a message whose sending was cut off, by its metadata. It changes nothing. */
  find(notification: Notification, run: Run): Promise<FindOutcome>;
}

export type UpdateOutcome =
  /** `againInMs`: the message has to be updated once more then, though nothing may happen until then. */
  | { readonly kind: 'done'; readonly againInMs?: number }
  | Retry
  /** Slack refused it for good, with this code: the message or the channel is gone, a permission is missing, the message is too long… */
  | { readonly kind: 'gone'; readonly reason: string };

export type SendOutcome =
  /** It arrived, as this message. */
  | { readonly kind: 'sent'; readonly message: string }
  /** It certainly did not arrive this time: a rate limit, a failure that Slack reports. */
  | Retry
  /** Slack refused it for good, with this code. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No reply: it may have arrived. */
  | { readonly kind: 'uncertain'; readonly reason?: string };

export type FindOutcome =
  | { readonly kind: 'found'; readonly message: string }
  /** The history was read, and the message is not there. */
  | { readonly kind: 'absent' }
  /** The history cannot be read: a missing scope, or the app is not a member. */
  | { readonly kind: 'unknown'; readonly reason?: string }
  | Retry;

/** It may work later: after `afterMs` if Slack said so (a rate limit), otherwise after a growing pause. */
export interface Retry {
  readonly kind: 'retry';
  readonly afterMs?: number;
  readonly reason?: string;
  /** A rate limit of the workspace rather than of this run: every update of the installation waits for it. */
  readonly rateLimited?: boolean;
  /** There was no reply, so an update may still arrive and overwrite a newer one: the message is updated once more later. */
  readonly uncertain?: boolean;
}
