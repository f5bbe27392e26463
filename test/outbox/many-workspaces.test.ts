import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import { createReminders, type DueItem } from '../../src/outbox/reminders.js';
import type { SendOutcome, UpdateOutcome } from '../../src/outbox/send.js';
import { aNewRun } from '../checklist/runs.js';
import { itLong } from '../long-tests.js';
import { createFakeClock } from './fake-clock.js';
import { DONE } from './fake-publisher.js';
import { keyOf, type Scene, startScene } from './start-scene.js';

const NEVER = new Promise<never>(() => {});

let scene: Scene;
let release: () => void;
let held: Promise<UpdateOutcome>;
beforeEach(async () => {
  scene = await startScene();
  held = new Promise((resolve) => {
    release = () => resolve(DONE);
  });
});
afterEach(async () => {
  release();
  await scene.stop();
});

async function postMany(installation: string, runs: number): Promise<Run[]> {
  return Promise.all(Array.from({ length: runs }, (_, each) => scene.post(`${installation}-${each}`, 3, installation)));
}
function updatesOf(installation: string) {
  return scene.publisher.updates.filter(({ run }) => run.installation === installation);
}

describe('a workspace whose Slack does not answer', () => {
  itLong(
    'holds up no other: their messages are updated as quickly as without it, however much is pending',
    async () => {
      const stuck = await postMany('T-stuck', 200);
      const well = await postMany('T-well', 3);
      scene.publisher.onUpdate = ({ installation }) => (installation === 'T-stuck' ? held : DONE);
      for (const run of stuck) await scene.press(run, 'i1');
      await scene.soon();
      for (const run of well) await scene.press(run, 'i1');
      await scene.soon();
      expect(updatesOf('T-well')).toHaveLength(3);
      for (const run of well) await scene.press(run, 'i2');
      await scene.clock.advance(1_000);
      expect(updatesOf('T-well')).toHaveLength(6);
      expect(updatesOf('T-stuck').length).toBeLessThanOrEqual(20);
    },
  );

  it('has no more than a burst in flight, and gets the rest when it answers again', async () => {
    const stuck = await Promise.all(
      Array.from({ length: 60 }, (_, each) =>
        scene.runs.create(aNewRun(1, { id: `r${each}`, installation: 'T-stuck' })),
      ),
    );
    let answers = false;
    const waiting: ((outcome: SendOutcome) => void)[] = [];
    scene.publisher.onSend = () =>
      answers ? { kind: 'sent', message: '1.0' } : new Promise((resolve) => waiting.push(resolve));
    scene.outbox.requestUpdate(keyOf({ installation: 'T-stuck', id: 'r0' }));
    await scene.clock.advance(5_000);
    expect(waiting).toHaveLength(20);
    answers = true;
    for (const resolve of waiting) resolve({ kind: 'sent', message: '1.0' });
    await scene.clock.advance(3_000);
    expect(scene.publisher.sentOf('posting')).toHaveLength(stuck.length);
  });
});

describe('a workspace with many notifications', () => {
  it('does not fill the queue before the others, though it was first', async () => {
    for (let each = 0; each < 300; each += 1) {
      await scene.runs.create(aNewRun(1, { id: `a${each}`, installation: 'T-flood' }));
    }
    await scene.runs.create(aNewRun(1, { id: 'b', installation: 'T-small' }));
    const { runs } = await scene.store.due(50);
    expect(runs.filter(({ installation }) => installation === 'T-flood').length).toBeLessThanOrEqual(20);
    expect(runs).toContainEqual({ installation: 'T-small', run: 'b' });
    expect((await scene.store.due(50, ['T-flood'])).runs).toEqual([{ installation: 'T-small', run: 'b' }]);
  });

  it('is rate limited by itself: updates of others continue', async () => {
    const [limited] = await postMany('T-limited', 1);
    const [well] = await postMany('T-well', 1);
    if (!limited || !well) throw new Error('Nothing was posted');
    scene.publisher.onUpdate = ({ installation }) =>
      installation === 'T-limited' ? { kind: 'retry', afterMs: 30_000, rateLimited: true } : DONE;
    await scene.press(limited, 'i1');
    await scene.soon();
    await scene.press(well, 'i1');
    await scene.clock.advance(1_000);
    expect(updatesOf('T-limited')).toHaveLength(1);
    expect(updatesOf('T-well')).toHaveLength(1);
  });
});

describe('reminders', () => {
  it('reach a workspace although Slack is slow to return the time zones of another', async () => {
    const clock = createFakeClock();
    await clock.advance(10 * 3_600_000);
    const item = (installation: string): DueItem => ({
      installation,
      run: 'r',
      item: 'i1',
      due: '1969-12-30',
      assignee: 'U1',
    });
    const reminded: string[] = [];
    const reminders = createReminders({
      store: {
        overdue: async () => [item('T-stuck'), item('T-well')],
        remind: async ({ installation }) => void reminded.push(installation),
      },
      zones: { zoneOf: ({ installation }) => (installation === 'T-stuck' ? NEVER : Promise.resolve('UTC')) },
      outbox: { requestUpdate: () => {} },
      clock,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    reminders.start();
    await clock.settle();
    expect(reminded).toEqual(['T-well']);
  });
});
