#!/usr/bin/env node
import { config } from 'dotenv';
import { run } from './run.js';

config({ quiet: true });

// A reader that needs no more, such as `head`, closes the pipe (EPIPE). That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

function stopRequested(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

const code = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  logDescriptor: 1,
  err: (text) => process.stderr.write(text),
  stdin: process.stdin,
  env: process.env,
  cwd: process.cwd(),
  ...(process.stdout.isTTY && { terminal: { columns: process.stdout.columns } }),
  stopRequested,
});
// Exits once everything is written; libraries may still hold sockets open.
process.stdout.write('', () => process.exit(code));
