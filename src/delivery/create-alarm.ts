import type { Clock } from './clock.js';

/** A sleep that can be ended from outside. Rung while nobody sleeps, it ends the next sleep at once. */
export interface Alarm {
  ring(): void;
  sleep(ms: number): Promise<void>;
}

export function createAlarm(clock: Clock, signal: AbortSignal): Alarm {
  let ringing = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      ringing = true;
      wake?.();
    },
    sleep: async (ms) => {
      if (!ringing) {
        const woken = new AbortController();
        wake = () => woken.abort();
        await clock.sleep(ms, AbortSignal.any([signal, woken.signal]));
        wake = undefined;
      }
      ringing = false;
    },
  };
}
