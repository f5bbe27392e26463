import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of a folder are larger than they may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

const LOOK_EVERY_MS = 100;

/**
 * Does work that fills a folder, and stops it when the folder has become too large: git itself has no limit for what a host sends.
 * @param work stops when its signal is aborted
 * @throws TooLarge
 */
export async function withinSize<T>(
  folder: string,
  maxBytes: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const tooLarge = new AbortController();
  const timer = setInterval(async () => {
    if ((await sizeOf(folder)) > maxBytes) tooLarge.abort();
  }, LOOK_EVERY_MS);
  try {
    const result = await work(tooLarge.signal);
    if ((await sizeOf(folder)) > maxBytes) throw new TooLarge();
    return result;
  } catch (error) {
    throw tooLarge.signal.aborted ? new TooLarge() : error;
  } finally {
    clearInterval(timer);
  }
}

/** Of the files in a folder, without its subfolders; 0 if it is not there yet. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
