import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { UpdateOutcome } from '../../src/outbox/send.js';
import { itLong } from '../long-tests.js';
import { DONE } from './fake-publisher.js';
import { doneIn, keyOf, type Scene, startScene } from './start-scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.stop());

function shown(): string[][] {
  return scene.publisher.updates.map(({ run }) => doneIn(run));
}
async function isUpToDate(run: Run): Promise<boolean> {
  const { shownVersion, wantedVersion } = await scene.runs.get(keyOf(run));
  return shownVersion === wantedVersion;
}
/** Makes the next update wait. @returns ends it with an outcome */
function pauseNextUpdate(): (outcome: UpdateOutcome) => void {
  let finish = (_: UpdateOutcome): void => {};
  const outcome = new Promise<UpdateOutcome>((resolve) => {
    finish = resolve;
  });
  scene.publisher.onUpdate = () => outcome;
  return (kind) => {
    scene.publisher.onUpdate = () => DONE;
    finish(kind);
  };
}

describe('updating a message', () => {
  it('shows at once what was pressed, and then has nothing pending', async () => {
    const run = await scene.post();
    await scene.press(run, 'i2');
    await scene.soon();
    expect(shown()).toEqual([['i2']]);
    await scene.clock.advance(60_000);
    expect(shown()).toEqual([['i2']]);
    expect(await isUpToDate(run)).toBe(true);
  });

  it('does nothing when nothing has changed, or when the run is gone', async () => {
    const posted = await scene.post();
    for (const key of [keyOf(posted), { installation: 'T1', run: 'nowhere' }]) scene.outbox.requestUpdate(key);
    await scene.clock.advance(60_000);
    expect(shown()).toEqual([]);
    expect(scene.warnings).toEqual([]);
  });

  it('finds within two seconds what another process has left', async () => {
    const run = await scene.post();
    await scene.soon();
    await scene.change(run, 'i1'); // Without a call of `requestUpdate`.
    await scene.clock.advance(2_000);
    expect(shown()).toEqual([['i1']]);
  });

  it('gathers presses during an update into one more, and never updates a message twice at the same time', async () => {
    const run = await scene.post('run-1', 12);
    const finish = pauseNextUpdate();
    await scene.press(run, 'i1');
    await scene.soon();
    for (let item = 2; item <= 11; item += 1) await scene.press(run, `i${item}`);
    await scene.soon();
    expect(shown()).toHaveLength(1);
    finish(DONE);
    await scene.clock.advance(3_000);
    expect(shown().map(({ length }) => length)).toEqual([1, 11]);
    expect(scene.publisher.maxInFlight).toBe(1);
  });

  it('shows the last of many quick presses within three seconds, with few updates', async () => {
    const run = await scene.post('run-1', 40);
    for (let item = 1; item <= 40; item += 1) {
      await scene.press(run, `i${item}`);
      await scene.clock.advance(50);
    }
    await scene.clock.advance(3_000);
    expect(shown().at(-1)).toHaveLength(40);
    expect(shown().length).toBeLessThan(10);
  });

  it('updates other runs while one update takes its time', async () => {
    const [slow, quick] = [await scene.post('slow'), await scene.post('quick')];
    const finish = pauseNextUpdate();
    await scene.press(slow, 'i1');
    await scene.soon();
    scene.publisher.onUpdate = () => DONE;
    await scene.press(quick, 'i1');
    await scene.soon();
    expect(scene.publisher.updates.map(({ run }) => run.id)).toEqual(['slow', 'quick']);
    expect(await isUpToDate(quick)).toBe(true);
    finish(DONE);
  });
});

describe('two processes', () => {
  it('never update the same run at the same time', async () => {
    const other = scene.start();
    const run = await scene.post();
    const finish = pauseNextUpdate();
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.change(run, 'i2');
    other.requestUpdate(keyOf(run));
    await scene.clock.advance(3_000);
    expect(scene.publisher.maxInFlight).toBe(1);
    finish(DONE);
    await scene.clock.advance(3_000);
    expect(shown()).toEqual([['i1'], ['i1', 'i2']]);
  });

  it('share the work: one takes over a run when the other has died and its lease has expired', async () => {
    const run = await scene.post();
    pauseNextUpdate(); // And never finished.
    await scene.press(run, 'i1');
    await scene.soon();
    const other = scene.start();
    scene.publisher.onUpdate = () => DONE;
    other.requestUpdate(keyOf(run));
    await scene.clock.advance(7_000);
    expect(shown()).toHaveLength(1);
    await scene.clock.advance(2_000);
    expect(shown()).toEqual([['i1'], ['i1']]);
    await other.stop();
    scene = { ...scene, stop: async () => {} };
  });

  it('update again when an update ended after its lease, since either may have arrived last', async () => {
    const run = await scene.post();
    const finish = pauseNextUpdate();
    await scene.press(run, 'i1');
    await scene.soon();
    const other = scene.start();
    scene.publisher.onUpdate = () => DONE;
    await scene.change(run, 'i2');
    other.requestUpdate(keyOf(run));
    await scene.clock.advance(10_000);
    expect(shown()).toEqual([['i1'], ['i1', 'i2']]);
    finish(DONE);
    await scene.clock.advance(3_000);
    expect(shown()).toEqual([['i1'], ['i1', 'i2'], ['i1', 'i2']]);
    await scene.clock.advance(60_000);
    expect(shown()).toHaveLength(3);
  });
});

