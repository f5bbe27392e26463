import { randomUUID } from 'node:crypto';
import { backoff, type Clock, createSleeper, MAX_STORE_PAUSE_MS } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { type AskEvent, MAX_COMMENT, MAX_QUESTION, type StoredAsk } from './ask-event.js';
import type { AskStore } from './store.js';

/** Remembers what is asked, and what comes of it. */
export interface AskLog {
  /** Whether anything is remembered. */
  readonly isOn: boolean;
  /** Call it after the answer. Returns at once, and never throws: no answer waits for the log, or fails because of it. */
  record(event: AskEvent): void;
  /** Deletes everything that a person did, also what is still to be written. @returns how many events that were */
  forget(who: { readonly installation: string; readonly person: string }): Promise<number>;
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Writes what is left, with one attempt. */
  stop(): Promise<void>;
}

export interface AskLogParts {
  readonly store: AskStore;
  /** Takes secrets and addresses out of what people typed. */
  readonly scrub: (text: string) => string;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'asks'>;
  readonly logger: Logger;
}

/** Events that wait for the database. More are dropped: memory is for answers. */
const MAX_WAITING = 2_000;
const BATCH = 100;

/** How long events are gathered, so that a busy hour takes one statement for many of them. */
const GATHER_MS = 1_000;
const IDLE_MS = 3_600_000;

/** Keeps events in memory and writes them in batches. Texts are scrubbed when they are written, not while somebody waits for an answer. */
export function createAskLog({ store, scrub, clock, metrics, logger }: AskLogParts): AskLog {
  const stopping = new AbortController();
  const { signal } = stopping;
  const sleeper = createSleeper(clock, signal);
  let waiting: StoredAsk[] = [];
  let last = 0;
  let dropped = 0;
  let writing: Promise<boolean> = Promise.resolve(true);
  let working: Promise<void> | undefined;

  const drop = (count: number): void => {
    metrics.asks('dropped', count);
    dropped += count;
  };

  /** @returns whether the database took them */
  const writeBatch = async (): Promise<boolean> => {
    const batch = waiting.slice(0, BATCH);
    if (batch.length === 0) return true;
    waiting = waiting.slice(BATCH);
    try {
      await store.add(batch.map((event) => scrubbed(event, scrub)));
      metrics.asks('written', batch.length);
      return true;
    } catch (error) {
      waiting = [...batch, ...waiting];
      const over = waiting.length - MAX_WAITING;
      if (over > 0) {
        waiting = waiting.slice(over);
        drop(over);
      }
      logger.warn('What was asked could not be written; will retry', { waiting: waiting.length, dropped, error });
      return false;
    }
  };

  const write = (): Promise<boolean> => {
    writing = writing.then(writeBatch);
    return writing;
  };

  const work = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      if (waiting.length === 0) await sleeper.sleep(IDLE_MS);
      else {
        await clock.sleep(failures === 0 ? GATHER_MS : backoff(failures, MAX_STORE_PAUSE_MS), signal);
        failures = (await write()) ? 0 : failures + 1;
        if (failures === 0) dropped = 0;
      }
    }
  };

  return {
    isOn: true,
    record(event) {
      if (signal.aborted || waiting.length >= MAX_WAITING) return drop(1);
      last = Math.max(last + 1, clock.now());
      waiting.push({ ...event, id: randomUUID(), at: new Date(last) });
      sleeper.wake();
    },
    async forget(who) {
      const isTheirs = ({ installation, person }: StoredAsk): boolean =>
        installation === who.installation && person === who.person;
      const before = waiting.length;
      waiting = waiting.filter((event) => !isTheirs(event));
      const removed = before - waiting.length;
      // A batch that is being written may have some of them, and comes back if it fails.
      await writing;
      const returned = waiting.length;
      waiting = waiting.filter((event) => !isTheirs(event));
      return removed + returned - waiting.length + (await store.forget(who));
    },
    start() {
      working ??= work();
    },
    async stop() {
      stopping.abort();
      await working;
      while (waiting.length > 0 && (await write()));
      if (waiting.length === 0) return;
      drop(waiting.length);
      logger.warn('The app stops, and what was asked last could not be written', { dropped: waiting.length });
      waiting = [];
    },
  };
}

/** With `ASK_LOG` off: nothing is remembered. What an earlier setting has left can still be deleted. */
export function createNoAskLog(store: Pick<AskStore, 'forget'>): AskLog {
  return { isOn: false, record: () => {}, forget: (who) => store.forget(who), start: () => {}, stop: async () => {} };
}

/** The texts without secrets, and short enough to keep. They are scrubbed before they are cut: half a token is not known as one. */
function scrubbed(event: StoredAsk, scrub: (text: string) => string): StoredAsk {
  const clean = (text: string, max: number): string => scrub(text.slice(0, 4 * max)).slice(0, max);
  switch (event.kind) {
    case 'asked':
      return { ...event, question: clean(event.question, MAX_QUESTION) };
    case 'opened':
      return { ...event, question: event.question && clean(event.question, MAX_QUESTION) };
    case 'judged':
      return {
        ...event,
        question: event.question && clean(event.question, MAX_QUESTION),
        comment: event.comment && clean(event.comment, MAX_COMMENT),
      };
    case 'read':
      return event;
  }
}
