import type { Person, Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';

/**
 * A message about a run that is sent once. It is a row of the outbox, written in the transaction of its cause.
 *
 * States: `owed` (pending) → `sending` (by the worker that holds the run's lease) → `sent`, with the message it became; or
 * `refused` with Slack's code; or `dropped`, because its cause is gone (the item was reopened, somebody else has it); or
 * `uncertain`, because the reply was lost and the message cannot be looked for. A row that is still `sending` when the lease
 * has expired was cut off: the next worker looks for it with `Publisher.find`, and sends it again only if it certainly did not
 * arrive.
 */
export interface Notification {
  /** Unique in the run. The publisher puts it into the message's metadata, so that the message can be found again. */
  readonly id: string;
  readonly content: NotificationContent;
}

/** As the database spells it. */
export type NotificationState = 'owed' | 'sending' | 'sent' | 'refused' | 'dropped' | 'uncertain';

export type NotificationContent =
  /** The run itself as a message in its channel. */
  | { readonly kind: 'posting' }
  /** The old message of a run that was reposted: it now points to `run.message`. Repeating it is harmless. */
  | { readonly kind: 'moved'; readonly channel: string; readonly message: string }
  /** One line in the thread: everything is done or skipped. */
  | { readonly kind: 'completion' }
  /** Takes that line back, which is the message `line` in the channel. Repeating it is harmless. */
  | { readonly kind: 'withdrawal'; readonly channel: string; readonly line: string }
  /** A line in the thread: who has a role now, and what they should know. Without `to`, nobody has it. */
  | { readonly kind: 'role'; readonly role: string; readonly to?: Person; readonly by: Person; readonly note?: string }
  /** A line in the thread: the gate of this phase, or of the whole run, was opened. Without `reason`, it was closed again. */
  | { readonly kind: 'gate'; readonly phase?: string; readonly by: Person; readonly reason?: string }
  /** A direct message: this item is yours. */
  | { readonly kind: 'assigned'; readonly item: string; readonly to: Person; readonly by: Person }
  /** A direct message: this item of yours is overdue. */
  | { readonly kind: 'overdue'; readonly item: string; readonly to: Person };

/**
 * What is still to be sent to Slack, shared by the workers of all processes. One worker at a time sends for a run: it holds the
 * run's lease, which expires by itself if its process dies. All times are the database's, so the clocks of several machines
 * need not agree.
 */
export interface OutboxStore {
  /**
   * Runs that have something to send now and that no worker is sending for. Of each installation as many updates as its budget
   * allows, the least recently updated first; the installations take turns. `nextInMs` says when to look again, if something
   * has to wait for its time. @param except installations that have enough in flight
   */
  due(
    limit: number,
    except?: readonly string[],
  ): Promise<{ readonly runs: readonly RunKey[]; readonly nextInMs?: number }>;
  /**
   * Takes or extends the run's lease, and returns the one thing to do next; an update is taken from the installation's budget.
   * `none` gives the lease back: there is nothing to do now, or another worker has the lease.
   */
  nextStep(key: RunKey, worker: string): Promise<Step>;
  /** Gives the lease back, so that another worker need not wait until it expires. Does nothing if this worker doesn't hold it. */
  release(key: RunKey, worker: string): Promise<void>;
  /**
   * The message shows this version, says the worker that was given the update. If that worker lost the lease meanwhile, another
   * one may have updated the message too, and either update may have arrived last: the run is updated once more. A run that is
   * gone is no error. @param againInMs when to update it once more
   */
  markShown(key: RunKey, worker: string, version: number, againInMs?: number): Promise<void>;
  /**
   * The update failed and is tried again later: `wholeInstallation` if Slack asked all updates to wait; `uncertain` if this one
   * may still arrive, so that the message has to be updated once more when it no longer can.
   */
  postponeUpdate(key: RunKey, postponed: Postponed): Promise<void>;
  /** Stops updating a run's message, for this reason. The run's data stays. A run that is gone is no error. */
  markUndeliverable(key: RunKey, reason: string): Promise<void>;
  /** Records the outcome of a notification in `sending`. Repeating it is harmless; a notification or run that is gone is not an error. */
  recordResult(key: RunKey, notification: string, result: SendResult): Promise<void>;
  /** The outcome of the run's newest posting. @throws RunNotFound */
  posting(key: RunKey): Promise<PostingState>;
}

export interface Postponed {
  readonly ms: number;
  readonly wholeInstallation: boolean;
  readonly uncertain: boolean;
}

/** What to do next for a run. `failures` counts the attempts that failed before this one. */
export type Step =
  /** Make the message show the run. */
  | { readonly kind: 'update'; readonly run: Run; readonly failures: number }
  /** Send it for the first time. */
  | { readonly kind: 'send'; readonly notification: Notification; readonly run: Run; readonly failures: number }
  /** Its sending was cut off: find out whether it arrived. */
  | { readonly kind: 'find'; readonly notification: Notification; readonly run: Run; readonly failures: number }
  | { readonly kind: 'none' };

export type SendResult =
  /** It arrived as this message. A posting shows this version of the run; if that is not known, the one it was written for. */
  | { readonly kind: 'sent'; readonly message: string; readonly version?: number }
  | { readonly kind: 'refused' | 'uncertain'; readonly reason: string }
  /** It certainly did not arrive. It is sent again after this time. */
  | { readonly kind: 'pending'; readonly inMs: number }
  /** Whether it arrived is still to be found out, after this time. */
  | { readonly kind: 'sending'; readonly inMs: number };

export type PostingState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'posted'; readonly run: Run }
  | { readonly kind: 'undeliverable'; readonly reason: string; readonly run: Run };
