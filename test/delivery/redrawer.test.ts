import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Run } from '../../src/checklist/run.js';
import type { RunKey, RunStore } from '../../src/checklist/run-store.js';
import type { DrawOutcome } from '../../src/delivery/canvas.js';
import { createRedrawer, type Redrawer } from '../../src/delivery/create-redrawer.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/run-store/create-run-store.js';
import { aNewRun, aPerson } from '../checklist/a-run.js';
import { createFakeCanvas, DONE, type FakeCanvas } from './fake-canvas.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';

// Many steps of the clock take their time on a busy machine.
jest.setTimeout(60_000);

const keyOf = ({ installation, id }: Run): RunKey => ({ installation, run: id });
const doneIn = (run: Run | undefined): string[] =>
  run?.items.filter(({ state }) => state.kind === 'done').map(({ id }) => id) ?? [];

let db: Database;
let store: RunStore;
let clock: FakeClock;
let canvas: FakeCanvas;
let warnings: string[];
let redrawer: Redrawer;

const start = (over: RunStore = store): Redrawer => {
  const logger = { debug: () => {}, info: () => {}, warn: (text: string) => warnings.push(text), error: () => {} };
  return createRedrawer({ store: over, canvas, logger, clock });
};

beforeEach(async () => {
  db = await openDatabase({ url: 'sqlite::memory:' });
  await migrate(db);
  store = createRunStore(db);
  clock = createFakeClock();
  canvas = createFakeCanvas(clock);
  warnings = [];
  redrawer = start();
});
afterEach(async () => {
  await redrawer.stop();
  await db.close();
});

const post = async (id = 'run-1', items = 3, installation = 'T1'): Promise<Run> => {
  const { run } = await store.create(aNewRun(items, { id, installation }));
  return store.posted(keyOf(run), `message of ${id}`);
};
const change = (run: Run, item: string, done = true): Promise<Run> =>
  store.setItem({ ...keyOf(run), item, done, by: aPerson(), at: new Date(1000) });
const press = async (run: Run, item: string, done = true): Promise<void> => {
  await change(run, item, done);
  redrawer.wanted(keyOf(run));
};
/** A redraw that does not end before it is told to. */
const heldRedraw = (): ((outcome: DrawOutcome) => void) => {
  let finish = (_: DrawOutcome): void => {};
  const outcome = new Promise<DrawOutcome>((resolve) => {
    finish = resolve;
  });
  canvas.onDraw = () => outcome;
  return (kind) => {
    canvas.onDraw = () => DONE;
    finish(kind);
  };
};

