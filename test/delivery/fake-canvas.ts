import type { Run } from '../../src/checklist/run.js';
import type { Canvas, DrawOutcome } from '../../src/delivery/canvas.js';
import type { Clock } from '../../src/delivery/clock.js';

export interface Drawing {
  readonly run: Run;
  readonly at: number;
}

/** A canvas that remembers what was drawn on it and behaves as it is told. */
export interface FakeCanvas extends Canvas {
  readonly drawings: Drawing[];
  readonly completions: Drawing[];
  /** The most drawings of one run that were under way at once. */
  readonly mostAtOnce: number;
  /** What happens at the next drawings; afterwards they succeed. */
  onDraw: (run: Run, attempt: number) => DrawOutcome | Promise<DrawOutcome>;
  onSayCompleted: (run: Run) => DrawOutcome | Promise<DrawOutcome>;
}

export const DONE: DrawOutcome = { kind: 'done' };

export const createFakeCanvas = (clock: Clock): FakeCanvas => {
  const underWay = new Map<string, number>();
  let mostAtOnce = 0;
  const canvas: FakeCanvas = {
    drawings: [],
    completions: [],
    get mostAtOnce() {
      return mostAtOnce;
    },
    onDraw: () => DONE,
    onSayCompleted: () => DONE,
    draw: async (run) => {
      const now = (underWay.get(run.id) ?? 0) + 1;
      underWay.set(run.id, now);
      mostAtOnce = Math.max(mostAtOnce, now);
      canvas.drawings.push({ run, at: clock.now() });
      try {
        return await canvas.onDraw(run, canvas.drawings.length);
      } finally {
        underWay.set(run.id, (underWay.get(run.id) ?? 1) - 1);
      }
    },
    sayCompleted: async (run) => {
      canvas.completions.push({ run, at: clock.now() });
      return canvas.onSayCompleted(run);
    },
  };
  return canvas;
};
