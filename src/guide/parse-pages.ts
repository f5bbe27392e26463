import { availableParallelism } from 'node:os';
import type { ParsedPage } from './page-draft.js';
import type { ParseRequest } from './parse-messages.js';
import { runThread } from './parse-thread.js';
import type { SourceFile } from './source-file.js';

// More would only take the processor from each other.
const MAX_THREADS = 4;
const MAX_SLOW_MS = 500;
// A thread takes about as long to start and warm up as this many characters to parse: small guides are quickest in one.
const CHARACTERS_PER_THREAD = 200_000;

/**
 * Parses every file in worker threads: a small guide in one. When a page is slow, another thread goes on with the rest; when it passes
 * `limitMs` milliseconds, or brings its thread down, it becomes an error that names it.
 */
export async function parsePages(files: readonly SourceFile[], limitMs: number): Promise<ParsedPage[]> {
  const pages = new Map<number, ParsedPage>();
  const queue = [...files.keys()];
  const threads: Promise<void>[] = [];
  let atWork = 0;

  const next = (): ParseRequest | undefined => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const source = files[index];
      if (source !== undefined && !pages.has(index)) return { index, source };
    }
    return undefined;
  };
  const finish = (index: number, page: ParsedPage): void => {
    if (!pages.has(index)) pages.set(index, page);
  };
  const work = async (): Promise<void> => {
    atWork += 1;
    const breakdown = await runThread({
      next,
      limitMs,
      slowMs: Math.min(MAX_SLOW_MS, limitMs / 2),
      threads: () => atWork,
      onReport(report) {
        if (report.kind === 'parsed') finish(report.index, report.page);
        if (report.kind === 'failed') finish(report.index, failed(files[report.index], describeFailure(report.reason)));
      },
      onSlow(waiting) {
        if (atWork >= MAX_THREADS) return;
        queue.unshift(...waiting);
        if (queue.length > 0) start();
      },
      onLeft: (waiting) => queue.unshift(...waiting),
    }).finally(() => {
      atWork -= 1;
    });
    if (breakdown === undefined) return;
    const text = breakdown.reason === 'time' ? tooSlow(limitMs) : describeFailure();
    finish(breakdown.index, failed(files[breakdown.index], text));
    if (queue.length > 0) await work();
  };
  const start = (): void => {
    const thread = work();
    // Awaited below; until then a failure must not count as unhandled.
    thread.catch(() => undefined);
    threads.push(thread);
  };

  for (let count = threadsFor(files); count > 0; count -= 1) start();
  // Threads are added while others are awaited.
  for (let index = 0; index < threads.length; index += 1) await threads[index];
  return files.map((source, index) => pages.get(index) ?? failed(source, describeFailure()));
}

function threadsFor(files: readonly SourceFile[]): number {
  const characters = files.reduce((total, { text }) => total + text.length, 0);
  const wanted = Math.max(1, Math.floor(characters / CHARACTERS_PER_THREAD));
  return Math.min(files.length, wanted, MAX_THREADS, availableParallelism());
}

function failed(source: SourceFile | undefined, text: string): ParsedPage {
  return {
    problems: [{ severity: 'error', file: source?.file ?? '', text }],
  };
}

function tooSlow(limitMs: number): string {
  return `takes more than ${limitMs / 1000} s to parse; split the page, and if it has long runs of unpaired "*", "_" or "[", escape them`;
}

function describeFailure(reason?: string): string {
  const isTooDeep = reason === undefined || /call stack/i.test(reason);
  const why = isTooDeep ? 'it may nest lists or quotations too deeply, or be too large' : reason;
  return `cannot be parsed: ${why}; simplify the page or split it`;
}