describe('redrawing a run', () => {
  it('shows what was pressed, and then owes nothing', async () => {
    const run = await post();
    await press(run, 'i2');
    expect(canvas.drawings).toHaveLength(0);
    await clock.settle();
    expect(canvas.drawings.map((drawing) => doneIn(drawing.run))).toEqual([['i2']]);
    expect(await store.owing(10)).toEqual([]);
  });

  it('draws nothing when nothing has changed, or when the run was never posted or is gone', async () => {
    const posted = await post();
    const { run: unposted } = await store.create(aNewRun(2, { id: 'unposted' }));
    await change(unposted, 'i1');
    for (const key of [keyOf(posted), keyOf(unposted), { installation: 'T1', run: 'nowhere' }]) redrawer.wanted(key);
    await clock.settle();
    expect(canvas.drawings).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('gathers what is pressed during a redraw into one more, never drawing one message twice at once', async () => {
    const run = await post('run-1', 12);
    const finish = heldRedraw();
    await press(run, 'i1');
    await clock.settle();
    for (let item = 2; item <= 11; item += 1) await press(run, `i${item}`);
    await clock.settle();
    expect(canvas.drawings).toHaveLength(1);
    finish(DONE);
    await clock.settle();
    expect(canvas.drawings.map((drawing) => doneIn(drawing.run).length)).toEqual([1, 11]);
    expect(canvas.mostAtOnce).toBe(1);
    expect(await store.owing(10)).toEqual([]);
  });

  it('draws other runs while one redraw takes its time', async () => {
    const [slow, quick] = [await post('slow'), await post('quick')];
    const finish = heldRedraw();
    await press(slow, 'i1');
    await clock.settle();
    canvas.onDraw = () => DONE;
    await press(quick, 'i1');
    await clock.settle();
    expect(canvas.drawings.map(({ run }) => run.id)).toEqual(['slow', 'quick']);
    expect((await store.get(keyOf(quick))).drawnVersion).toBe(2);
    finish(DONE);
  });

  it('draws once more when another process has drawn the run meanwhile, since either may have arrived last', async () => {
    const run = await post();
    const finish = heldRedraw();
    await press(run, 'i1');
    await clock.settle();
    const { wantedVersion } = await change(run, 'i2');
    await store.drawn(keyOf(run), wantedVersion); // By the other process.
    finish(DONE);
    await clock.settle();
    expect(canvas.drawings.map((drawing) => doneIn(drawing.run))).toEqual([['i1'], ['i1', 'i2']]);
    await clock.advance(600_000);
    expect(canvas.drawings).toHaveLength(2);
  });
});

describe('when drawing fails', () => {
  it('waits as long as it was told to', async () => {
    const run = await post();
    canvas.onDraw = (_, attempt) => (attempt === 1 ? { kind: 'retry', afterMs: 30_000 } : DONE);
    await press(run, 'i1');
    await clock.advance(29_999);
    expect(canvas.drawings).toHaveLength(1);
    await clock.advance(1);
    expect(canvas.drawings.map(({ at }) => at)).toEqual([0, 30_000]);
    expect(await store.owing(10)).toEqual([]);
  });

  it('tries again after one second, then twice as long each time up to a minute, for as long as it takes', async () => {
    const run = await post();
    canvas.onDraw = (_, attempt) => {
      if (attempt % 2 === 0) return { kind: 'retry' };
      throw new Error('Slack is away');
    };
    await press(run, 'i1');
    await clock.advance(2 * 3_600_000);
    const waits = canvas.drawings.slice(1).map(({ at }, index) => at - (canvas.drawings[index]?.at ?? 0));
    expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(new Set(waits.slice(6))).toEqual(new Set([60_000]));
    expect(waits.length).toBeGreaterThan(110);
    canvas.onDraw = () => DONE;
    await press(run, 'i2');
    await clock.advance(60_000);
    expect(doneIn(canvas.drawings.at(-1)?.run)).toEqual(['i1', 'i2']);
    expect(await store.owing(10)).toEqual([]);
  });

  it('begins again with short waits after a success', async () => {
    const run = await post();
    const outcomes: DrawOutcome[] = [{ kind: 'retry' }, { kind: 'retry' }, DONE, { kind: 'retry' }, DONE];
    canvas.onDraw = (_, attempt) => outcomes[attempt - 1] ?? DONE;
    await press(run, 'i1');
    await clock.advance(10_000);
    await press(run, 'i2');
    await clock.advance(10_000);
    expect(canvas.drawings.map(({ at }) => at)).toEqual([0, 1000, 3000, 10_000, 11_000]);
  });

  it('does not let one run hold up another', async () => {
    const [stuck, fine] = [await post('stuck'), await post('fine')];
    canvas.onDraw = (run) => (run.id === 'stuck' ? { kind: 'retry', afterMs: 3_600_000 } : DONE);
    await press(stuck, 'i1');
    await clock.settle();
    await press(fine, 'i1');
    await clock.settle();
    expect((await store.owing(10)).map(({ run }) => run)).toEqual(['stuck']);
  });

  it('keeps trying when it is the database that fails', async () => {
    const run = await post();
    let failures = 3;
    const get: RunStore['get'] = async (key) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      return store.get(key);
    };
    redrawer = start({ ...store, get });
    await press(run, 'i1');
    await clock.advance(7000);
    expect(canvas.drawings.map(({ at }) => at)).toEqual([7000]);
    expect(await store.owing(10)).toEqual([]);
  });

  it('gives up a message that is gone, with one line in the log, until somebody presses again', async () => {
    const run = await post();
    canvas.onDraw = () => ({ kind: 'gone', reason: 'message_not_found' });
    await press(run, 'i1');
    await clock.advance(3_600_000);
    expect(canvas.drawings).toHaveLength(1);
    expect(warnings).toEqual(['A checklist can no longer be redrawn: its message is gone']);
    expect(await store.owing(10)).toEqual([]);
    canvas.onDraw = () => DONE;
    await press(run, 'i2');
    await clock.settle();
    expect(doneIn(canvas.drawings.at(-1)?.run)).toEqual(['i1', 'i2']);
  });

  it('drops a run that is discarded while it waits', async () => {
    const run = await post();
    canvas.onDraw = () => ({ kind: 'retry' });
    await press(run, 'i1');
    await clock.settle();
    await store.discard(keyOf(run));
    await clock.advance(3_600_000);
    expect(canvas.drawings).toHaveLength(1);
    expect(clock.sleepers).toBe(0);
  });
});

describe('the line about the completion', () => {
  it('is said once, after the message shows it, even when the run is reopened and completed again', async () => {
    const run = await post('run-1', 2);
    await press(run, 'i1');
    await clock.settle();
    expect(canvas.completions).toEqual([]);
    await press(run, 'i2');
    await clock.settle();
    expect(canvas.completions).toHaveLength(1);
    expect(canvas.completions[0]?.run.drawnVersion).toBe(canvas.completions[0]?.run.wantedVersion);
    await press(run, 'i2', false);
    await clock.settle();
    await press(run, 'i2');
    await clock.settle();
    expect(canvas.completions).toHaveLength(1);
    expect(canvas.drawings).toHaveLength(4);
  });

  it('is not said when the run was reopened before it could be', async () => {
    const run = await post('run-1', 1);
    const finish = heldRedraw();
    await press(run, 'i1');
    await clock.settle();
    await press(run, 'i1', false);
    finish(DONE);
    await clock.settle();
    expect(canvas.completions).toEqual([]);
  });

  it('is tried again when Slack refuses it', async () => {
    const run = await post('run-1', 1);
    const outcomes: DrawOutcome[] = [{ kind: 'retry', afterMs: 5000 }];
    canvas.onSayCompleted = () => outcomes.shift() ?? DONE;
    await press(run, 'i1');
    await clock.advance(5000);
    expect(canvas.completions.map(({ at }) => at)).toEqual([0, 5000]);
    expect(canvas.drawings).toHaveLength(1);
    expect((await store.get(keyOf(run))).completionSaid).toBe(true);
  });

  it('is not said twice because the database could not note it at once', async () => {
    const run = await post('run-1', 1);
    let failures = 2;
    const saidCompletion: RunStore['saidCompletion'] = async (key) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      return store.saidCompletion(key);
    };
    redrawer = start({ ...store, saidCompletion });
    await press(run, 'i1');
    await clock.advance(60_000);
    expect(canvas.completions).toHaveLength(1);
    expect(await store.owing(10)).toEqual([]);
  });
});

