import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { SendOutcome } from '../../src/outbox/send.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf, type Scene, startScene } from './start-scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.stop());

async function create(seconds = 0): Promise<Run> {
  const postedAt = new Date(Date.UTC(2026, 10, 20, 9, 0, seconds));
  return (await scene.runs.create(aNewRun(2, { postedAt }))).run;
}
/** Posts a run while the clock moves. */
async function post(run: Run, withinMs = 20_000) {
  const outcome = scene.outbox.post(keyOf(run));
  await scene.clock.advance(withinMs);
  return outcome;
}
function later(seconds: number): Date {
  return new Date(Date.UTC(2026, 10, 20, 10, 0, seconds));
}
function repost(run: Run, from: string | undefined, seconds = 0): Promise<Run> {
  return scene.runs.repost({ ...keyOf(run), from, by: aPerson('U2'), at: later(seconds) });
}

describe('the posting', () => {
  it('is sent at once, and only once, however often it is requested', async () => {
    const run = await create();
    const all = await Promise.all([post(run, 0), post(run, 0), post(run, 0)]);
    for (const outcome of all) expect(outcome).toMatchObject({ kind: 'posted', run: { message: '1.0' } });
    await create();
    await scene.clock.advance(60_000);
    expect(scene.publisher.sent).toHaveLength(1);
    expect(scene.publisher.updates).toEqual([]);
  });

  it('is sent by another process if the first one has died before', async () => {
    const run = await create();
    await scene.clock.advance(2_000);
    expect((await scene.runs.get(keyOf(run))).message).toBe('1.0');
  });

  it('returns the code with which Slack refused it, and is sent again by a later press only', async () => {
    scene.publisher.onSend = () => ({ kind: 'refused', reason: 'not_in_channel' });
    const run = await create();
    expect(await post(run)).toMatchObject({ kind: 'undeliverable', reason: 'not_in_channel' });
    expect(await scene.runs.openInChannel({ installation: 'T1', channel: 'C1', limit: 5 })).toEqual([]);
    scene.publisher.onSend = () => ({ kind: 'sent', message: '7.0' });
    await create();
    expect(await post(run)).toMatchObject({ kind: 'undeliverable' });
    await create(1);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '7.0' } });
    expect(scene.publisher.sent).toHaveLength(2);
  });

  it('waits as long as Slack asks, and says meanwhile that it is pending', async () => {
    scene.publisher.onSend = (_, __, attempt) =>
      attempt === 1 ? { kind: 'retry', afterMs: 30_000 } : { kind: 'sent', message: '2.0' };
    const run = await create();
    expect(await post(run)).toEqual({ kind: 'pending' });
    await scene.clock.advance(11_000);
    expect(scene.publisher.sent.map(({ at }) => at)).toEqual([0, 30_000]);
    expect(await post(run)).toMatchObject({ kind: 'posted' });
  });

  it('does not hold up a stop: it says at once that it is pending', async () => {
    scene.publisher.onSend = () => ({ kind: 'retry', afterMs: 30_000 });
    const result = scene.outbox.post(keyOf(await create()));
    await scene.clock.settle();
    scene.outbox.stopWaiting();
    expect(await result).toEqual({ kind: 'pending' });
    expect(scene.clock.now()).toBe(0);
  });

  it('leaves no timers behind by waiting', async () => {
    scene.publisher.onSend = () => ({ kind: 'retry', afterMs: 30_000 });
    await scene.clock.settle();
    const before = scene.clock.sleepers;
    const result = scene.outbox.post(keyOf(await create()));
    await scene.clock.advance(5_000);
    expect(scene.clock.sleepers).toBe(before + 1);
    await scene.clock.advance(5_000);
    expect(await result).toEqual({ kind: 'pending' });
    expect(scene.clock.sleepers).toBe(before);
  });

  it('is found in the channel when its reply was lost', async () => {
    scene.publisher.onSend = () => ({ kind: 'uncertain' });
    scene.publisher.onFind = () => ({ kind: 'found', message: '5.0' });
    const run = await create();
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '5.0' } });
    expect(scene.publisher.sent).toHaveLength(1);
  });

  it('is searched for again before it is sent again, because it may be on its way', async () => {
    scene.publisher.onSend = (_, __, attempt) =>
      attempt === 1 ? { kind: 'uncertain' } : { kind: 'sent', message: '9.0' };
    scene.publisher.onFind = () => ({ kind: 'absent' });
    const run = await create();
    expect(await post(run, 9_000)).toEqual({ kind: 'pending' });
    expect(scene.publisher.sent).toHaveLength(1);
    await scene.clock.advance(5_000);
    expect(scene.publisher.searches).toHaveLength(2);
    expect(scene.publisher.sent).toHaveLength(2);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '9.0' } });
  });

  it('is uncertain if the channel cannot be read, until its first press', async () => {
    scene.publisher.onSend = () => ({ kind: 'uncertain' });
    const run = await create();
    expect(await post(run)).toMatchObject({ kind: 'undeliverable', reason: 'uncertain' });
    const listed = await scene.runs.openInChannel({ installation: 'T1', channel: 'C1', limit: 5 });
    expect(listed.map(({ undeliverableReason }) => undeliverableReason)).toEqual(['uncertain']);
    await scene.press(run, 'i1');
    await scene.runs.markPosted(keyOf(run), '3.0');
    await scene.clock.advance(3_000);
    expect(scene.publisher.sent).toHaveLength(1);
    expect(scene.publisher.updates.at(-1)?.run.message).toBe('3.0');
    expect((await scene.runs.get(keyOf(run))).undeliverableReason).toBeUndefined();
  });

  it('is searched for, not repeated, after its process was killed while sending it', async () => {
    scene.publisher.onSend = () => new Promise<SendOutcome>(() => {});
    const run = await create();
    scene.outbox.requestUpdate(keyOf(run));
    await scene.soon();
    expect(scene.publisher.sent).toHaveLength(1);
    await scene.change(run, 'i1'); // It has arrived, and somebody pressed it.
    scene.publisher.onFind = () => ({ kind: 'found', message: '4.0' });
    const other = scene.start();
    await scene.clock.advance(9_000);
    expect(scene.publisher.sent).toHaveLength(1);
    const found = await scene.runs.get(keyOf(run));
    expect([found.message, found.shownVersion]).toEqual(['4.0', found.wantedVersion]);
    expect(scene.publisher.updates.map((drawing) => drawing.run.items[0]?.state.kind)).toEqual(['done']);
    await other.stop();
    scene = { ...scene, stop: async () => {} };
  });

  it('is not repeated if the database is unavailable just after it was sent', async () => {
    await scene.outbox.stop();
    let failures = 2;
    scene.start({
      ...scene.store,
      recordResult: async (...args) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the database is away');
        return scene.store.recordResult(...args);
      },
    });
    const run = await create();
    await scene.clock.advance(30_000);
    expect(scene.publisher.sent).toHaveLength(1);
    expect((await scene.runs.get(keyOf(run))).message).toBe('1.0');
  });
});

