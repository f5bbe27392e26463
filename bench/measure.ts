import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** @param {readonly number[]} values @param {number} part from 0 to 1 */
export function quantile(values, part) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

export function median(values) {
  return quantile(values, 0.5);
}

/** Least squares: by how much y grows for each unit of x. */
export function slope(points) {
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32, Tommy Ettinger, public domain). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick(list, random) {
  return list[Math.floor(random() * list.length)];
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** What a function makes, with the heap and buffers that this takes, in MiB, and the median processor time of making it, in ms. */
export function weighed(make, rounds) {
  const times = [];
  let made;
  let before = 0;
  for (let round = 0; round < rounds; round += 1) {
    made = undefined;
    collect();
    before = used();
    const start = process.cpuUsage();
    made = make();
    times.push(process.cpuUsage(start).user / 1000);
  }
  collect();
  return {
    made,
    mebibytes: (used() - before) / 2 ** 20,
    milliseconds: times.sort((a, b) => a - b)[Math.floor(rounds / 2)],
  };
}

function used() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The time that a question takes, in ms: of each the median of some rounds, so that a busy machine does not decide. */
export function timeQuestions(questions, search, rounds = 3) {
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
