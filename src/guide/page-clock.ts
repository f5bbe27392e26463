/** Measures how long a page has been parsed, in milliseconds. */
export interface PageClock {
  elapsed(): number;
}

// Past this many times the processor time, a page is stuck for another reason than a busy machine.
const MAX_STRETCH = 15;

/**
 * Starts to count. On a busy machine time passes while the thread waits for the processor, and a good page must not be blamed for
 * that: so no more counts than the processor time that this process had since, shared between its `threads()`.
 */
export function startPageClock(threads: () => number): PageClock {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  return {
    elapsed() {
      const wall = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(cpuBefore);
      const share = (user + system) / 1000 / Math.max(1, threads());
      return Math.min(wall, Math.max(share, wall / MAX_STRETCH));
    },
  };
}
