import { Worker } from 'node:worker_threads';
import type { ParseReport, ParseRequest } from './parse-messages.js';
import type { SourceFile } from './source-file.js';

/** How one worker's turn ended: what it left undone, and the page that it broke on, if any. */
export interface TurnEnd {
  readonly left: readonly number[];
  readonly broken?: { readonly index: number; readonly reason: 'time' | 'crash' };
}

export interface Turn {
  readonly files: readonly SourceFile[];
  readonly indexes: readonly number[];
  /** Milliseconds that one page may take before the worker is stopped. */
  readonly limitMs: number;
  /** Milliseconds after which a page counts as slow. */
  readonly slowMs: number;
  readonly onReport: (report: ParseReport) => void;
  /** Asked when a page is slow: true hands the other pages over, so that they need not wait for it. */
  readonly onSlow: (others: readonly number[]) => boolean;
}

/** Gives files to a worker thread, all at once, until it is done with them, stuck on one, or dead. @throws when the thread cannot start */
export const takeTurn = ({ files, indexes, limitMs, slowMs, onReport, onSlow }: Turn): Promise<TurnEnd> =>
  new Promise((resolve, reject) => {
    const pending = new Set(indexes);
    let current: number | undefined;
    let isOver = false;
    let timers: NodeJS.Timeout[] = [];
    const worker = new Worker(new URL('./parse-worker.js', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
    });

    const stopTimers = (): void => {
      timers.forEach(clearTimeout);
      timers = [];
    };
    const end = (broken?: TurnEnd['broken']): void => {
      if (isOver) return;
      isOver = true;
      stopTimers();
      if (broken) pending.delete(broken.index);
      worker.terminate().then(() => resolve({ left: [...pending], ...(broken && { broken }) }), reject);
    };
    const handOver = (): void => {
      const others = [...pending].filter((index) => index !== current);
      if (others.length > 0 && onSlow(others)) for (const index of others) pending.delete(index);
    };
    const giveUpOn = (index: number): void => {
      // A report may already lie in the queue when this thread was busy: let it come first.
      setImmediate(() => {
        if (current === index) end({ index, reason: 'time' });
      });
    };

    worker.on('message', (report: ParseReport) => {
      if (isOver || !pending.has(report.index)) return;
      stopTimers();
      if (report.kind === 'started') {
        current = report.index;
        timers = [setTimeout(handOver, slowMs), setTimeout(() => giveUpOn(report.index), limitMs)];
        return;
      }
      current = undefined;
      pending.delete(report.index);
      onReport(report);
      if (pending.size === 0) end();
    });
    const onDeath = (error?: Error): void => {
      if (current !== undefined) end({ index: current, reason: 'crash' });
      else if (!isOver) reject(new Error('The thread that parses the guide did not start', { cause: error }));
    };
    worker.on('error', onDeath);
    worker.on('messageerror', onDeath);
    worker.on('exit', () => onDeath());

    for (const index of indexes) {
      const source = files[index];
      if (source) worker.postMessage({ index, source } satisfies ParseRequest);
    }
  });
