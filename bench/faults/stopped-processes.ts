import { setTimeout as sleep } from 'node:timers/promises';
import { withRig } from './with-rig.js';

/** Every process is asked to stop in the middle of the load, as a platform does for a new release, and started again. */
export function stoppedProcesses({ kind, seconds }) {
  return withRig({ kind, seconds }, async ({ apps }) => {
    const exits = [];
    for (const app of apps) {
      await sleep((seconds * 1_000) / (apps.length + 1));
      exits.push(await app.stop());
      await app.start();
    }
    await sleep(500);
    return { exits };
  });
}
