import type { Clock } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';

/** Deletes what is older than it may be. It also runs where nothing is remembered any more: what was written before must go all the same. */
export interface Retention {
  /** Call it once, at the start. Returns at once. */
  start(): void;
  stop(): Promise<void>;
}

export interface RetentionParts {
  /** Each deletes what is older than so many days, and returns how much that was. */
  readonly stores: readonly { expire(days: number): Promise<number> }[];
  readonly days: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const EVERY_MS = 3_600_000;
const RETRY_MS = 60_000;

export function createRetention({ stores, days, clock, logger }: RetentionParts): Retention {
  const stopping = new AbortController();
  const { signal } = stopping;
  let working: Promise<void> | undefined;

  const expire = async (): Promise<boolean> => {
    try {
      for (const store of stores) {
        const deleted = await store.expire(days);
        if (deleted > 0) logger.info('Deleted what is older than RETENTION_DAYS', { deleted, days });
      }
      return true;
    } catch (error) {
      logger.warn('Could not delete what is older than RETENTION_DAYS; will retry', { error });
      return false;
    }
  };

  return {
    start() {
      working ??= (async () => {
        while (!signal.aborted) {
          const done = await expire();
          await clock.sleep(done ? EVERY_MS : RETRY_MS, signal);
        }
      })();
    },
    async stop() {
      stopping.abort();
      await working;
    },
  };
}
