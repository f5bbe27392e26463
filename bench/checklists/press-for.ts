import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../random.js';

/**
 * Twenty people at one checklist, each at their own pace, over all processes. A press that fails is pressed again by its person
 * on another process. @returns when so many were acknowledged, or the time is over
 */
export async function pressFor({ rig, people = 20, presses, seconds, seed = 1, isOver = () => false }) {
  const random = createRandom(seed);
  const pick = (length) => Math.floor(random() * length);
  const started = performance.now();
  const everyMs = (seconds * 1_000) / presses;
  let sent = 0;

  const person = async (number) => {
    while (sent < presses && !isOver()) {
      const turn = sent;
      sent += 1;
      const wait = started + turn * everyMs - performance.now();
      if (wait > 0) await sleep(wait);
      const wish = { person: number, item: `i${1 + pick(rig.items)}`, done: random() < 0.65 };
      for (;;) {
        const app = rig.apps[pick(rig.apps.length)];
        const press = await rig.presses.send({ ...wish, eventsUrl: app.eventsUrl });
        if (press.answered || isOver()) break;
        await sleep(250);
      }
    }
  };
  await Promise.all(Array.from({ length: people }, (_, index) => person(index + 1)));
  return performance.now() - started;
}
