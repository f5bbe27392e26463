import { Worker } from 'node:worker_threads';
import type { GuideSource } from '../load.js';
import type { Guide, Page } from '../page.js';
import type { ReloadMessage } from './reload-worker.js';

export interface GuideRead {
  readonly guide: Guide;
  /** How many warnings it has. */
  readonly warnings: number;
}

/**
 * Reads a guide in a worker, so that answers do not wait for the parser.
 * @throws Error that lists everything that is wrong with the guide
 */
export function readGuideInWorker(source: GuideSource): Promise<GuideRead> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./reload-worker.js', import.meta.url), { workerData: source, execArgv: [] });
    const pages: Page[] = [];
    worker.on('message', (message: ReloadMessage) => {
      switch (message.kind) {
        case 'pages':
          pages.push(...message.pages);
          // Other work first: copying a whole guide at once would hold up answers.
          return void setImmediate(() => worker.postMessage('next'));
        case 'done': {
          const bySlug = new Map(pages.map((page) => [page.slug, page]));
          resolve({ guide: { revision: message.revision, pages, bySlug }, warnings: message.warnings });
          return void worker.terminate();
        }
        case 'failed':
          reject(new Error(message.reason));
          return void worker.terminate();
      }
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The worker that reads the guide stopped before it was done')));
  });
}
