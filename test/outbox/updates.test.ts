import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { DrawOutcome } from '../../src/outbox/publisher.js';
import { DONE } from './fake-publisher.js';
import { doneIn, keyOf, type Scene, startScene } from './start-scene.js';

// Many steps of the clock take their time on a busy machine.
jest.setTimeout(60_000);

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.stop());

function drawn(): string[][] {
  return scene.canvas.drawings.map(({ run }) => doneIn(run));
}
async function isDrawn(run: Run): Promise<boolean> {
  const { drawnVersion, wantedVersion } = await scene.runs.get(keyOf(run));
  return drawnVersion === wantedVersion;
}
/** A redraw that does not end before it is told to. */
function heldRedraw(): (outcome: DrawOutcome) => void {
  let finish = (_: DrawOutcome): void => {};
  const outcome = new Promise<DrawOutcome>((resolve) => {
    finish = resolve;
  });
  scene.canvas.onDraw = () => outcome;
  return (kind) => {
    scene.canvas.onDraw = () => DONE;
    finish(kind);
  };
}

describe('redrawing a run', () => {
  it('shows at once what was pressed, and then owes nothing', async () => {
    const run = await scene.post();
    await scene.press(run, 'i2');
    await scene.soon();
    expect(drawn()).toEqual([['i2']]);
    await scene.clock.advance(60_000);
    expect(drawn()).toEqual([['i2']]);
    expect(await isDrawn(run)).toBe(true);
  });

  it('draws nothing when nothing has changed, or when the run is gone', async () => {
    const posted = await scene.post();
    for (const key of [keyOf(posted), { installation: 'T1', run: 'nowhere' }]) scene.delivery.wanted(key);
    await scene.clock.advance(60_000);
    expect(drawn()).toEqual([]);
    expect(scene.warnings).toEqual([]);
  });

  it('finds within two seconds what another process has left', async () => {
    const run = await scene.post();
    await scene.soon();
    await scene.change(run, 'i1'); // Nobody tells.
    await scene.clock.advance(2_000);
    expect(drawn()).toEqual([['i1']]);
  });

  it('gathers what is pressed during a redraw into one more, never drawing one message twice at once', async () => {
    const run = await scene.post('run-1', 12);
    const finish = heldRedraw();
    await scene.press(run, 'i1');
    await scene.soon();
    for (let item = 2; item <= 11; item += 1) await scene.press(run, `i${item}`);
    await scene.soon();
    expect(drawn()).toHaveLength(1);
    finish(DONE);
    await scene.clock.advance(3_000);
    expect(drawn().map(({ length }) => length)).toEqual([1, 11]);
    expect(scene.canvas.mostAtOnce).toBe(1);
  });

  it('shows the last of many quick presses within three seconds, with few redraws', async () => {
    const run = await scene.post('run-1', 40);
    for (let item = 1; item <= 40; item += 1) {
      await scene.press(run, `i${item}`);
      await scene.clock.advance(50);
    }
    await scene.clock.advance(3_000);
    expect(drawn().at(-1)).toHaveLength(40);
    expect(drawn().length).toBeLessThan(10);
  });

  it('draws other runs while one redraw takes its time', async () => {
    const [slow, quick] = [await scene.post('slow'), await scene.post('quick')];
    const finish = heldRedraw();
    await scene.press(slow, 'i1');
    await scene.soon();
    scene.canvas.onDraw = () => DONE;
    await scene.press(quick, 'i1');
    await scene.soon();
    expect(scene.canvas.drawings.map(({ run }) => run.id)).toEqual(['slow', 'quick']);
    expect(await isDrawn(quick)).toBe(true);
    finish(DONE);
  });
});

describe('two processes', () => {
  it('never draw the same run at once', async () => {
    const other = scene.start();
    const run = await scene.post();
    const finish = heldRedraw();
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.change(run, 'i2');
    other.wanted(keyOf(run));
    await scene.clock.advance(3_000);
    expect(scene.canvas.mostAtOnce).toBe(1);
    finish(DONE);
    await scene.clock.advance(3_000);
    expect(drawn()).toEqual([['i1'], ['i1', 'i2']]);
  });

  it('leave a run to the other one when the first has died over it, once its lease is over', async () => {
    const run = await scene.post();
    heldRedraw(); // And never finished.
    await scene.press(run, 'i1');
    await scene.soon();
    const other = scene.start();
    scene.canvas.onDraw = () => DONE;
    other.wanted(keyOf(run));
    await scene.clock.advance(7_000);
    expect(drawn()).toHaveLength(1);
    await scene.clock.advance(2_000);
    expect(drawn()).toEqual([['i1'], ['i1']]);
    await other.stop();
    scene = { ...scene, stop: async () => {} };
  });

  it('draw once more when a drawing ended after its lease, since either may have arrived last', async () => {
    const run = await scene.post();
    const finish = heldRedraw();
    await scene.press(run, 'i1');
    await scene.soon();
    const other = scene.start();
    scene.canvas.onDraw = () => DONE;
    await scene.change(run, 'i2');
    other.wanted(keyOf(run));
    await scene.clock.advance(10_000);
    expect(drawn()).toEqual([['i1'], ['i1', 'i2']]);
    finish(DONE);
    await scene.clock.advance(3_000);
    expect(drawn()).toEqual([['i1'], ['i1', 'i2'], ['i1', 'i2']]);
    await scene.clock.advance(60_000);
    expect(drawn()).toHaveLength(3);
  });
});

