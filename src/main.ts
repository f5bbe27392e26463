import { setFlagsFromString } from 'node:v8';
import { config } from 'dotenv';

// While a guide is read and indexed, V8 doubles the space for young objects again and again and keeps it: 20 MiB for nothing
// at most sites. So it grows only once the start is over.
const START_MS = 5_000;
setFlagsFromString('--semi-space-growth-factor=1');
setTimeout(() => setFlagsFromString('--semi-space-growth-factor=2'), START_MS).unref();
const { serve } = await import('./serve.js');

config({ quiet: true });

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

process.exitCode = await serve({
  environment: process.env,
  write: (text) => process.stdout.write(text),
  logDescriptor: 1,
  stopRequested: stop.signal,
  onCrash: (report) => process.on('uncaughtException', (error) => void report(error).finally(() => process.exit(1))),
  // In a terminal that signal says that its window was closed, which still ends the program.
  ...(!process.stdout.isTTY && { onReloadRequested: (reload) => process.on('SIGHUP', () => void reload()) }),
});
// Whatever still holds the process, such as a socket of a library, has nothing left to do.
process.exit();
