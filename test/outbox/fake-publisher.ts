import type { Run } from '../../src/checklist/run.js';
import type { Clock } from '../../src/outbox/clock.js';
import type { Canvas, DrawOutcome, FindOutcome, SayOutcome } from '../../src/outbox/publisher.js';
import type { Owed, Saying } from '../../src/outbox/store.js';

export interface Drawing {
  readonly run: Run;
  readonly at: number;
}

export interface Said extends Drawing {
  readonly owed: Owed;
}

/** A canvas that remembers what was drawn and said on it and behaves as it is told. */
export interface FakeCanvas extends Canvas {
  readonly drawings: Drawing[];
  readonly sayings: Said[];
  readonly searches: Said[];
  said(kind: Saying['kind']): Said[];
  /** The most calls about one run that were under way at once. */
  readonly mostAtOnce: number;
  /** What happens at the next calls; otherwise they succeed. */
  onDraw: (run: Run, attempt: number) => DrawOutcome | Promise<DrawOutcome>;
  onSay: (owed: Owed, run: Run, attempt: number) => SayOutcome | Promise<SayOutcome>;
  onFind: (owed: Owed, run: Run) => FindOutcome | Promise<FindOutcome>;
}

export const DONE: DrawOutcome = { kind: 'done' };

export function createFakeCanvas(clock: Clock): FakeCanvas {
  const underWay = new Map<string, number>();
  let mostAtOnce = 0;
  const counted = async <T>(run: Run, call: () => T | Promise<T>): Promise<T> => {
    const now = (underWay.get(run.id) ?? 0) + 1;
    underWay.set(run.id, now);
    mostAtOnce = Math.max(mostAtOnce, now);
    try {
      return await call();
    } finally {
      underWay.set(run.id, (underWay.get(run.id) ?? 1) - 1);
    }
  };
  const canvas: FakeCanvas = {
    drawings: [],
    sayings: [],
    searches: [],
    said: (kind) => canvas.sayings.filter(({ owed }) => owed.saying.kind === kind),
    get mostAtOnce() {
      return mostAtOnce;
    },
    onDraw: () => DONE,
    onSay: (_, __, attempt) => ({ kind: 'sent', message: `${attempt}.0` }),
    onFind: () => ({ kind: 'unknown' }),
    draw: (run) => {
      canvas.drawings.push({ run, at: clock.now() });
      return counted(run, () => canvas.onDraw(run, canvas.drawings.length));
    },
    say: (owed, run) => {
      canvas.sayings.push({ owed, run, at: clock.now() });
      return counted(run, () => canvas.onSay(owed, run, canvas.sayings.length));
    },
    find: (owed, run) => {
      canvas.searches.push({ owed, run, at: clock.now() });
      return counted(run, () => canvas.onFind(owed, run));
    },
  };
  return canvas;
}