describe('when an update fails', () => {
  it('waits as long as Slack asks, with every update of the workspace, even after a restart', async () => {
    const [run, neighbour] = [await scene.post(), await scene.post('neighbour')];
    const elsewhere = await scene.post('elsewhere', 3, 'T2');
    scene.publisher.onUpdate = (_, attempt) =>
      attempt === 1 ? { kind: 'retry', afterMs: 30_000, rateLimited: true } : DONE;
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.outbox.stop();
    const restarted = scene.start();
    await scene.change(neighbour, 'i1');
    await scene.change(elsewhere, 'i1');
    restarted.requestUpdate(keyOf(neighbour));
    await scene.clock.advance(29_900);
    expect(scene.publisher.updates.map((drawing) => drawing.run.id)).toEqual(['run-1', 'elsewhere']);
    await scene.clock.advance(3_000);
    expect(scene.publisher.updates.map((drawing) => drawing.run.id).sort()).toEqual(
      ['run-1', 'elsewhere', 'run-1', 'neighbour'].sort(),
    );
    expect(scene.publisher.updates[2]?.at).toBeGreaterThanOrEqual(30_000);
  });

  itLong(
    'tries again after one second, then after twice as long each time up to a minute, for as long as it takes',
    async () => {
      const run = await scene.post();
      scene.publisher.onUpdate = (_, attempt) => {
        if (attempt % 2 === 0) return { kind: 'retry' };
        throw new Error('Slack is away');
      };
      await scene.press(run, 'i1');
      await scene.clock.advance(600_000);
      const waits = scene.publisher.updates
        .slice(1)
        .map(({ at }, index) => at - (scene.publisher.updates[index]?.at ?? 0));
      expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
      expect(waits.length).toBeGreaterThan(12);
      scene.publisher.onUpdate = () => DONE;
      await scene.press(run, 'i2');
      await scene.clock.advance(60_000);
      expect(shown().at(-1)).toEqual(['i1', 'i2']);
      expect(await isUpToDate(run)).toBe(true);
    },
  );

  it('starts with short pauses again after a success', async () => {
    const run = await scene.post();
    const outcomes: UpdateOutcome[] = [{ kind: 'retry' }, { kind: 'retry' }, DONE, { kind: 'retry' }, DONE];
    scene.publisher.onUpdate = (_, attempt) => outcomes[attempt - 1] ?? DONE;
    await scene.press(run, 'i1');
    await scene.clock.advance(10_000);
    await scene.press(run, 'i2');
    await scene.clock.advance(10_000);
    const [first] = scene.publisher.updates;
    const waits = scene.publisher.updates.slice(1, 3).map(({ at }) => at - (first?.at ?? 0));
    expect(waits).toEqual([1000, 3000]);
    const [fourth, fifth] = scene.publisher.updates.slice(3);
    expect((fifth?.at ?? 0) - (fourth?.at ?? 0)).toBe(1000);
  });

  it('updates again if an update without a reply may arrive after a newer one', async () => {
    const run = await scene.post();
    scene.publisher.onUpdate = (_, attempt) => (attempt === 1 ? { kind: 'retry', uncertain: true } : DONE);
    await scene.press(run, 'i1');
    await scene.clock.advance(5_000);
    expect(shown()).toHaveLength(2);
    await scene.clock.advance(20_000);
    expect(shown()).toEqual([['i1'], ['i1'], ['i1']]);
    await scene.clock.advance(60_000);
    expect(shown()).toHaveLength(3);
  });

  it('does not let one run hold up another', async () => {
    const [stuck, fine] = [await scene.post('stuck'), await scene.post('fine')];
    scene.publisher.onUpdate = (run) => (run.id === 'stuck' ? { kind: 'retry', afterMs: 3_600_000 } : DONE);
    await scene.press(stuck, 'i1');
    await scene.soon();
    await scene.press(fine, 'i1');
    await scene.soon();
    expect([await isUpToDate(stuck), await isUpToDate(fine)]).toEqual([false, true]);
  });

  it('keeps trying when the database fails, before the update and after it', async () => {
    const run = await scene.post();
    await scene.outbox.stop();
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
    expect(shown()).toEqual([['i1']]);
    failures = 3;
    const worker = scene.start({ ...scene.store, markShown: failing(scene.store.markShown) });
    await scene.change(run, 'i2');
    worker.requestUpdate(keyOf(run));
    await scene.clock.advance(30_000);
    expect(await isUpToDate(run)).toBe(true);
  });

  it('stops updating a message that is gone, with one line in the log, until somebody presses again', async () => {
    const run = await scene.post();
    scene.publisher.onUpdate = () => ({ kind: 'gone', reason: 'message_not_found' });
    await scene.press(run, 'i1');
    await scene.clock.advance(120_000);
    expect(shown()).toHaveLength(1);
    expect(scene.warnings).toEqual([
      'Slack refuses to update the message of a checklist; the next change will try again',
    ]);
    expect((await scene.runs.get(keyOf(run))).undeliverableReason).toBe('message_not_found');
    scene.publisher.onUpdate = () => DONE;
    await scene.press(run, 'i2');
    await scene.soon();
    expect(shown().at(-1)).toEqual(['i1', 'i2']);
  });

  it('drops a run that is discarded while it waits', async () => {
    const run = await scene.post();
    scene.publisher.onUpdate = () => ({ kind: 'retry' });
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.runs.discard(keyOf(run));
    await scene.clock.advance(60_000);
    expect(shown()).toHaveLength(1);
  });
});

