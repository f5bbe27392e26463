import { Worker } from 'node:worker_threads';
import { type PageClock, startPageClock } from './page-clock.js';
import type { ParseReport, ParseRequest } from './parse-messages.js';

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
