// Loaded into a server before its own code. Tells the bench how long the event loop was held up since it last asked, and, where the
// server runs with --expose-gc, what is in use once the garbage is collected.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const answers = {
  tell() {
    const { max } = delay;
    const told = { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: max / 1e6 };
    delay.reset();
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
