import type { Run } from '../checklist/run.js';
import { type RunKey, RunNotFound, type RunStore } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import { backoff } from './backoff.js';
import type { Canvas, DrawOutcome } from './canvas.js';
import type { Clock } from './clock.js';
import type { Pace } from './create-pace.js';

export interface RedrawDependencies {
  readonly store: RunStore;
  readonly canvas: Canvas;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

type Step = DrawOutcome | { readonly kind: 'settled' };

/**
 * Draws one run until nothing is owed for it any more: first the message, then the line about its completion. Reads the
 * run anew for every step, tries again for as long as it takes, parks a run whose message is gone. Never rejects.
 */
export const redrawRun = async (key: RunKey, dependencies: RedrawDependencies): Promise<void> => {
  const { store, logger, clock, signal } = dependencies;
  const takeStep = createSteps(key, dependencies);
  let failures = 0;
  while (!signal.aborted) {
    const step = await takeStep().catch(retry);
    if (step.kind === 'settled') return;
    if (step.kind === 'done') {
      failures = 0;
      continue;
    }
    if (step.kind === 'gone') {
      const parked = await store.park(key, step.reason).then(() => undefined, retry);
      logger.warn('A checklist can no longer be redrawn: its message is gone', { ...key, reason: step.reason });
      if (parked === undefined) return;
    }
    failures += 1;
    const waitMs = (step.kind === 'retry' ? step.afterMs : undefined) ?? backoff(failures);
    logger.warn('A checklist could not be redrawn; it will be tried again', {
      ...key,
      failures,
      waitMs,
      reason: step.reason,
    });
    await clock.sleep(waitMs, signal);
  }
};

const retry = (error: unknown): DrawOutcome => ({
  kind: 'retry',
  reason: error instanceof Error ? error.message : String(error),
});

/** What is owed next, done once. Remembers between steps only what the store cannot know. */
const createSteps = (key: RunKey, { store, canvas, pace, signal }: RedrawDependencies): (() => Promise<Step>) => {
  let contested = false;
  let said = false;

  const draw = async (run: Run): Promise<Step> => {
    contested = false;
    const outcome = await canvas.draw(run);
    if (outcome.kind !== 'done') return outcome;
    // Where another process drew this run meanwhile, its older drawing may have arrived after ours or ours after its newer one.
    const { drawnVersion } = await store.get(key);
    contested = drawnVersion !== run.drawnVersion;
    await store.drawn(key, run.wantedVersion);
    return outcome;
  };

  const sayCompleted = async (run: Run): Promise<Step> => {
    // Once said, only the note of it is tried again: the line must not appear twice because the database was away.
    const outcome: DrawOutcome = said ? { kind: 'done' } : await canvas.sayCompleted(run);
    if (outcome.kind !== 'done') return outcome;
    said = true;
    await store.saidCompletion(key);
    return outcome;
  };

  const isBehind = (run: Run): boolean => contested || run.drawnVersion < run.wantedVersion;

  return async () => {
    try {
      const run = await store.get(key);
      if (run.message === undefined) return { kind: 'settled' };
      if (isBehind(run)) {
        await pace.take(key.installation, signal);
        return signal.aborted ? { kind: 'settled' } : await draw(await store.get(key));
      }
      return run.completedAt !== undefined && !run.completionSaid ? await sayCompleted(run) : { kind: 'settled' };
    } catch (error) {
      if (error instanceof RunNotFound) return { kind: 'settled' };
      throw error;
    }
  };
};
