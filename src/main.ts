import { config } from 'dotenv';
import { serve } from './serve.js';
import { ignoreErrors, whenWritten, writeOrDrop } from './telemetry/log-destination.js';

config({ quiet: true });

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

// The app goes on without a reader of what it writes.
ignoreErrors(process.stdout);
ignoreErrors(process.stderr);

process.exitCode = await serve({
  environment: process.env,
  write: (text) => writeOrDrop(process.stdout, text),
  logOutput: process.stdout,
  stopRequested: stop.signal,
  onCrash: (report) => process.on('uncaughtException', (error) => void report(error).finally(() => process.exit(1))),
  // In a terminal SIGHUP means that its window was closed, which still ends the program.
  ...(!process.stdout.isTTY && { onReloadRequested: (reload) => process.on('SIGHUP', () => void reload()) }),
});
await whenWritten(process.stdout);
// Libraries may still hold sockets open.
process.exit();
