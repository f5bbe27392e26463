import { Worker } from 'node:worker_threads';
import type { IndexedGuide } from '../../live-guide.js';
import type { IndexData } from '../../search/index.js';
import type { Page } from '../page.js';
import type { GuideSource } from '../read-guide.js';

export interface GuideRead extends IndexedGuide {
  /** How many there are. */
  readonly warnings: number;
}

/**
 * Reads and indexes a guide in a thread of its own, so that answers do not wait for it.
 * @throws Error with all that is wrong with the guide
 */
export function readGuideBeside(errand: GuideErrand): Promise<GuideRead> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./reload-worker.js', import.meta.url), { workerData: errand, execArgv: [] });
    let read: Extract<GuideMessage, { kind: 'read' }> | undefined;
    const pages: Page[] = [];
    const askForMore = (): void => worker.postMessage('more');
    const finish = ({ revision, index, warnings }: Extract<GuideMessage, { kind: 'read' }>): void => {
      resolve({ guide: { revision, pages, bySlug: new Map(pages.map((page) => [page.slug, page])) }, index, warnings });
      void worker.terminate();
    };
    worker.on('message', (message: GuideMessage) => {
      switch (message.kind) {
        case 'refused':
          reject(new Error(message.reason));
          return void worker.terminate();
        case 'read':
          read = message;
          return askForMore();
        case 'pages':
          pages.push(...message.pages);
          if (message.isLast && read !== undefined) return finish(read);
          // Answers that wait come first.
          setImmediate(askForMore);
      }
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The thread that reads the guide has ended before it was done')));
  });
}

/** What the thread that reads a guide is told. */
export interface GuideErrand extends GuideSource {
  /** Somebody who edits a page waits for it, so it does not give way to answers. */
  readonly isAwaited?: boolean;
}

/**
 * From the thread that reads a guide. The pages come in portions, each when the one before was taken: to take a whole guide at
 * once would hold up answers.
 */
export type GuideMessage =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'read'; readonly revision: string; readonly warnings: number; readonly index: IndexData }
  | { readonly kind: 'pages'; readonly pages: readonly Page[]; readonly isLast: boolean };
