import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from './journal.js';

/** Waits until nothing has gone on in either direction for a while. @throws Error that names what is still under way */
export const untilQuiet = async (
  journal: Journal,
  { quietMs = 20, withinMs = 10_000 }: { quietMs?: number; withinMs?: number } = {},
): Promise<void> => {
  const latest = performance.now() + withinMs;
  for (;;) {
    const quietFor = performance.now() - journal.lastActivity;
    if (journal.underWay === 0 && quietFor >= quietMs) return;
    if (performance.now() > latest) {
      const open = journal.entries.filter(({ durationMs }) => durationMs === undefined);
      const names = open.map((entry) =>
        entry.kind === 'api' ? entry.method : entry.kind === 'request' ? entry.what : entry.url,
      );
      throw new Error(
        `simulated Slack: not quiet after ${withinMs} ms; under way: ${names.join(', ') || 'nothing, but calls keep coming'}.`,
      );
    }
    await wait(Math.max(1, quietMs - quietFor));
  }
};

/** Waits until a condition holds, looking every few milliseconds. @throws Error after `withinMs` */
export const untilTrue = async (
  condition: () => boolean,
  { withinMs = 5000, what = 'the condition' }: { withinMs?: number; what?: string } = {},
): Promise<void> => {
  const latest = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > latest)
      throw new Error(`simulated Slack: ${what} did not come true within ${withinMs} ms.`);
    await wait(3);
  }
};
