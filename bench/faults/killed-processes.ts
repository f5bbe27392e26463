import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../random.js';
import { withRig } from './with-rig.js';

/** Every second a process that answers, chosen at random, is killed in the middle of what it does, and started again. */
export function killedProcesses({ kind, seconds, seed }) {
  return withRig({ kind, seconds, seed }, async ({ apps }) => {
    const random = createRandom(seed + 1_000);
    const starting = new Map();
    for (let kills = 1; kills <= seconds; kills += 1) {
      await sleep(700 + random() * 600);
      // Where none answers, the second counts from when one does.
      if (starting.size === apps.length) await Promise.race(starting.values()).then(() => sleep(700 + random() * 600));
      const running = apps.filter((app) => !starting.has(app));
      const app = running[Math.floor(random() * running.length)];
      await app.kill();
      starting.set(
        app,
        app.start().then(() => starting.delete(app)),
      );
    }
    await Promise.all(starting.values());
    return { kills: seconds };
  });
}
