import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { SayOutcome } from '../../src/outbox/publisher.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf, type Scene, startScene } from './start-scene.js';

// Many steps of the clock take their time on a busy machine.
jest.setTimeout(60_000);

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.stop());

async function create(seconds = 0): Promise<Run> {
  const postedAt = new Date(Date.UTC(2026, 10, 20, 9, 0, seconds));
  return (await scene.runs.create(aNewRun(2, { postedAt }))).run;
}
/** What became of a posting, while time goes on. */
async function post(run: Run, withinMs = 20_000) {
  const outcome = scene.delivery.post(keyOf(run));
  await scene.clock.advance(withinMs);
  return outcome;
}
function later(seconds: number): Date {
  return new Date(Date.UTC(2026, 10, 20, 10, 0, seconds));
}
function bringDown(run: Run, from: string | undefined, seconds = 0): Promise<Run> {
  return scene.runs.bringDown({ ...keyOf(run), from, by: aPerson('U2'), at: later(seconds) });
}

describe('the posting', () => {
  it('is sent at once, and once, however often it is asked for', async () => {
    const run = await create();
    const all = await Promise.all([post(run, 0), post(run, 0), post(run, 0)]);
    for (const outcome of all) expect(outcome).toMatchObject({ kind: 'posted', run: { message: '1.0' } });
    await create();
    await scene.clock.advance(60_000);
    expect(scene.canvas.sayings).toHaveLength(1);
    expect(scene.canvas.drawings).toEqual([]);
  });

  it('is sent by another process where the first has died before it', async () => {
    const run = await create();
    await scene.clock.advance(2_000);
    expect((await scene.runs.get(keyOf(run))).message).toBe('1.0');
  });

  it('tells the code with which Slack refused it, and is sent again by a later press alone', async () => {
    scene.canvas.onSay = () => ({ kind: 'refused', reason: 'not_in_channel' });
    const run = await create();
    expect(await post(run)).toMatchObject({ kind: 'parked', reason: 'not_in_channel' });
    expect(await scene.runs.openInChannel({ installation: 'T1', channel: 'C1', limit: 5 })).toEqual([]);
    scene.canvas.onSay = () => ({ kind: 'sent', message: '7.0' });
    await create();
    expect(await post(run)).toMatchObject({ kind: 'parked' });
    await create(1);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '7.0' } });
    expect(scene.canvas.sayings).toHaveLength(2);
  });

  it('waits as long as Slack asks, and says meanwhile that it is still owed', async () => {
    scene.canvas.onSay = (_, __, attempt) =>
      attempt === 1 ? { kind: 'retry', afterMs: 30_000 } : { kind: 'sent', message: '2.0' };
    const run = await create();
    expect(await post(run)).toEqual({ kind: 'owed' });
    await scene.clock.advance(11_000);
    expect(scene.canvas.sayings.map(({ at }) => at)).toEqual([0, 30_000]);
    expect(await post(run)).toMatchObject({ kind: 'posted' });
  });

  it('holds no stop: whoever waits is told at once that it is still owed', async () => {
    scene.canvas.onSay = () => ({ kind: 'retry', afterMs: 30_000 });
    const told = scene.delivery.post(keyOf(await create()));
    await scene.clock.settle();
    scene.delivery.waitForNobody();
    expect(await told).toEqual({ kind: 'owed' });
    expect(scene.clock.now()).toBe(0);
  });

  it('leaves nothing behind by waiting', async () => {
    scene.canvas.onSay = () => ({ kind: 'retry', afterMs: 30_000 });
    await scene.clock.settle();
    const before = scene.clock.sleepers;
    const told = scene.delivery.post(keyOf(await create()));
    await scene.clock.advance(5_000);
    expect(scene.clock.sleepers).toBe(before + 1);
    await scene.clock.advance(5_000);
    expect(await told).toEqual({ kind: 'owed' });
    expect(scene.clock.sleepers).toBe(before);
  });

  it('is recognised in the channel when its reply was lost', async () => {
    scene.canvas.onSay = () => ({ kind: 'uncertain' });
    scene.canvas.onFind = () => ({ kind: 'found', message: '5.0' });
    const run = await create();
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '5.0' } });
    expect(scene.canvas.sayings).toHaveLength(1);
  });

  it('is looked for once more before it is sent again, since it may be on its way', async () => {
    scene.canvas.onSay = (_, __, attempt) => (attempt === 1 ? { kind: 'uncertain' } : { kind: 'sent', message: '9.0' });
    scene.canvas.onFind = () => ({ kind: 'absent' });
    const run = await create();
    expect(await post(run, 9_000)).toEqual({ kind: 'owed' });
    expect(scene.canvas.sayings).toHaveLength(1);
    await scene.clock.advance(5_000);
    expect(scene.canvas.searches).toHaveLength(2);
    expect(scene.canvas.sayings).toHaveLength(2);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '9.0' } });
  });

  it('is said to be uncertain where the channel cannot be read, and certain again by its first press', async () => {
    scene.canvas.onSay = () => ({ kind: 'uncertain' });
    const run = await create();
    expect(await post(run)).toMatchObject({ kind: 'parked', reason: 'uncertain' });
    const listed = await scene.runs.openInChannel({ installation: 'T1', channel: 'C1', limit: 5 });
    expect(listed.map(({ parkedReason }) => parkedReason)).toEqual(['uncertain']);
    await scene.press(run, 'i1');
    await scene.runs.posted(keyOf(run), '3.0');
    await scene.clock.advance(3_000);
    expect(scene.canvas.sayings).toHaveLength(1);
    expect(scene.canvas.drawings.at(-1)?.run.message).toBe('3.0');
    expect((await scene.runs.get(keyOf(run))).parkedReason).toBeUndefined();
  });

  it('is looked for, not repeated, after its process was killed over it', async () => {
    scene.canvas.onSay = () => new Promise<SayOutcome>(() => {});
    const run = await create();
    scene.delivery.wanted(keyOf(run));
    await scene.soon();
    expect(scene.canvas.sayings).toHaveLength(1);
    await scene.change(run, 'i1'); // It has arrived, and somebody pressed it.
    scene.canvas.onFind = () => ({ kind: 'found', message: '4.0' });
    const other = scene.start();
    await scene.clock.advance(9_000);
    expect(scene.canvas.sayings).toHaveLength(1);
    const found = await scene.runs.get(keyOf(run));
    expect([found.message, found.drawnVersion]).toEqual(['4.0', found.wantedVersion]);
    expect(scene.canvas.drawings.map((drawing) => drawing.run.items[0]?.state.kind)).toEqual(['done']);
    await other.stop();
    scene = { ...scene, stop: async () => {} };
  });

  it('is not repeated when the database is away just after it', async () => {
    await scene.delivery.stop();
    let failures = 2;
    scene.start({
      ...scene.store,
      settle: async (...args) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the database is away');
        return scene.store.settle(...args);
      },
    });
    const run = await create();
    await scene.clock.advance(30_000);
    expect(scene.canvas.sayings).toHaveLength(1);
    expect((await scene.runs.get(keyOf(run))).message).toBe('1.0');
  });
});

