import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { explainError } from './explain-error.js';
import { loadGuide } from './guide/load.js';
import type { Page } from './guide/page.js';
import type { GuideErrand, GuideMessage } from './guide-messages.js';
import { createIndexData } from './search/create-index-data.js';
import { buffersOf } from './search/index-data.js';

/** Taken in some milliseconds. */
const PORTION_CHARACTERS = 50_000;

// The entry of the thread that reads a guide again, indexes it and hands it over.
if (parentPort === null) throw new Error('This is the entry of a worker thread');
const port = parentPort;
const { isAwaited = false, ...source }: GuideErrand = workerData;
function send(message: GuideMessage, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}
// On Linux it is the thread's own: who reads gives way to who answers.
if (process.platform === 'linux' && !isAwaited) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
try {
  const { guide, warnings } = await loadGuide(source);
  const index = createIndexData(guide);
  send({ kind: 'read', revision: guide.revision, warnings: warnings.length, index }, buffersOf(index));
  for (const portion of portions(guide.pages)) {
    await once(port, 'message');
    send({ kind: 'pages', ...portion });
  }
} catch (error) {
  send({ kind: 'refused', reason: explainError(error) });
}

function* portions(pages: readonly Page[]): Generator<{ pages: readonly Page[]; isLast: boolean }> {
  let start = 0;
  let characters = 0;
  for (const [number, page] of pages.entries()) {
    characters += page.sections.reduce((sum, { text }) => sum + text.length, 0);
    const isLast = number === pages.length - 1;
    if (characters < PORTION_CHARACTERS && !isLast) continue;
    yield { pages: pages.slice(start, number + 1), isLast };
    start = number + 1;
    characters = 0;
  }
}
