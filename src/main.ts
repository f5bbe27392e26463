import { config } from 'dotenv';
import { serve } from './serve.js';

config({ quiet: true });

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

process.exitCode = await serve({
  environment: process.env,
  write: (text) => process.stdout.write(text),
  stopRequested: stop.signal,
  // In a terminal that signal says that its window was closed, which still ends the program.
  ...(!process.stdout.isTTY && { onReloadRequested: (reload) => process.on('SIGHUP', () => void reload()) }),
});
// Whatever still holds the process, such as a socket of a library, has nothing left to do.
process.exit();