describe('bringing a run down', () => {
  it('posts it anew as it is now, points the old message to it, and goes on there', async () => {
    const run = await scene.post();
    await scene.press(run, 'i1');
    await scene.clock.advance(1_000);
    await bringDown(run, run.message);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '1.0', movedFrom: run.message } });
    expect(scene.canvas.sayings.map(({ owed }) => owed.saying)).toEqual([
      { kind: 'posting' },
      { kind: 'moved', channel: 'C1', message: run.message },
    ]);
    const drawings = scene.canvas.drawings.length;
    await scene.press(run, 'i2');
    await scene.clock.advance(1_000);
    expect(scene.canvas.drawings.slice(drawings).map((drawing) => drawing.run.message)).toEqual(['1.0']);
    const history = await scene.runs.history(keyOf(run));
    expect(history.map(({ kind }) => kind)).toContain('brought-down');
  });

  it('happens once, however often its press is delivered, at once and late', async () => {
    const run = await scene.post();
    await Promise.all([1, 2, 3].map(() => bringDown(run, run.message)));
    await post(run);
    for (const _ of [1, 2, 3]) await bringDown(run, run.message);
    await scene.clock.advance(60_000);
    expect(scene.canvas.said('posting')).toHaveLength(1);
    expect(scene.canvas.said('moved')).toHaveLength(1);
  });

  it('leaves the old message in its place where Slack refuses the new one, until asked anew', async () => {
    const run = await scene.post();
    scene.canvas.onSay = () => ({ kind: 'refused', reason: 'restricted_action' });
    await bringDown(run, run.message);
    expect(await post(run)).toMatchObject({ kind: 'parked', reason: 'restricted_action' });
    expect(await scene.runs.get(keyOf(run))).toMatchObject({ message: run.message });
    expect((await scene.runs.get(keyOf(run))).parkedReason).toBeUndefined();
    await bringDown(run, run.message);
    await scene.clock.advance(5_000);
    expect(scene.canvas.sayings).toHaveLength(1);
    scene.canvas.onSay = () => ({ kind: 'sent', message: '8.0' });
    await bringDown(run, run.message, 30);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '8.0' } });
  });

  it('takes up a run whose message is gone', async () => {
    const run = await scene.post();
    scene.canvas.onDraw = () => ({ kind: 'gone', reason: 'message_not_found' });
    await scene.press(run, 'i1');
    await scene.soon();
    await bringDown(run, run.message);
    const outcome = await post(run);
    expect(outcome).toMatchObject({ kind: 'posted', run: { message: '1.0' } });
    expect((await scene.runs.get(keyOf(run))).parkedReason).toBeUndefined();
  });
});

