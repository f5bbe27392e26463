import type { Clock } from '../../src/outbox/clock.js';

/** A clock that only moves when a test moves it. */
export interface FakeClock extends Clock {
  /** Moves the clock, wakes each sleeper at its time, and lets it finish its work before the next one. */
  advance(ms: number): Promise<void>;
  /** Runs everything that does not wait for time. */
  settle(): Promise<void>;
  readonly sleepers: number;
}

export function createFakeClock(): FakeClock {
  let now = 0;
  let sleepers: { until: number; wake: () => void }[] = [];

  const settle = async (): Promise<void> => {
    // The stores of these tests use promises only, so a few turns of the event loop are enough for everything to finish.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  return {
    now: () => now,
    elapsed: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        });
      }),
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = sleepers.filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until)[0];
        if (next === undefined) break;
        now = Math.max(now, next.until);
        sleepers = sleepers.filter((other) => other !== next);
        next.wake();
        await settle();
      }
      now = end;
    },
    settle,
    get sleepers() {
      return sleepers.length;
    },
  };
}