describe('starting and stopping', () => {
  it('takes up at the start what was owed, a completion line included', async () => {
    const [behind, complete] = [await post('behind'), await post('complete', 1)];
    await change(behind, 'i1');
    const { wantedVersion } = await change(complete, 'i1');
    await store.drawn(keyOf(complete), wantedVersion);
    redrawer.resume();
    await clock.settle();
    expect(canvas.drawings.map(({ run }) => run.id)).toEqual(['behind']);
    expect(canvas.completions.map(({ run }) => run.id)).toEqual(['complete']);
    expect(await store.owing(10)).toEqual([]);
  });

  it('takes up what was owed as soon as the database can be read', async () => {
    await change(await post(), 'i1');
    let failures = 2;
    const owing: RunStore['owing'] = async (limit) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      return store.owing(limit);
    };
    redrawer = start({ ...store, owing });
    redrawer.resume();
    await clock.advance(3000);
    expect(canvas.drawings.map(({ at }) => at)).toEqual([3000]);
  });

  it('finishes what is under way when it is stopped, starts nothing more, and leaves the rest owed', async () => {
    const [drawing, waiting, late] = [await post('drawing'), await post('waiting'), await post('late')];
    canvas.onDraw = () => ({ kind: 'retry', afterMs: 3_600_000 });
    await press(waiting, 'i1');
    await clock.settle();
    const finish = heldRedraw();
    await press(drawing, 'i1');
    await clock.settle();
    let stopped = false;
    const stopping = redrawer.stop().then(() => {
      stopped = true;
    });
    await clock.settle();
    expect(stopped).toBe(false);
    await press(late, 'i1');
    finish(DONE);
    await stopping;
    expect(clock.sleepers).toBe(0);
    expect((await store.owing(10)).map(({ run }) => run).sort()).toEqual(['late', 'waiting']);

    redrawer = start();
    redrawer.resume();
    await clock.settle();
    expect(await store.owing(10)).toEqual([]);
  });
});

