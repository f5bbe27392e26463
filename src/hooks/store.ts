import type { Run } from '../checklist/run.js';
import type { EventType, HookEvent } from './event.js';

/** An address that events are sent to. */
export interface Hook {
  /** The workspace whose runs it is told about; `ONE_WORKSPACE` where the app has only one. */
  readonly installation: string;
  readonly id: string;
  readonly url: string;
  readonly events: readonly EventType[];
  /** Absent: all channels. */
  readonly channels?: readonly string[];
  /** Whether its address may be in a private network. */
  readonly allowPrivate: boolean;
}

/** An event on its way to a hook, claimed by one worker for a while. */
export interface Delivery {
  /** The `webhook-id`: the same at every attempt. */
  readonly id: string;
  /** Names the claim, so that a result that comes too late changes nothing. */
  readonly claim: string;
  readonly hook: Pick<Hook, 'installation' | 'id' | 'url' | 'allowPrivate'>;
  /** Undefined if no key opens it. */
  readonly secret: string | undefined;
  readonly event: HookEvent;
  readonly run: Pick<Run, 'installation' | 'id' | 'page' | 'title' | 'name' | 'channel' | 'thread' | 'message'>;
  /** How often it was tried before. */
  readonly failures: number;
}

export type DeliveryResult =
  | { readonly kind: 'delivered' }
  /** It is tried again, or given up after a day. `retryAfterMs`: not before that, as the receiver says. */
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs?: number }
  /** The receiver wants nothing more: the hook is switched off. */
  | { readonly kind: 'gone' };

/** What became of a result. `ignored`: somebody else has the delivery, or it is no longer there. */
export type Recorded =
  | { readonly kind: 'delivered' | 'given up' | 'disabled' | 'ignored' }
  | { readonly kind: 'retry'; readonly inMs: number };

/**
 * The events that are still to be delivered, shared by the workers of all processes. They are rows that were written in the transaction
 * of their cause. All times are the database's.
 */
export interface HookStore {
  /**
   * Claims deliveries that can be sent now, a few of each hook. Of a run and hook it is always the oldest one: the next one waits until
   * that is delivered or given up. A claim expires by itself, if its process dies, and the same delivery is then claimed again.
   * @param except hooks that have enough in flight
   */
  take(except: readonly string[]): Promise<Delivery[]>;
  /** Records the result of a claimed delivery. Repeating it is harmless. */
  record(delivery: Pick<Delivery, 'id' | 'claim' | 'hook' | 'run'>, result: DeliveryResult): Promise<Recorded>;
  /** Deletes what was finished long ago, and what belongs to a hook that is gone. */
  cleanUp(): Promise<void>;
}

/** A hook with what an operator wants to know about it. */
export interface ListedHook extends Hook {
  readonly createdAt: Date;
  /** Whether its signing secret can be read. */
  readonly isReadable: boolean;
  readonly disabled?: { readonly at: Date; readonly reason: string };
  readonly deliveredAt?: Date;
  readonly waiting: number;
  /** When the oldest of them was written. */
  readonly waitingSince?: Date;
  readonly givenUp: number;
  /** Of the newest failure that was not followed by a delivery of the same event. */
  readonly lastError?: string;
}
