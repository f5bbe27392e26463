import { createRandom } from '../random.js';

/** Slack on a slow day: every call takes 200 ms, and a tenth fail, half with 429 and half with 500. The same seed, the same day. */
export function slowDay(faults, { calls = 3_000, delayMs = 200, failing = 0.1, seed = 1 } = {}) {
  const random = createRandom(seed);
  faults.every('*', { delayMs });
  for (let call = 0; call < calls; call += 1) {
    if (random() >= failing) faults.next('*', { delayMs });
    else faults.next('*', random() < 0.5 ? { delayMs, status: 429, retryAfter: 1 } : { delayMs, status: 500 });
  }
}
