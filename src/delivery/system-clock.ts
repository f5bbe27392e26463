import type { Clock } from './clock.js';

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