describe('reposting a run', () => {
  it('posts it again as it is now, points the old message to it, and updates the new one', async () => {
    const run = await scene.post();
    await scene.press(run, 'i1');
    await scene.clock.advance(1_000);
    await repost(run, run.message);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '1.0', movedFrom: run.message } });
    expect(scene.publisher.sent.map(({ notification }) => notification.content)).toEqual([
      { kind: 'posting' },
      { kind: 'moved', channel: 'C1', message: run.message },
    ]);
    const updates = scene.publisher.updates.length;
    await scene.press(run, 'i2');
    await scene.clock.advance(1_000);
    expect(scene.publisher.updates.slice(updates).map((drawing) => drawing.run.message)).toEqual(['1.0']);
    const history = await scene.runs.history(keyOf(run));
    expect(history.map(({ kind }) => kind)).toContain('reposted');
  });

  it('happens once, however often its press is delivered, in parallel and late', async () => {
    const run = await scene.post();
    await Promise.all([1, 2, 3].map(() => repost(run, run.message)));
    await post(run);
    for (const _ of [1, 2, 3]) await repost(run, run.message);
    await scene.clock.advance(60_000);
    expect(scene.publisher.sentOf('posting')).toHaveLength(1);
    expect(scene.publisher.sentOf('moved')).toHaveLength(1);
  });

  it('keeps the old message if Slack refuses the new one, until the next attempt', async () => {
    const run = await scene.post();
    scene.publisher.onSend = () => ({ kind: 'refused', reason: 'restricted_action' });
    await repost(run, run.message);
    expect(await post(run)).toMatchObject({ kind: 'undeliverable', reason: 'restricted_action' });
    expect(await scene.runs.get(keyOf(run))).toMatchObject({ message: run.message });
    expect((await scene.runs.get(keyOf(run))).undeliverableReason).toBeUndefined();
    await repost(run, run.message);
    await scene.clock.advance(5_000);
    expect(scene.publisher.sent).toHaveLength(1);
    scene.publisher.onSend = () => ({ kind: 'sent', message: '8.0' });
    await repost(run, run.message, 30);
    expect(await post(run)).toMatchObject({ kind: 'posted', run: { message: '8.0' } });
  });

  it('revives a run whose message is gone', async () => {
    const run = await scene.post();
    scene.publisher.onUpdate = () => ({ kind: 'gone', reason: 'message_not_found' });
    await scene.press(run, 'i1');
    await scene.soon();
    await repost(run, run.message);
    const outcome = await post(run);
    expect(outcome).toMatchObject({ kind: 'posted', run: { message: '1.0' } });
    expect((await scene.runs.get(keyOf(run))).undeliverableReason).toBeUndefined();
  });
});

