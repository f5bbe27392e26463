import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SourceFile } from '../source-file.js';
import type { ParsedPage } from './page-draft.js';

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

/** The page that a thread ended on. */
export interface Breakdown {
  readonly index: number;
  readonly reason: 'time' | 'crash';
}

export interface ThreadWork {
  /** The next page to parse; undefined when there is none left. */
  readonly next: () => ParseRequest | undefined;
  /** How many threads are at work, this one included. */
  readonly threads: () => number;
  /** Milliseconds that one page may take before the thread is stopped. */
  readonly limitMs: number;
  /** Milliseconds after which a page counts as slow. */
  readonly slowMs: number;
  readonly onReport: (report: ParseReport) => void;
  /** Tells which pages wait behind a slow one, so that others can take them. */
  readonly onSlow: (waiting: readonly number[]) => void;
  /** Tells which pages wait behind one on which the thread ended. */
  readonly onLeft: (waiting: readonly number[]) => void;
}

// One page in work and one waiting in the thread, so that it never idles between two.
const IN_THREAD = 2;

/** Runs one worker thread until no page is left, or until a page breaks it. @throws when the thread cannot start */
export function runThread(work: ThreadWork): Promise<Breakdown | undefined> {
  return new Promise((resolve, reject) => {
    const inThread = new Set<number>();
    let current: { index: number; clock: PageClock; isSlow: boolean } | undefined;
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const worker = new Worker(new URL('./parse-worker.js', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
    });

    const end = (breakdown?: Breakdown): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      if (breakdown) work.onLeft([...inThread].filter((index) => index !== breakdown.index));
      worker.terminate().then(() => resolve(breakdown), reject);
    };
    const fill = (): void => {
      while (inThread.size < IN_THREAD) {
        const request = work.next();
        if (request === undefined) break;
        inThread.add(request.index);
        worker.postMessage(request);
      }
      if (inThread.size === 0) end();
    };
    const watch = (): void => {
      if (current === undefined) return;
      const elapsed = current.clock.elapsed();
      if (elapsed >= work.limitMs) {
        end({ index: current.index, reason: 'time' });
        return;
      }
      if (elapsed >= work.slowMs && !current.isSlow) {
        current.isSlow = true;
        const { index } = current;
        work.onSlow([...inThread].filter((waiting) => waiting !== index));
      }
      const goal = current.isSlow ? work.limitMs : work.slowMs;
      // After a turn of the loop: a report may already have come in while this thread was busy.
      timer = setTimeout(() => setImmediate(watch), Math.max(20, goal - elapsed));
    };
    const onDeath = (cause?: Error): void => {
      if (current !== undefined) end({ index: current.index, reason: 'crash' });
      else if (!isOver) reject(new Error('The thread that parses the guide could not be started', { cause }));
    };

    worker.on('message', (report: ParseReport) => {
      if (isOver) return;
      clearTimeout(timer);
      current = undefined;
      if (report.kind === 'started') {
        current = { index: report.index, clock: startPageClock(work.threads), isSlow: false };
        timer = setTimeout(() => setImmediate(watch), work.slowMs);
        return;
      }
      inThread.delete(report.index);
      work.onReport(report);
      fill();
    });
    worker.on('error', onDeath);
    worker.on('messageerror', onDeath);
    worker.on('exit', () => onDeath());
    fill();
  });
}

/** Measures how long a page has been parsed, in milliseconds. */
export interface PageClock {
  elapsed(): number;
}

// Past this many times the processor time, a page is stuck for another reason than a busy machine.
const MAX_STRETCH = 15;

/**
 * Starts to count. On a busy machine time passes while the thread waits for the processor, and a good page must not be blamed for
 * that: so no more counts than the processor time that this process had since, shared between its `threads()`.
 */
export function startPageClock(threads: () => number): PageClock {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  return {
    elapsed() {
      const wall = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(cpuBefore);
      const share = (user + system) / 1000 / Math.max(1, threads());
      return Math.min(wall, Math.max(share, wall / MAX_STRETCH));
    },
  };
}

/** To the worker: parse this file. Orders are handled one after the other. */
export interface ParseRequest {
  readonly index: number;
  readonly source: SourceFile;
}

/** From the worker. */
export type ParseReport =
  | { readonly kind: 'started'; readonly index: number }
  | { readonly kind: 'parsed'; readonly index: number; readonly page: ParsedPage }
  | { readonly kind: 'failed'; readonly index: number; readonly reason: string };
