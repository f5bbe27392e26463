// The entry of the worker that reads a guide, indexes it and hands both over.
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Guide, Page } from '../guide/page.js';
import { GuideError, type Problem } from '../guide/problem.js';
import { type LoadedGuide, loadIndexedGuide } from '../indexed-guide.js';
import type { IndexData, SearchIndex } from '../search/index.js';

/** From the worker. After `pages`, it waits until the main thread says that it has taken them. */
export type WorkerMessage =
  | { readonly kind: 'pages'; readonly pages: readonly Page[] }
  | {
      readonly kind: 'done';
      /** The guide without its pages. */
      readonly guide: Omit<Guide, 'pages' | 'bySlug'>;
      readonly problems: Pick<LoadedGuide, 'errors' | 'warnings'>;
      readonly index: IndexData;
    }
  /** No page can be read, and this is wrong. */
  | { readonly kind: 'unreadable'; readonly folder: string; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly error: Pick<Error, 'name' | 'message' | 'stack'> };

/** Copied in some milliseconds. */
const PAGES_PER_MESSAGE = 5;

if (parentPort === null) throw new Error('This is the entry of a worker thread');
const port = parentPort;

try {
  const { guide, index, ...problems } = await loadIndexedGuide(workerData);
  for (let start = 0; start < guide.pages.length; start += PAGES_PER_MESSAGE) {
    send({ kind: 'pages', pages: guide.pages.slice(start, start + PAGES_PER_MESSAGE) });
    await once(port, 'message');
  }
  const data = dataOf(index);
  const { pages: _, bySlug: __, ...rest } = guide;
  send({ kind: 'done', guide: rest, problems, index: data }, buffersOf(data));
} catch (error) {
  // A copy of an error would lose its name and what it knows.
  if (error instanceof GuideError) send({ kind: 'unreadable', folder: error.folder, problems: error.problems });
  else {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    send({ kind: 'failed', error: { name, message, ...(stack && { stack }) } });
  }
}

function send(message: WorkerMessage, moved: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
}

/** Without the pages, which are sent before, and the functions. */
function dataOf({ pages: _, corrector: __, ...data }: SearchIndex): IndexData {
  return data;
}

/** What is moved instead of copied. */
function buffersOf({ pagePostings, sectionPostings }: IndexData): ArrayBuffer[] {
  return [pagePostings, sectionPostings].flatMap(({ starts, documents, impacts }) =>
    [starts, documents, impacts].map((array) => array.buffer as ArrayBuffer),
  );
}
