import { setTimeout as sleep } from 'node:timers/promises';

/** @throws Error with what is wrong, where it does not hold */
export function demand(holds, wrong) {
  if (!holds) throw new Error(wrong);
}

/** Waits until it holds. @throws Error that says what was waited for */
export async function until(holds, what, withinMs = 5_000) {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    demand(performance.now() < end, `waited ${withinMs} ms in vain for ${what}`);
    await sleep(1);
  }
}
