import { setImmediate as turn } from 'node:timers/promises';

/** Long work in short steps: at each `yield` others may have the thread. It ends with what was made. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** How many small things, each of a few microseconds, are one step. */
export const A_STEP = 256;

/** Does all steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const SLICE_MS = 3;

/** Does the steps in slices of some milliseconds, and between two of them whatever else waits. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await turn();
  }
}

/** What is made when it is first asked for, and kept; or beforehand, in steps. */
export interface Lazy<T> {
  (): T;
  prepare(): Steps<void>;
}

export function lazily<T extends object>(make: () => Steps<T>): Lazy<T> {
  let made: T | undefined;
  const get = (): T => {
    made ??= atOnce(make());
    return made;
  };
  return Object.assign(get, {
    *prepare(): Steps<void> {
      made ??= yield* make();
    },
  });
}
