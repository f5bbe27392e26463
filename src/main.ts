import { config } from 'dotenv';
import { serve } from './serve.js';

config({ quiet: true });

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

// A reader that stops reading closes the pipe (EPIPE). The app goes on without it.
process.stdout.on('error', () => {});

process.exitCode = await serve({
  environment: process.env,
  write: (text) => process.stdout.write(text),
  logDescriptor: 1,
  stopRequested: stop.signal,
  onCrash: (report) => process.on('uncaughtException', (error) => void report(error).finally(() => process.exit(1))),
  // In a terminal SIGHUP means that its window was closed, which still ends the program.
  ...(!process.stdout.isTTY && { onReloadRequested: (reload) => process.on('SIGHUP', () => void reload()) }),
});
// Libraries may still hold sockets open.
process.exit();
