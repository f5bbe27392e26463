// @ts-check
// Loaded into a server before its own code. Answers two questions of the benchmark: how long was the event loop blocked since the last
// time, and how much memory is in use after a garbage collection (with --expose-gc).
import { openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

/** How long this thread was ready to run while others had the processors, in ms; always 0 on systems other than Linux. */
function createWaited() {
  const text = Buffer.alloc(100);
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r');
    return () => Number(text.toString('latin1', 0, readSync(file, text, 0, 100, 0)).split(' ')[1]) / 1e6;
  } catch {
    return () => 0;
  }
}
const waited = createWaited();
let last = { now: performance.now(), waited: waited() };
let longestOwn = 0;
setInterval(() => {
  const next = { now: performance.now(), waited: waited() };
  longestOwn = Math.max(longestOwn, next.now - last.now - (next.waited - last.waited));
  last = next;
}, 1).unref();

function loopDelay() {
  const found = {
    p50: delay.percentile(50) / 1e6,
    p99: delay.percentile(99) / 1e6,
    max: delay.max / 1e6,
    own: longestOwn,
  };
  delay.reset();
  longestOwn = 0;
  return found;
}

function usedMiB() {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 ** 2;
}

process.on('message', (what) => process.send?.(what === 'loopDelay' ? loopDelay() : usedMiB()));
process.channel?.unref();
