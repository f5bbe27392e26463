import type { RunKey } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import { backoff } from './backoff.js';
import type { Canvas } from './canvas.js';
import type { Clock } from './clock.js';
import type { DeliveryStore } from './delivery-store.js';
import { drawRun } from './draw-run.js';
import { sayOwed } from './say-owed.js';

export interface SendDependencies {
  readonly store: DeliveryStore;
  readonly canvas: Canvas;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The worker's name, under which it holds leases. */
  readonly worker: string;
}

/** Notes a result in the store, again and again while the store cannot be reached: forgotten, it would be sent twice. */
export type Note = (write: () => Promise<void>) => Promise<void>;

/**
 * Does for one run, step by step, whatever can be done now, under the run's lease. What has to wait stays in the store with
 * its time. Never rejects. @returns whether anything was done
 */
export async function sendForRun(key: RunKey, dependencies: SendDependencies): Promise<boolean> {
  const { store, logger, clock, signal, worker } = dependencies;

  const note: Note = async (write) => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await write();
      } catch (error) {
        logger.warn('What was sent for a checklist could not be noted; it will be tried again', { ...key, error });
        // Asked to stop, one more attempt is made at once: what is not noted is looked for at the next start.
        if (signal.aborted && failures > 1) return;
        await clock.sleep(backoff(failures), signal);
      }
    }
  };

  for (let steps = 0; !signal.aborted; steps += 1) {
    try {
      const step = await store.nextStep(key, worker);
      if (step.kind === 'rest') return steps > 0;
      if (step.kind === 'draw') await drawRun(key, step, note, dependencies);
      else await sayOwed(key, step, note, dependencies);
    } catch (error) {
      logger.warn('What is owed for a checklist could not be read; it will be tried again', { ...key, error });
      return steps > 0;
    }
  }
  // Gives the lease back, so that another process need not wait for its end.
  await store.release(key, worker).catch(() => {});
  return true;
}
