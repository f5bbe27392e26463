/** Time as the workers see it, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A longer wait would overflow Node's timer and end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's clock. Its waits do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
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
      const timer = setTimeout(wake, Math.min(ms, LONGEST_MS)).unref();
      signal.addEventListener('abort', wake);
    }),
};

const FIRST_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** The pause after so many failures in a row (from 1), in milliseconds: a second, doubling up to a minute. */
export function backoff(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_MS * 2 ** (failures - 1));
}
