import type { Person } from '../checklist/run.js';

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