describe('the line about the completion', () => {
  it('is said once, after the message shows it', async () => {
    const run = await scene.post('run-1', 2);
    await scene.press(run, 'i1');
    await scene.clock.advance(1_000);
    expect(scene.canvas.sayings).toEqual([]);
    await scene.press(run, 'i2', 'skipped');
    await scene.clock.advance(60_000);
    expect(scene.canvas.said('completion')).toHaveLength(1);
    const [line] = scene.canvas.sayings;
    expect(line?.run.drawnVersion).toBe(line?.run.wantedVersion);
  });

  it('is withdrawn when an item is reopened, and said anew when all is done again', async () => {
    const run = await scene.post('run-1', 1);
    for (const outcome of ['done', 'open', 'done'] as const) {
      await scene.press(run, 'i1', outcome);
      await scene.clock.advance(3_000);
    }
    expect(scene.canvas.sayings.map(({ owed }) => owed.saying)).toEqual([
      { kind: 'completion' },
      { kind: 'withdrawal', channel: 'C1', line: '1.0' },
      { kind: 'completion' },
    ]);
  });

  it('is not said when the run was reopened before it could be', async () => {
    const run = await scene.post('run-1', 1);
    await scene.change(run, 'i1');
    await scene.press(run, 'i1', 'open');
    await scene.clock.advance(60_000);
    expect(scene.canvas.sayings).toEqual([]);
  });

  it('is withdrawn also when the run was reopened while it was being said', async () => {
    const run = await scene.post('run-1', 1);
    let finish = (_: SayOutcome): void => {};
    scene.canvas.onSay = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.press(run, 'i1', 'open');
    scene.canvas.onSay = () => ({ kind: 'sent', message: 'gone' });
    finish({ kind: 'sent', message: '6.0' });
    await scene.clock.advance(5_000);
    expect(scene.canvas.sayings.at(-1)?.owed.saying).toEqual({ kind: 'withdrawal', channel: 'C1', line: '6.0' });
  });

  it('is tried again when Slack refuses it for now', async () => {
    const run = await scene.post('run-1', 1);
    const outcomes: SayOutcome[] = [{ kind: 'retry', afterMs: 5000 }];
    scene.canvas.onSay = () => outcomes.shift() ?? { kind: 'sent', message: '1.0' };
    await scene.press(run, 'i1');
    await scene.clock.advance(6_000);
    const [first, second] = scene.canvas.sayings;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(5000);
    expect(scene.canvas.sayings).toHaveLength(2);
  });
});

describe('the message to whoever was assigned', () => {
  let sequence = 0;
  const assign = (run: Run, to: string | undefined, by = 'U1', item = 'i1'): Promise<Run> => {
    sequence += 1;
    const assignee = to === undefined ? undefined : aPerson(to);
    return scene.runs.assign({ ...keyOf(run), item, assignee, by: aPerson(by), at: new Date(1000), sequence });
  };

  it('is sent once, whoever has it in between', async () => {
    const run = await scene.post();
    for (const to of ['U2', 'U2', undefined, 'U3', 'U2']) {
      await assign(run, to);
      scene.delivery.wanted(keyOf(run));
      await scene.clock.advance(2_000);
    }
    expect(scene.canvas.said('assigned').map(({ owed }) => owed.saying)).toEqual([
      { kind: 'assigned', item: 'i1', to: aPerson('U2'), by: aPerson('U1') },
      { kind: 'assigned', item: 'i1', to: aPerson('U3'), by: aPerson('U1') },
    ]);
  });

  it('is not sent to whoever takes an item, nor for what was taken away or done before it could be', async () => {
    const run = await scene.post();
    await assign(run, 'U2', 'U2');
    await assign(run, 'U3', 'U1', 'i2');
    await assign(run, undefined, 'U1', 'i2');
    await assign(run, 'U3', 'U1', 'i3');
    await scene.change(run, 'i3');
    scene.delivery.wanted(keyOf(run));
    await scene.clock.advance(60_000);
    expect(scene.canvas.sayings).toEqual([]);
  });

  it('is given up when Slack refuses it for good, and holds up nothing else', async () => {
    const run = await scene.post();
    scene.canvas.onSay = () => ({ kind: 'refused', reason: 'user_not_found' });
    await assign(run, 'U2');
    await scene.press(run, 'i2');
    await scene.clock.advance(60_000);
    expect(scene.canvas.sayings).toHaveLength(1);
    expect(scene.canvas.drawings.at(-1)?.run.items[1]?.state.kind).toBe('done');
  });
});