describe('the notification of the completion', () => {
  it('is sent once, after the message shows it', async () => {
    const run = await scene.post('run-1', 2);
    await scene.press(run, 'i1');
    await scene.clock.advance(1_000);
    expect(scene.publisher.sent).toEqual([]);
    await scene.press(run, 'i2', 'skipped');
    await scene.clock.advance(60_000);
    expect(scene.publisher.sentOf('completion')).toHaveLength(1);
    const [line] = scene.publisher.sent;
    expect(line?.run.shownVersion).toBe(line?.run.wantedVersion);
  });

  it('is taken back when an item is reopened, and sent again when everything is done again', async () => {
    const run = await scene.post('run-1', 1);
    for (const outcome of ['done', 'open', 'done'] as const) {
      await scene.press(run, 'i1', outcome);
      await scene.clock.advance(3_000);
    }
    expect(scene.publisher.sent.map(({ notification }) => notification.content)).toEqual([
      { kind: 'completion' },
      { kind: 'withdrawal', channel: 'C1', line: '1.0' },
      { kind: 'completion' },
    ]);
  });

  it('is not sent if the run was reopened before', async () => {
    const run = await scene.post('run-1', 1);
    await scene.change(run, 'i1');
    await scene.press(run, 'i1', 'open');
    await scene.clock.advance(60_000);
    expect(scene.publisher.sent).toEqual([]);
  });

  it('is also taken back if the run was reopened while it was being sent', async () => {
    const run = await scene.post('run-1', 1);
    let finish = (_: SendOutcome): void => {};
    scene.publisher.onSend = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    await scene.press(run, 'i1');
    await scene.soon();
    await scene.press(run, 'i1', 'open');
    scene.publisher.onSend = () => ({ kind: 'sent', message: 'gone' });
    finish({ kind: 'sent', message: '6.0' });
    await scene.clock.advance(5_000);
    expect(scene.publisher.sent.at(-1)?.notification.content).toEqual({
      kind: 'withdrawal',
      channel: 'C1',
      line: '6.0',
    });
  });

  it('is tried again after a temporary failure of Slack', async () => {
    const run = await scene.post('run-1', 1);
    const outcomes: SendOutcome[] = [{ kind: 'retry', afterMs: 5000 }];
    scene.publisher.onSend = () => outcomes.shift() ?? { kind: 'sent', message: '1.0' };
    await scene.press(run, 'i1');
    await scene.clock.advance(6_000);
    const [first, second] = scene.publisher.sent;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(5000);
    expect(scene.publisher.sent).toHaveLength(2);
  });
});

describe('the message to a new assignee', () => {
  let sequence = 0;
  const assign = async (run: Run, to: string | undefined, by = 'U1', item = 'i1'): Promise<Run> => {
    sequence += 1;
    const assignee = to === undefined ? undefined : aPerson(to);
    const press = { ...keyOf(run), item, by: aPerson(by), at: new Date(1000), sequence };
    return (await scene.runs.editItem({ ...press, assignee: { to: assignee } })).run;
  };

  it('is sent once, even if another person has the item in between', async () => {
    const run = await scene.post();
    for (const to of ['U2', 'U2', undefined, 'U3', 'U2']) {
      await assign(run, to);
      scene.outbox.requestUpdate(keyOf(run));
      await scene.clock.advance(2_000);
    }
    expect(scene.publisher.sentOf('assigned').map(({ notification }) => notification.content)).toEqual([
      { kind: 'assigned', item: 'i1', to: aPerson('U2'), by: aPerson('U1') },
      { kind: 'assigned', item: 'i1', to: aPerson('U3'), by: aPerson('U1') },
    ]);
  });

  it('is not sent to people who assign themselves, nor for items that were unassigned or done before', async () => {
    const run = await scene.post();
    await assign(run, 'U2', 'U2');
    await assign(run, 'U3', 'U1', 'i2');
    await assign(run, undefined, 'U1', 'i2');
    await assign(run, 'U3', 'U1', 'i3');
    await scene.change(run, 'i3');
    scene.outbox.requestUpdate(keyOf(run));
    await scene.clock.advance(60_000);
    expect(scene.publisher.sent).toEqual([]);
  });

  it('is dropped when Slack refuses it for good, and holds up nothing else', async () => {
    const run = await scene.post();
    scene.publisher.onSend = () => ({ kind: 'refused', reason: 'user_not_found' });
    await assign(run, 'U2');
    await scene.press(run, 'i2');
    await scene.clock.advance(60_000);
    expect(scene.publisher.sent).toHaveLength(1);
    expect(scene.publisher.updates.at(-1)?.run.items[1]?.state.kind).toBe('done');
  });
});
