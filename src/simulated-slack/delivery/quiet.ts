import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from './journal.js';

/**
 * Waits until nothing has gone on in either direction for a while. @throws Error that names what is still under way
 * @param quietMs counted in turns of a millisecond, so that a machine that is busy gets as many turns as an idle one
 */
export async function untilQuiet(
  journal: Journal,
  { quietMs = 20, withinMs = 30_000 }: { quietMs?: number; withinMs?: number } = {},
): Promise<void> {
  const latest = performance.now() + withinMs;
  let seen = journal.lastActivity;
  for (let calm = 0; calm < quietMs; ) {
    await wait(1);
    const isCalm = journal.underWay === 0 && journal.lastActivity === seen;
    calm = isCalm ? calm + 1 : 0;
    seen = journal.lastActivity;
    if (performance.now() > latest) throw new Error(stillUnderWay(journal, withinMs));
  }
}

function stillUnderWay({ entries }: Journal, withinMs: number): string {
  const open = entries.filter(({ durationMs }) => durationMs === undefined);
  const names = open.map((entry) =>
    entry.kind === 'api' ? entry.method : entry.kind === 'request' ? entry.what : entry.url,
  );
  return `simulated Slack: not quiet after ${withinMs} ms; under way: ${names.join(', ') || 'nothing, but calls keep coming'}.`;
}

/** Waits until a condition holds, looking every few milliseconds. @throws Error after `withinMs` */
export async function untilTrue(
  condition: () => boolean,
  { withinMs = 30_000, what = 'the condition' }: { withinMs?: number; what?: string } = {},
): Promise<void> {
  const latest = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > latest)
      throw new Error(`simulated Slack: ${what} did not come true within ${withinMs} ms.`);
    await wait(3);
  }
}
