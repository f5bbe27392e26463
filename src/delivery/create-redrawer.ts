import type { RunKey, RunStore } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import { backoff } from './backoff.js';
import type { Canvas } from './canvas.js';
import type { Clock } from './clock.js';
import { createPace } from './create-pace.js';
import { redrawRun } from './redraw-run.js';

/** Keeps the posted messages as their runs are. What it owes is in the store alone, so a restart loses nothing. */
export interface Redrawer {
  /** Call it after a run has changed. Returns at once; any number of calls during a redraw lead to one more. */
  wanted(key: RunKey): void;
  /** Call it at the start: takes up everything that is owed, as soon as the store can be read. Returns at once. */
  resume(): void;
  /** Starts nothing more and resolves when what is being drawn is finished. What remains stays owed in the store. */
  stop(): Promise<void>;
}

/** As many runs are taken up at once; where more are owed, the rest follows a minute later. */
const OWING_AT_ONCE = 1000;
const NEXT_LOOK_MS = 60_000;

export const createRedrawer = (parts: { store: RunStore; canvas: Canvas; logger: Logger; clock: Clock }): Redrawer => {
  const { store, logger, clock } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const dependencies = { ...parts, pace: createPace(clock), signal };
  const working = new Map<string, Promise<void>>();
  const askedAgain = new Set<string>();
  let resuming = Promise.resolve();

  const work = async (id: string, key: RunKey): Promise<void> => {
    do {
      askedAgain.delete(id);
      await redrawRun(key, dependencies);
    } while (askedAgain.has(id) && !signal.aborted);
    working.delete(id); // In the same breath as the check above, so that no call falls between the two.
  };

  const wanted = (key: RunKey): void => {
    if (signal.aborted) return;
    const id = JSON.stringify([key.installation, key.run]);
    if (working.has(id)) askedAgain.add(id);
    else working.set(id, work(id, key));
  };

  const takeUpOwing = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const owing = await store.owing(OWING_AT_ONCE);
        owing.forEach(wanted);
        if (owing.length < OWING_AT_ONCE) return;
        failures = 0;
        await clock.sleep(NEXT_LOOK_MS, signal);
      } catch (error) {
        failures += 1;
        logger.warn('What is owed to checklists could not be read; it will be tried again', { error, failures });
        await clock.sleep(backoff(failures), signal);
      }
    }
  };

  return {
    wanted,
    resume: () => {
      resuming = takeUpOwing();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([resuming, ...working.values()]);
    },
  };
};