describe('the pace', () => {
  it('draws a burst of 20 and then 45 a minute for an installation, and holds up no other', async () => {
    const runs = await Promise.all(Array.from({ length: 120 }, (_, index) => post(`run-${index}`)));
    const elsewhere = await post('elsewhere', 3, 'T2');
    for (const run of runs) await press(run, 'i1');
    await clock.settle();
    expect(canvas.drawings).toHaveLength(20);
    await press(elsewhere, 'i1');
    await clock.settle();
    expect(canvas.drawings.map(({ run }) => run.id).slice(20)).toEqual(['elsewhere']);
    await clock.advance(60_000);
    expect(canvas.drawings).toHaveLength(21 + 45);
    await clock.advance(60_000);
    expect(canvas.drawings).toHaveLength(21 + 90);
    await clock.advance(60_000);
    expect(await store.owing(10)).toEqual([]);
  });

  it('lets a busy run wait its turn behind the others', async () => {
    const busy = await post('busy', 40);
    const others = await Promise.all(Array.from({ length: 25 }, (_, index) => post(`run-${index}`)));
    for (const run of others) await press(run, 'i1');
    for (let item = 1; item <= 30; item += 1) {
      await press(busy, `i${item}`);
      await clock.advance(500);
    }
    await clock.advance(60_000);
    const order = canvas.drawings.map(({ run }) => run.id);
    expect(new Set(order.slice(0, 26)).size).toBe(26);
    expect(doneIn(canvas.drawings.findLast(({ run }) => run.id === 'busy')?.run)).toHaveLength(30);
  });
});

it('shows in the end what the store holds, whatever is pressed, refused or delayed in between', async () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('press' as const), item: fc.integer({ min: 1, max: 3 }), done: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 5000 }) }),
    fc.record({ kind: fc.constant('trouble' as const), afterMs: fc.option(fc.integer({ min: 0, max: 5000 })) }),
    fc.record({ kind: fc.constant('crash' as const) }),
  );
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      number += 1;
      const run = await post(`property-${number}`);
      let trouble: DrawOutcome[] = [];
      canvas.onDraw = () => trouble.shift() ?? DONE;
      for (const one of events) {
        if (one.kind === 'press') await press(run, `i${one.item}`, one.done);
        if (one.kind === 'wait') await clock.advance(one.ms);
        if (one.kind === 'trouble')
          trouble.push({ kind: 'retry', ...(one.afterMs === null ? {} : { afterMs: one.afterMs }) });
        if (one.kind === 'crash') {
          await redrawer.stop();
          redrawer = start();
          redrawer.resume();
        }
      }
      trouble = [];
      await clock.advance(600_000);
      const stored = await store.get(keyOf(run));
      const drawn = canvas.drawings.findLast((drawing) => drawing.run.id === run.id)?.run ?? run;
      expect(drawn.items).toEqual(stored.items);
      expect(stored.drawnVersion).toBe(stored.wantedVersion);
      expect(stored.completionSaid || stored.completedAt === undefined).toBe(true);
      expect(canvas.completions.filter((said) => said.run.id === run.id).length).toBeLessThanOrEqual(1);
      expect(canvas.mostAtOnce).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});
