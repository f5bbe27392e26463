#!/usr/bin/env node
import { config } from 'dotenv';
import { ignoreErrors, whenWritten, writeOrDrop } from '../telemetry/log-destination.js';
import { run } from './run.js';

config({ quiet: true });

// A reader that needs no more, such as `head`, closes the pipe (EPIPE). That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A server goes on without a reader of its log.
  if (!isServer) process.exit(error.code === 'EPIPE' ? 0 : 1);
});
ignoreErrors(process.stderr);

let isServer = false;

function stopRequested(): AbortSignal {
  isServer = true;
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

/** On one line, which the next text replaces. */
function showProgress(text: string | undefined): void {
  process.stderr.write(`\r\u001B[K${text ?? ''}`);
}

const code = await run(process.argv.slice(2), {
  out(text) {
    if (isServer) writeOrDrop(process.stdout, text);
    else process.stdout.write(text);
  },
  logOutput: process.stdout,
  err: (text) => process.stderr.write(text),
  stdin: process.stdin,
  env: process.env,
  cwd: process.cwd(),
  now: () => new Date(),
  ...(process.stdout.isTTY && { terminal: { columns: process.stdout.columns } }),
  ...(process.stderr.isTTY && { progress: showProgress }),
  stopRequested,
});
// Libraries may still hold sockets open. What a command writes may wait for a pager; what a server writes waits two seconds.
if (isServer) await whenWritten(process.stdout);
else await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit(code);
