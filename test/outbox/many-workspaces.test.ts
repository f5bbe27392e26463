import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { DrawOutcome, SayOutcome } from '../../src/outbox/publisher.js';
import { createReminders, type DueItem } from '../../src/outbox/reminders.js';
import { aNewRun } from '../checklist/runs.js';
import { createFakeClock } from './fake-clock.js';
import { DONE } from './fake-publisher.js';
import { keyOf, type Scene, startScene } from './start-scene.js';

// Many steps of the clock take their time on a busy machine.
jest.setTimeout(60_000);

const NEVER = new Promise<never>(() => {});

let scene: Scene;
let release: () => void;
let held: Promise<DrawOutcome>;
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
function drawnOf(installation: string) {
  return scene.canvas.drawings.filter(({ run }) => run.installation === installation);
}

describe('a workspace whose Slack does not answer', () => {
  it('holds up no other: theirs are redrawn as quickly as without it, however much it is owed', async () => {
    const stuck = await postMany('T-stuck', 200);
    const well = await postMany('T-well', 3);
    scene.canvas.onDraw = ({ installation }) => (installation === 'T-stuck' ? held : DONE);
    for (const run of stuck) await scene.press(run, 'i1');
    await scene.soon();
    for (const run of well) await scene.press(run, 'i1');
    await scene.soon();
    expect(drawnOf('T-well')).toHaveLength(3);
    for (const run of well) await scene.press(run, 'i2');
    await scene.clock.advance(1_000);
    expect(drawnOf('T-well')).toHaveLength(6);
    expect(drawnOf('T-stuck').length).toBeLessThanOrEqual(20);
  });

  it('has no more than a burst under way, and goes on with the rest when it answers again', async () => {
    const stuck = await Promise.all(
      Array.from({ length: 60 }, (_, each) =>
        scene.runs.create(aNewRun(1, { id: `r${each}`, installation: 'T-stuck' })),
      ),
    );
    let answers = false;
    const waiting: ((outcome: SayOutcome) => void)[] = [];
    scene.canvas.onSay = () =>
      answers ? { kind: 'sent', message: '1.0' } : new Promise((resolve) => waiting.push(resolve));
    scene.delivery.wanted(keyOf({ installation: 'T-stuck', id: 'r0' }));
    await scene.clock.advance(5_000);
    expect(waiting).toHaveLength(20);
    answers = true;
    for (const resolve of waiting) resolve({ kind: 'sent', message: '1.0' });
    await scene.clock.advance(3_000);
    expect(scene.canvas.said('posting')).toHaveLength(stuck.length);
  });
});

describe('a workspace with much to be said', () => {
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

  it('is rate limited by Slack alone: the redraws of others go on', async () => {
    const [limited] = await postMany('T-limited', 1);
    const [well] = await postMany('T-well', 1);
    if (!limited || !well) throw new Error('Nothing was posted');
    scene.canvas.onDraw = ({ installation }) =>
      installation === 'T-limited' ? { kind: 'retry', afterMs: 30_000, rateLimited: true } : DONE;
    await scene.press(limited, 'i1');
    await scene.soon();
    await scene.press(well, 'i1');
    await scene.clock.advance(1_000);
    expect(drawnOf('T-limited')).toHaveLength(1);
    expect(drawnOf('T-well')).toHaveLength(1);
  });
});

describe('reminders', () => {
  it('reach a workspace though Slack does not tell the time zones of another', async () => {
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
      delivery: { wanted: () => {} },
      clock,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    reminders.resume();
    await clock.settle();
    expect(reminded).toEqual(['T-well']);
  });
});