describe('when drawing fails', () => {
  it('waits as long as it was told to, with every redraw of the workspace, and forgets it in no restart', async () => {
    const [run, neighbour] = [await scene.post(), await scene.post('neighbour')];
    const elsewhere = await scene.post('elsewhere', 3, 'T2');
    scene.canvas.onDraw = (_, attempt) =>
      attempt === 1 ? { kind: 'retry', afterMs: 30_000, rateLimited: true } : DONE;
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.delivery.stop();
    const restarted = scene.start();
    await scene.change(neighbour, 'i1');
    await scene.change(elsewhere, 'i1');
    restarted.wanted(keyOf(neighbour));
    await scene.clock.advance(29_900);
    expect(scene.canvas.drawings.map((drawing) => drawing.run.id)).toEqual(['run-1', 'elsewhere']);
    await scene.clock.advance(3_000);
    expect(scene.canvas.drawings.map((drawing) => drawing.run.id).sort()).toEqual(
      ['run-1', 'elsewhere', 'run-1', 'neighbour'].sort(),
    );
    expect(scene.canvas.drawings[2]?.at).toBeGreaterThanOrEqual(30_000);
  });

  it('tries again after one second, then twice as long each time up to a minute, for as long as it takes', async () => {
    const run = await scene.post();
    scene.canvas.onDraw = (_, attempt) => {
      if (attempt % 2 === 0) return { kind: 'retry' };
      throw new Error('Slack is away');
    };
    await scene.press(run, 'i1');
    await scene.clock.advance(600_000);
    const waits = scene.canvas.drawings.slice(1).map(({ at }, index) => at - (scene.canvas.drawings[index]?.at ?? 0));
    expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(waits.length).toBeGreaterThan(12);
    scene.canvas.onDraw = () => DONE;
    await scene.press(run, 'i2');
    await scene.clock.advance(60_000);
    expect(drawn().at(-1)).toEqual(['i1', 'i2']);
    expect(await isDrawn(run)).toBe(true);
  });

  it('begins again with short waits after a success', async () => {
    const run = await scene.post();
    const outcomes: DrawOutcome[] = [{ kind: 'retry' }, { kind: 'retry' }, DONE, { kind: 'retry' }, DONE];
    scene.canvas.onDraw = (_, attempt) => outcomes[attempt - 1] ?? DONE;
    await scene.press(run, 'i1');
    await scene.clock.advance(10_000);
    await scene.press(run, 'i2');
    await scene.clock.advance(10_000);
    const [first] = scene.canvas.drawings;
    const waits = scene.canvas.drawings.slice(1, 3).map(({ at }) => at - (first?.at ?? 0));
    expect(waits).toEqual([1000, 3000]);
    const [fourth, fifth] = scene.canvas.drawings.slice(3);
    expect((fifth?.at ?? 0) - (fourth?.at ?? 0)).toBe(1000);
  });

  it('draws once more where a redraw without a reply may arrive after a newer one', async () => {
    const run = await scene.post();
    scene.canvas.onDraw = (_, attempt) => (attempt === 1 ? { kind: 'retry', uncertain: true } : DONE);
    await scene.press(run, 'i1');
    await scene.clock.advance(5_000);
    expect(drawn()).toHaveLength(2);
    await scene.clock.advance(20_000);
    expect(drawn()).toEqual([['i1'], ['i1'], ['i1']]);
    await scene.clock.advance(60_000);
    expect(drawn()).toHaveLength(3);
  });

  it('does not let one run hold up another', async () => {
    const [stuck, fine] = [await scene.post('stuck'), await scene.post('fine')];
    scene.canvas.onDraw = (run) => (run.id === 'stuck' ? { kind: 'retry', afterMs: 3_600_000 } : DONE);
    await scene.press(stuck, 'i1');
    await scene.soon();
    await scene.press(fine, 'i1');
    await scene.soon();
    expect([await isDrawn(stuck), await isDrawn(fine)]).toEqual([false, true]);
  });

  it('keeps trying when it is the database that fails, before drawing and after it', async () => {
    const run = await scene.post();
    await scene.delivery.stop();
    let failures = 4;
    const failing = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
      return (...args: A): Promise<R> => {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new Error('the database is away')) : call(...args);
      };
    };
    await scene.change(run, 'i1');
    scene.start({ ...scene.store, due: failing(scene.store.due) });
    await scene.clock.advance(30_000);
    expect(drawn()).toEqual([['i1']]);
    failures = 3;
    const worker = scene.start({ ...scene.store, drawn: failing(scene.store.drawn) });
    await scene.change(run, 'i2');
    worker.wanted(keyOf(run));
    await scene.clock.advance(30_000);
    expect(await isDrawn(run)).toBe(true);
  });

  it('gives up a message that is gone, with one line in the log, until somebody presses again', async () => {
    const run = await scene.post();
    scene.canvas.onDraw = () => ({ kind: 'gone', reason: 'message_not_found' });
    await scene.press(run, 'i1');
    await scene.clock.advance(120_000);
    expect(drawn()).toHaveLength(1);
    expect(scene.warnings).toEqual(['A checklist can no longer be redrawn: its message is gone']);
    expect((await scene.runs.get(keyOf(run))).parkedReason).toBe('message_not_found');
    scene.canvas.onDraw = () => DONE;
    await scene.press(run, 'i2');
    await scene.soon();
    expect(drawn().at(-1)).toEqual(['i1', 'i2']);
  });

  it('drops a run that is discarded while it waits', async () => {
    const run = await scene.post();
    scene.canvas.onDraw = () => ({ kind: 'retry' });
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.runs.discard(keyOf(run));
    await scene.clock.advance(60_000);
    expect(drawn()).toHaveLength(1);
  });
});

