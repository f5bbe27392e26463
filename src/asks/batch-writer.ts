import { backoff, type Clock, createSleeper, MAX_STORE_PAUSE_MS } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';

/** Keeps entries in memory and writes them in batches: nobody waits for the database, and a busy hour takes one statement for many of them. */
export interface BatchWriter<E> {
  /** Returns at once, and never throws. */
  add(entry: E): void;
  /** Writes what is in memory now, with one attempt. */
  flush(): Promise<void>;
  /** Takes entries out before they are written. @returns how many that were */
  remove(isIt: (entry: E) => boolean): Promise<number>;
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Writes what is left, with one attempt. */
  stop(): Promise<void>;
}

export interface BatchWriterParts<E> {
  /** Writes all of them or none. It is repeated with the same entries after a failure. */
  readonly write: (entries: readonly E[]) => Promise<void>;
  /** Entries that wait for the database. More are dropped: memory is for answers. */
  readonly maxWaiting: number;
  readonly onWritten?: (count: number) => void;
  readonly onDropped?: (count: number) => void;
  /** What the entries are, at the beginning of a sentence in the log. */
  readonly what: string;
  /** What the process's log says about a failure. */
  readonly level: 'warn' | 'debug';
  readonly clock: Clock;
  readonly logger: Logger;
}

const BATCH = 100;
/** How long entries are gathered. */
const GATHER_MS = 1_000;
const IDLE_MS = 3_600_000;

export function createBatchWriter<E>(parts: BatchWriterParts<E>): BatchWriter<E> {
  const { write, maxWaiting, onWritten, onDropped, what, level, clock, logger } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const sleeper = createSleeper(clock, signal);
  let waiting: E[] = [];
  let dropped = 0;
  let writing: Promise<boolean> = Promise.resolve(true);
  let working: Promise<void> | undefined;

  const drop = (count: number): void => {
    onDropped?.(count);
    dropped += count;
  };

  /** @returns whether the database took them */
  const attempt = async (): Promise<boolean> => {
    const batch = waiting.slice(0, BATCH);
    if (batch.length === 0) return true;
    waiting = waiting.slice(BATCH);
    try {
      await write(batch);
      onWritten?.(batch.length);
      dropped = 0;
      return true;
    } catch (error) {
      waiting = [...batch, ...waiting];
      const over = waiting.length - maxWaiting;
      if (over > 0) {
        waiting = waiting.slice(over);
        drop(over);
      }
      logger[level](`${what} could not be written; will retry`, { waiting: waiting.length, dropped, error });
      return false;
    }
  };

  /** One batch after the other. */
  const writeBatch = (): Promise<boolean> => {
    writing = writing.then(attempt);
    return writing;
  };

  const flush = async (): Promise<void> => {
    for (let batches = Math.ceil(waiting.length / BATCH); batches > 0 && (await writeBatch()); batches -= 1);
  };

  const work = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      if (waiting.length === 0) await sleeper.sleep(IDLE_MS);
      else {
        await clock.sleep(failures === 0 ? GATHER_MS : backoff(failures, MAX_STORE_PAUSE_MS), signal);
        failures = (await writeBatch()) ? 0 : failures + 1;
      }
    }
  };

  return {
    add(entry) {
      if (signal.aborted || waiting.length >= maxWaiting) return drop(1);
      waiting.push(entry);
      sleeper.wake();
    },
    async flush() {
      await writing;
      await flush();
    },
    async remove(isIt) {
      const take = (): number => {
        const before = waiting.length;
        waiting = waiting.filter((entry) => !isIt(entry));
        return before - waiting.length;
      };
      const removed = take();
      // A batch that is being written may have some of them, and comes back if it fails.
      await writing;
      return removed + take();
    },
    start() {
      working ??= work();
    },
    async stop() {
      stopping.abort();
      await working;
      await writing;
      await flush();
      if (waiting.length === 0) return;
      logger[level](`The app stops. ${what} could not all be written`, { dropped: waiting.length });
      drop(waiting.length);
      waiting = [];
    },
  };
}
