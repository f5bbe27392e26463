// The entry of the worker that reads a guide and hands it over.
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { loadGuide } from '../load.js';
import type { Page } from '../page.js';

/** From the worker. It sends the next pages when the main thread says that it has taken the ones before. */
export type ReloadMessage =
  | { readonly kind: 'pages'; readonly pages: readonly Page[] }
  | { readonly kind: 'done'; readonly revision: string; readonly warnings: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Copied in some milliseconds. */
const PAGES_PER_MESSAGE = 5;

if (parentPort === null) throw new Error('This is the entry of a worker thread');
const port = parentPort;
function send(message: ReloadMessage): void {
  port.postMessage(message);
}

try {
  const { guide, warnings } = await loadGuide(workerData);
  for (let start = 0; start < guide.pages.length; start += PAGES_PER_MESSAGE) {
    send({ kind: 'pages', pages: guide.pages.slice(start, start + PAGES_PER_MESSAGE) });
    await once(port, 'message');
  }
  send({ kind: 'done', revision: guide.revision, warnings: warnings.length });
} catch (error) {
  send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}
