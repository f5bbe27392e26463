import type { Person, Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';

/**
 * What is owed, as the workers of all processes share it. One worker at a time speaks for a run: it holds the run's lease, which
 * ends by itself where its process dies. All times are the store's own, so that the clocks of several machines need not agree.
 */
export interface DeliveryStore {
  /**
   * Runs that have something to be sent now and that nobody is sending for; of each installation as many redraws as its budget
   * allows, the least recently drawn first; the installations take turns. `nextInMs` is when to look again, where something waits
   * for its time. @param except installations that have enough under way
   */
  due(
    limit: number,
    except?: readonly string[],
  ): Promise<{ readonly runs: readonly RunKey[]; readonly nextInMs?: number }>;
  /**
   * Takes the run's lease, or prolongs it, and with it the one thing to do next; a redraw is paid from the installation's budget.
   * `rest` gives the lease back: nothing is to be done now, or another worker is at it.
   */
  nextStep(key: RunKey, worker: string): Promise<Step>;
  /** Gives the lease back, so that another worker need not wait for its end. Harmless for whoever does not hold it. */
  release(key: RunKey, worker: string): Promise<void>;
  /**
   * The message shows this version, for the worker that was given the redraw. Where the lease was lost meanwhile, another worker
   * may have drawn too, and either drawing may have arrived last: the run is owed one more. A run that is gone is no error.
   */
  drawn(key: RunKey, worker: string, version: number): Promise<void>;
  /**
   * The redraw failed and is tried again after so long; `wholeInstallation` where Slack asked all redraws to wait; `uncertain`
   * where it may still arrive, so that the message has to be drawn once more when it no longer can.
   */
  postponeDraw(key: RunKey, postponed: Postponed): Promise<void>;
  /** Leaves a run's message alone, for this reason. Its data stays. A run that is gone is no error. */
  park(key: RunKey, reason: string): Promise<void>;
  /** What became of a row in `sending`. Saying the same twice is harmless; a row or run that is gone is no error. */
  settle(key: RunKey, owed: string, result: Settled): Promise<void>;
  /** What became of the run's newest posting. @throws RunNotFound */
  posting(key: RunKey): Promise<PostingState>;
}

export interface Postponed {
  readonly ms: number;
  readonly wholeInstallation: boolean;
  readonly uncertain: boolean;
}

export type Step =
  /** Make the message show the run. */
  | { readonly kind: 'draw'; readonly run: Run; readonly failures: number }
  /** Say it, for the first time. */
  | { readonly kind: 'say'; readonly owed: Owed; readonly run: Run; readonly failures: number }
  /** Its sending was cut off: find out whether it arrived. */
  | { readonly kind: 'find'; readonly owed: Owed; readonly run: Run; readonly failures: number }
  | { readonly kind: 'rest' };

export type Settled =
  /** It arrived as this message. A posting shows this version of the run; where that is not known, the one that it was owed for. */
  | { readonly kind: 'sent'; readonly message: string; readonly version?: number }
  | { readonly kind: 'refused' | 'uncertain'; readonly reason: string }
  /** It did certainly not arrive, and is owed again after so long. */
  | { readonly kind: 'owed'; readonly inMs: number }
  /** Whether it arrived is still to be found out, after so long. */
  | { readonly kind: 'sending'; readonly inMs: number };

export type PostingState =
  | { readonly kind: 'owed' }
  | { readonly kind: 'posted'; readonly run: Run }
  | { readonly kind: 'parked'; readonly reason: string; readonly run: Run };

/**
 * What is said once about a run. Each is a row that was written in the transaction of its cause.
 *
 * States: `owed` → `sending` (by the holder of the run's lease) → `sent`, with the message it became; or `refused` with Slack's
 * code; or `dropped`, because its cause is gone (the item was reopened, somebody else has it); or `uncertain`, because the
 * reply was lost and the message cannot be looked for. `sending` whose lease has expired was cut off: it is looked for by
 * `Canvas.find`, and sent again only where it is certain that it did not arrive.
 */
export interface Owed {
  /** Unique in the run. Put it beside the message as metadata, so that it can be found again. */
  readonly id: string;
  readonly saying: Saying;
}

export type OwedState = 'owed' | 'sending' | 'sent' | 'refused' | 'dropped' | 'uncertain';

export type Saying =
  /** The run itself as a message in its channel. */
  | { readonly kind: 'posting' }
  /** The old message of a run that was brought down: it now points to `run.message`. Repeating it is harmless. */
  | { readonly kind: 'moved'; readonly channel: string; readonly message: string }
  /** One line in the thread: everything is done or skipped. */
  | { readonly kind: 'completion' }
  /** Takes that line back, which is the message `line` in the channel. Repeating it is harmless. */
  | { readonly kind: 'withdrawal'; readonly channel: string; readonly line: string }
  /** A direct message: this item is yours. */
  | { readonly kind: 'assigned'; readonly item: string; readonly to: Person; readonly by: Person }
  /** A direct message: this item of yours is overdue. */
  | { readonly kind: 'overdue'; readonly item: string; readonly to: Person };
