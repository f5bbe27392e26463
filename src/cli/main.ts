#!/usr/bin/env node
import { config } from 'dotenv';
import { run } from './run.js';

config({ quiet: true });

// A reader that has enough, such as `head`, closes the pipe: that is no failure of ours.
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
// Only once everything is written: what still holds the process then, such as a socket of a library, has nothing left to do.
process.stdout.write('', () => process.exit(code));
