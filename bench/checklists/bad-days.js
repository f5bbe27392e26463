/** Slack on a slow day: every call takes 200 ms, and a tenth fail, half with 429 and half with 500. The same seed, the same day. */
export const slowDay = (trouble, { calls = 3_000, delayMs = 200, failing = 0.1, seed = 1 } = {}) => {
  const random = randomFrom(seed);
  trouble.every('*', { delayMs });
  for (let call = 0; call < calls; call += 1) {
    if (random() >= failing) trouble.next('*', { delayMs });
    else trouble.next('*', random() < 0.5 ? { delayMs, status: 429, retryAfter: 1 } : { delayMs, status: 500 });
  }
};

/** Numbers from 0 to 1 (mulberry32). */
export const randomFrom = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
