/** Time as the workers see it, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. It may be set back or ahead while the app runs: for dates only. */
  now(): number;
  /** Milliseconds since some moment, which only ever increase: to measure how long something takes. */
  elapsed(): number;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A longer wait would overflow Node's timer and end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. Its waits do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, MAX_TIMER_MS)).unref();
      signal.addEventListener('abort', wake);
    }),
};

const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 60_000;

/** How long the store is left alone at most. It is ours, and what is pending should go out soon after it is back. */
export const MAX_STORE_PAUSE_MS = 4_000;

/** The pause after so many failures in a row (from 1), in milliseconds: a second, doubling up to a minute. */
export function backoff(failures: number, max = MAX_PAUSE_MS): number {
  return Math.min(max, FIRST_PAUSE_MS * 2 ** (failures - 1));
}

/** A sleep that can be cut short. */
export interface Sleeper {
  sleep(ms: number): Promise<void>;
  /** Ends the sleep. If nothing is sleeping, the next sleep ends at once. */
  wake(): void;
}

export function createSleeper(clock: Clock, signal: AbortSignal): Sleeper {
  let isWoken = false;
  let interrupt: (() => void) | undefined;
  return {
    wake: () => {
      isWoken = true;
      interrupt?.();
    },
    sleep: async (ms) => {
      if (!isWoken) {
        const woken = new AbortController();
        interrupt = () => woken.abort();
        await clock.sleep(ms, AbortSignal.any([signal, woken.signal]));
        interrupt = undefined;
      }
      isWoken = false;
    },
  };
}
