import type { Run } from './run.js';
import type { NewRun } from './run-store.js';

/** The version of a run as it was created. Its first message is posted from it, so that is what the message shows. */
export const FIRST_VERSION = 1;

/** A run at its start: every item open, with the ids `i1`, `i2`… by position, and no message yet. */
export function startRun(run: NewRun): Run {
  return {
    ...run,
    items: run.items.map((item, position) => ({ ...item, id: `i${position + 1}`, state: { kind: 'open' }, taken: {} })),
    window: 'first-open',
    wantedVersion: FIRST_VERSION,
    drawnVersion: 0,
  };
}
