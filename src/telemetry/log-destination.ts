import type { Writable } from 'node:stream';

/** Where finished lines are collected and written in larger pieces, so that no request waits for the log. */
export interface LogDestination {
  readonly write: (line: string) => void;
  /** Resolves when everything is written, or after two seconds: the reader may have stopped reading. */
  close(): Promise<void>;
}

const FLUSH_CHARACTERS = 12 * 1024;
const FLUSH_MS = 250;

/**
 * Opens a stream, such as standard output. A process that ends without `close` still writes what is collected. Not with `fs.write`:
 * where nobody reads, it holds a thread of Node for good, and the process cannot end.
 */
export function openLogDestination(output: Writable): LogDestination {
  let collected = '';
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  ignoreErrors(output);
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = collected;
    collected = '';
    if (text !== '') writeOrDrop(output, text);
  };
  process.once('exit', flush);
  return {
    write(line) {
      if (isClosed) return;
      collected += `${line}\n`;
      if (collected.length >= FLUSH_CHARACTERS) flush();
      else timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      process.off('exit', flush);
      flush();
      await whenWritten(output);
    },
  };
}

/**
 * The reader of a log may go away (EPIPE), or its disk may be full (ENOSPC). There is nobody to tell, and without a listener the
 * process would crash.
 */
export function ignoreErrors(output: Writable): void {
  output.on('error', () => {});
}

const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;

/** Writes a text, or drops it if 16 MiB wait for the reader: answering matters more. */
export function writeOrDrop(output: Writable, text: string): void {
  if (output.writableLength < MAX_BUFFERED_BYTES) output.write(text);
}

const LAST_WRITE_MS = 2_000;

/** Resolves when everything is written, or cannot be, or after two seconds. */
export async function whenWritten(output: Writable): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_WRITE_MS);
  });
  await Promise.race([late, new Promise<void>((resolve) => output.write('', () => resolve()))]);
  clearTimeout(timer);
}