describe('the budget', () => {
  itLong(
    'allows a workspace a burst of 20 and then 45 a minute, over all processes, and holds up no other',
    async () => {
      scene.start();
      scene.start();
      const runs = await Promise.all(Array.from({ length: 120 }, (_, index) => scene.post(`run-${index}`)));
      const elsewhere = await scene.post('elsewhere', 3, 'T2');
      for (const run of runs) await scene.press(run, 'i1');
      await scene.soon();
      expect(shown()).toHaveLength(20);
      await scene.press(elsewhere, 'i1');
      await scene.clock.advance(1_000);
      expect(scene.publisher.updates.map(({ run }) => run.id).slice(20)).toEqual(['elsewhere']);
      for (const minute of [1, 2]) {
        const before = scene.publisher.updates.length;
        await scene.clock.advance(60_000);
        expect([44, 45]).toContain(scene.publisher.updates.length - before);
        expect(minute).toBeGreaterThan(0);
      }
      await scene.clock.advance(60_000);
      expect(scene.publisher.updates).toHaveLength(121);
      expect(scene.publisher.maxInFlight).toBe(1);
    },
  );

  it('makes a busy run wait its turn behind the others', async () => {
    const busy = await scene.post('busy', 40);
    const others = await Promise.all(Array.from({ length: 25 }, (_, index) => scene.post(`run-${index}`)));
    for (const run of others) await scene.press(run, 'i1');
    for (let item = 1; item <= 30; item += 1) {
      await scene.press(busy, `i${item}`);
      await scene.clock.advance(500);
    }
    await scene.clock.advance(60_000);
    const order = scene.publisher.updates.map(({ run }) => run.id);
    expect(new Set(order.slice(0, 26)).size).toBe(26);
    expect(doneIn(scene.publisher.updates.findLast(({ run }) => run.id === 'busy')?.run)).toHaveLength(30);
  });
});

describe('starting and stopping', () => {
  it('finishes what is in flight when it is stopped, starts nothing more, and leaves the rest pending', async () => {
    const [drawing, waiting, late] = [
      await scene.post('drawing'),
      await scene.post('waiting'),
      await scene.post('late'),
    ];
    scene.publisher.onUpdate = () => ({ kind: 'retry', afterMs: 300_000 });
    await scene.press(waiting, 'i1');
    await scene.soon();
    const finish = pauseNextUpdate();
    await scene.press(drawing, 'i1');
    await scene.soon();
    let stopped = false;
    const stopping = scene.outbox.stop().then(() => {
      stopped = true;
    });
    await scene.soon();
    expect(stopped).toBe(false);
    await scene.press(late, 'i1');
    finish(DONE);
    await stopping;
    expect(scene.clock.sleepers).toBe(0);
    expect(await Promise.all([drawing, waiting, late].map(isUpToDate))).toEqual([true, false, false]);

    scene.start();
    await scene.clock.advance(330_000);
    expect(await Promise.all([drawing, waiting, late].map(isUpToDate))).toEqual([true, true, true]);
  });
});
