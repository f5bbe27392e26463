import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { packageFile } from '../src/package-file.js';

// What every benchmark uses: the project's files, random numbers, statistics, time and memory of a piece of code, and tables.

/** The path of a file or folder of the project, such as `content`: benchmarks run from a build folder. */
export function projectPath(name: string): string {
  return packageFile(name);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A value that the caller knows to exist. @throws Error that names what is missing */
export function required<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`There is no ${what}`);
  return value;
}

export type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32, Tommy Ettinger, public domain). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @throws Error if the list is empty */
export function pick<T>(list: readonly T[], random: Random): T {
  return required(list[Math.floor(random() * list.length)], 'element to pick');
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** @param part from 0 to 1 */
export function quantile(values: Iterable<number>, part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

export function median(values: Iterable<number>): number {
  return quantile(values, 0.5);
}

/** Least squares: how much y grows for each unit of x. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}

export interface Built<T> {
  made: T;
  /** The heap and buffers that it uses. */
  mebibytes: number;
  /** The median processor time for making it. */
  milliseconds: number;
}

/** Makes something several times and measures its memory and the time that making it takes. */
export function measureBuild<T>(make: () => T, rounds: number): Built<T> {
  const times: number[] = [];
  let made: T | undefined;
  let before = 0;
  for (let round = 0; round < rounds; round += 1) {
    made = undefined;
    collectGarbage();
    before = memoryInUse();
    const start = process.cpuUsage();
    made = make();
    times.push(process.cpuUsage(start).user / 1000);
  }
  collectGarbage();
  return {
    made: required(made, 'round'),
    mebibytes: (memoryInUse() - before) / 2 ** 20,
    milliseconds: median(times),
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** How long a question takes, in ms: the median of several rounds for each, so that a busy machine does not decide. */
export function timeQuestions(
  questions: readonly { question: string }[],
  search: (question: string) => unknown,
  rounds = 3,
): { p50: number; p99: number } {
  for (const { question } of questions) search(question);
  const times = questions.map(({ question }) =>
    median(
      Array.from({ length: rounds }, () => {
        const start = performance.now();
        search(question);
        return performance.now() - start;
      }),
    ),
  );
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** Rows of texts in columns: the first aligned to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