describe('the budget', () => {
  it('draws a burst of 20 and then 45 a minute for a workspace, over all processes, and holds up no other', async () => {
    scene.start();
    scene.start();
    const runs = await Promise.all(Array.from({ length: 120 }, (_, index) => scene.post(`run-${index}`)));
    const elsewhere = await scene.post('elsewhere', 3, 'T2');
    for (const run of runs) await scene.press(run, 'i1');
    await scene.soon();
    expect(drawn()).toHaveLength(20);
    await scene.press(elsewhere, 'i1');
    await scene.clock.advance(1_000);
    expect(scene.canvas.drawings.map(({ run }) => run.id).slice(20)).toEqual(['elsewhere']);
    for (const minute of [1, 2]) {
      const before = scene.canvas.drawings.length;
      await scene.clock.advance(60_000);
      expect([44, 45]).toContain(scene.canvas.drawings.length - before);
      expect(minute).toBeGreaterThan(0);
    }
    await scene.clock.advance(60_000);
    expect(scene.canvas.drawings).toHaveLength(121);
    expect(scene.canvas.mostAtOnce).toBe(1);
  });

  it('lets a busy run wait its turn behind the others', async () => {
    const busy = await scene.post('busy', 40);
    const others = await Promise.all(Array.from({ length: 25 }, (_, index) => scene.post(`run-${index}`)));
    for (const run of others) await scene.press(run, 'i1');
    for (let item = 1; item <= 30; item += 1) {
      await scene.press(busy, `i${item}`);
      await scene.clock.advance(500);
    }
    await scene.clock.advance(60_000);
    const order = scene.canvas.drawings.map(({ run }) => run.id);
    expect(new Set(order.slice(0, 26)).size).toBe(26);
    expect(doneIn(scene.canvas.drawings.findLast(({ run }) => run.id === 'busy')?.run)).toHaveLength(30);
  });
});

describe('starting and stopping', () => {
  it('finishes what is under way when it is stopped, starts nothing more, and leaves the rest owed', async () => {
    const [drawing, waiting, late] = [
      await scene.post('drawing'),
      await scene.post('waiting'),
      await scene.post('late'),
    ];
    scene.canvas.onDraw = () => ({ kind: 'retry', afterMs: 300_000 });
    await scene.press(waiting, 'i1');
    await scene.soon();
    const finish = heldRedraw();
    await scene.press(drawing, 'i1');
    await scene.soon();
    let stopped = false;
    const stopping = scene.delivery.stop().then(() => {
      stopped = true;
    });
    await scene.soon();
    expect(stopped).toBe(false);
    await scene.press(late, 'i1');
    finish(DONE);
    await stopping;
    expect(scene.clock.sleepers).toBe(0);
    expect(await Promise.all([drawing, waiting, late].map(isDrawn))).toEqual([true, false, false]);

    scene.start();
    await scene.clock.advance(330_000);
    expect(await Promise.all([drawing, waiting, late].map(isDrawn))).toEqual([true, true, true]);
  });
});
