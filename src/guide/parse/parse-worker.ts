import { parentPort } from 'node:worker_threads';
import { parsePage } from './parse-page.js';
import type { ParseReport, ParseRequest } from './parse-pages.js';

// The entry of the worker thread. It says when it starts with a page, so that time is counted per page and not from the order.
parentPort?.on('message', ({ index, source }: ParseRequest) => {
  const report = (message: ParseReport): void => parentPort?.postMessage(message);
  report({ kind: 'started', index });
  try {
    report({ kind: 'parsed', index, page: parsePage(source) });
  } catch (error) {
    report({ kind: 'failed', index, reason: error instanceof Error ? error.message : String(error) });
  }
});
