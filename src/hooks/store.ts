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

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After so many failures in a row; the last one repeats. */
const PAUSES_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];

/** How long an event is tried. */
const GIVE_UP_AFTER_MS = 24 * HOUR;

/** The longest pause. */
export const MAX_PAUSE_MS = 4 * HOUR;

/**
 * How long to wait after a failure, in milliseconds; `give up` if the day is over. The last attempt is at its end.
 * @param failures from 1
 * @param ageMs since the event
 * @param wantedMs the pause that the receiver asks for, if it is longer; but none is longer than `MAX_PAUSE_MS`
 */
export function pauseAfter(failures: number, ageMs: number, wantedMs = 0): number | 'give up' {
  const left = GIVE_UP_AFTER_MS - ageMs;
  if (left <= 0) return 'give up';
  return Math.min(Math.max(PAUSES_MS[failures - 1] ?? MAX_PAUSE_MS, wantedMs), MAX_PAUSE_MS, left);
}
