import { setTimeout as sleep } from 'node:timers/promises';
import { destination } from 'pino';
/** Where lines are collected, and written beside whatever else the process does. */
export interface Output {
  readonly write: (line: string) => void;
  /** Resolves when everything is written, or after two seconds: whoever reads may have stopped. */
  close(): Promise<void>;
}

/** So many bytes are written at once, and whatever there is after so long. */
const AT_ONCE = 12 * 1024;
const AFTER_MS = 250;

/** Should nobody read, so much is kept; what comes then is left out, because answers matter more. */
const KEPT_BYTES = 16 * 1024 * 1024;
const PATIENCE_MS = 2_000;

/**
 * Opens a descriptor, such as 1 for standard output. A request pays for a line in memory alone. A process that ends without
 * `close` still writes what is collected, by the library's own hook.
 */
export function openOutput(descriptor: number): Output {
  // As bytes: texts it would join, and measure what it has again with each one. Its types know of texts alone.
  const stream = destination({
    dest: descriptor,
    sync: false,
    contentMode: 'buffer',
    minLength: AT_ONCE,
    maxLength: KEPT_BYTES,
  }) as ReturnType<typeof destination> & { write(bytes: Buffer): boolean };
  let unwritten = 0;
  let isWaiting = false;
  stream.on('write', (bytes: number) => {
    unwritten -= bytes;
  });
  stream.on('drop', (bytes: Buffer) => {
    unwritten -= bytes.length;
  });
  // Who read has gone: there is nobody to tell.
  stream.on('error', () => {});

  let isClosed = false;
  const writeSoon = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      if (unwritten <= 0 || isClosed) return;
      stream.flush();
      // What came while it was writing is not in it.
      writeSoon();
    }, AFTER_MS).unref();
  };

  return {
    write(line) {
      if (isClosed) return;
      const bytes = Buffer.from(`${line}\n`);
      unwritten += bytes.length;
      stream.write(bytes);
      writeSoon();
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      const written = new Promise((resolve) => stream.once('close', resolve).once('error', resolve));
      stream.end();
      await Promise.race([written, sleep(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}
