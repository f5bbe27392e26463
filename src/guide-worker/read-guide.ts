import { Worker } from 'node:worker_threads';
import type { GuideSource } from '../guide/load.js';
import type { Page } from '../guide/page.js';
import { GuideError } from '../guide/problem.js';
import type { LoadedGuide } from '../indexed-guide.js';
import { openIndex } from '../search/index.js';
import type { WorkerMessage } from './guide-worker.js';

/**
 * Reads a guide and indexes it in a worker, so that answers do not wait for the parser, and so that its memory is
 * free again.
 * @throws GuideError if no page can be read
 */
export function readGuideInWorker(source: GuideSource): Promise<LoadedGuide> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./guide-worker.js', import.meta.url), { workerData: source, execArgv: [] });
    const pages: Page[] = [];
    worker.on('message', (message: WorkerMessage) => {
      switch (message.kind) {
        case 'pages':
          pages.push(...message.pages);
          // Other work first: copying a whole guide at once would hold up answers.
          return void setImmediate(() => worker.postMessage('next'));
        case 'done': {
          const { guide, problems, index } = message;
          const bySlug = new Map(pages.map((page) => [page.slug, page]));
          resolve({ guide: { ...guide, pages, bySlug }, index: openIndex(pages, index), ...problems });
          return void worker.terminate();
        }
        case 'unreadable':
          reject(new GuideError(message.folder, message.problems));
          return void worker.terminate();
        case 'failed':
          reject(Object.assign(new Error(message.error.message), message.error));
          return void worker.terminate();
      }
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The worker that reads the guide stopped before it was done')));
  });
}
