import type { RunKey } from '../checklist/run-store.js';
import { backoff } from './backoff.js';
import type { DrawOutcome } from './canvas.js';
import type { Step } from './delivery-store.js';
import type { Note, SendDependencies } from './send-for-run.js';

type DrawStep = Extract<Step, { kind: 'draw' }>;

/** Draws the run once, and notes what came of it. */
export async function drawRun(
  key: RunKey,
  { run, failures }: DrawStep,
  note: Note,
  { store, canvas, logger, worker }: SendDependencies,
): Promise<void> {
  const outcome = await canvas.draw(run).catch(
    (error: unknown): DrawOutcome => ({
      kind: 'retry',
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  switch (outcome.kind) {
    case 'done':
      return note(() => store.drawn(key, worker, run.wantedVersion));
    case 'gone':
      logger.warn('A checklist can no longer be redrawn: its message is gone', { ...key, reason: outcome.reason });
      return note(() => store.park(key, outcome.reason));
    case 'retry': {
      const ms = outcome.afterMs ?? backoff(failures + 1);
      const { rateLimited = false, uncertain = false, reason } = outcome;
      logger.warn('A checklist could not be redrawn; it will be tried again', {
        ...key,
        failures: failures + 1,
        waitMs: ms,
        reason,
      });
      return note(() => store.postponeDraw(key, { ms, wholeInstallation: rateLimited, uncertain }));
    }
  }
}
