// Loaded into a server before its own code. Tells the bench how long the event loop was held up since it last asked, and, where the
// server runs with --expose-gc, what is in use once the garbage is collected.
import { openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

/** Milliseconds that this thread was ready to run and others had the processors; 0 where the system is not Linux. */
function createWaited() {
  const text = Buffer.alloc(100);
  try {
    const file = openSync('/proc/thread-self/schedstat');
    return () => Number(text.latin1Slice(0, readSync(file, text, 0, 100, 0)).split(' ')[1]) / 1e6;
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

const answers = {
  tell() {
    const { max } = delay;
    const told = { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: max / 1e6, own: longestOwn };
    delay.reset();
    longestOwn = 0;
    return told;
  },
  collect() {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return { usedMiB: (heapUsed + external) / 1024 ** 2 };
  },
};
process.on('message', (what) => process.send(answers[what]()));
process.channel?.unref();
