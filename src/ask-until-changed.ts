import { setTimeout as wait } from 'node:timers/promises';
import type { SimulatedSlack } from './simulated-slack/index.js';

/** An app reads a few files again in less than half a second; what takes longer than all of these together is asked by hand. */
const PAUSES_MS = [150, 150, 300, 600, 1_200];

/**
 * Asks again for what people look at until the app says something else: it reads its files again by itself and does not say
 * when it has done so.
 */
export const askUntilChanged = async ({ askAgain }: Pick<SimulatedSlack, 'askAgain'>): Promise<void> => {
  for (const pause of PAUSES_MS) {
    await wait(pause, undefined, { ref: false });
    if ((await askAgain()) > 0) return;
  }
};
