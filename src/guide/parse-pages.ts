import { availableParallelism } from 'node:os';
import type { ParsedPage } from './page-draft.js';
import { takeTurn } from './parse-crew.js';
import type { SourceFile } from './source-file.js';

// More would only take the processor from each other.
const MAX_WORKERS = 4;
const MAX_SLOW_MS = 250;
// A thread costs about 100 ms to start, which this many characters take to parse: small guides are quickest in one.
const CHARACTERS_PER_WORKER = 200_000;

/**
 * Parses every file in worker threads: a small guide in one. When a page is slow, another worker goes on with the rest; when it passes
 * `limitMs` milliseconds, or brings its worker down, it becomes an error that names it.
 */
export const parsePages = async (files: readonly SourceFile[], limitMs: number): Promise<ParsedPage[]> => {
  const pages = new Map<number, ParsedPage>();
  let workers = 0;

  const parse = async (indexes: readonly number[]): Promise<void> => {
    if (indexes.length === 0) return;
    const helpers: Promise<void>[] = [];
    workers += 1;
    const { left, broken } = await takeTurn({
      files,
      indexes,
      limitMs,
      slowMs: Math.min(MAX_SLOW_MS, limitMs / 2),
      onReport(report) {
        if (report.kind === 'parsed') pages.set(report.index, report.page);
        if (report.kind === 'failed')
          pages.set(report.index, failed(files[report.index], describeFailure(report.reason)));
      },
      onSlow(others) {
        if (workers >= MAX_WORKERS) return false;
        const helper = parse(others);
        // Awaited below; until then a failure must not count as unhandled.
        helper.catch(() => undefined);
        helpers.push(helper);
        return true;
      },
    }).finally(() => {
      workers -= 1;
    });
    if (broken)
      pages.set(
        broken.index,
        failed(files[broken.index], broken.reason === 'time' ? tooSlow(limitMs) : describeFailure()),
      );
    await Promise.all([parse(left), ...helpers]);
  };

  await Promise.all(shares(files).map(parse));
  return files.map((source, index) => pages.get(index) ?? failed(source, describeFailure()));
};

const shares = (files: readonly SourceFile[]): number[][] => {
  const characters = files.reduce((total, { text }) => total + text.length, 0);
  const count = Math.max(
    1,
    Math.min(MAX_WORKERS, availableParallelism(), Math.floor(characters / CHARACTERS_PER_WORKER)),
  );
  const indexes = [...files.keys()];
  return Array.from({ length: count }, (_, share) => indexes.filter((index) => index % count === share));
};

const failed = (source: SourceFile | undefined, text: string): ParsedPage => ({
  problems: [{ severity: 'error', file: source?.file ?? '', text }],
});

const tooSlow = (limitMs: number): string =>
  `takes more than ${limitMs / 1000} s to parse; long runs of unpaired "*", "_" or "[" do that, so escape them with "\\" or split the page`;

const describeFailure = (reason?: string): string => {
  const why =
    reason === undefined || /call stack/i.test(reason)
      ? 'it may nest lists or quotations too deeply, or be too large'
      : reason;
  return `cannot be parsed: ${why}; simplify the page or split it`;
};
