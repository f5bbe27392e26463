import { describe, expect, it } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { DrawOutcome } from '../../src/outbox/publisher.js';
import type { DeliveryStore, Step } from '../../src/outbox/store.js';
import { noMetrics } from '../../src/telemetry/metrics.js';
import { createMeasuredDelivery } from '../../src/wiring/outbox-metrics.js';
import { createFakeClock } from '../outbox/fake-clock.js';

const key = { installation: 'T1', run: 'R1' };
const run = { installation: 'T1', id: 'R1', wantedVersion: 2 } as Run;

/** A worker over a store that has these steps to do for one run, and a publisher with these outcomes. */
function scene(steps: Step[], outcomes: DrawOutcome[]) {
  const clock = createFakeClock();
  const seen = { seconds: [] as number[], givenUp: [] as string[] };
  const nothing = async (): Promise<void> => {};
  const store = {
    due: async () => ({ runs: steps.length > 0 ? [key] : [], nextInMs: 100 }),
    nextStep: async () => steps.shift() ?? { kind: 'rest' },
    release: nothing,
    drawn: nothing,
    postponeDraw: nothing,
    park: nothing,
    settle: nothing,
  } as unknown as DeliveryStore;
  let at = 0;
  const delivery = createMeasuredDelivery(
    {
      store,
      canvas: {
        async draw() {
          at += 1_500;
          return outcomes.shift() ?? { kind: 'done' };
        },
        say: async () => ({ kind: 'refused', reason: 'is_archived' }),
        find: async () => ({ kind: 'absent' }),
      },
      clock,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    },
    {
      ...noMetrics,
      redraw: (seconds) => void seen.seconds.push(seconds),
      gaveUp: (what) => void seen.givenUp.push(what),
    },
    () => at,
  );
  return { delivery, clock, seen };
}

describe('the measured worker', () => {
  const draw: Step = { kind: 'draw', run, failures: 0 };

  it('measures from the change until its message shows it, with the attempts that failed before', async () => {
    const { delivery, clock, seen } = scene([draw, draw], [{ kind: 'retry' }, { kind: 'done' }]);
    delivery.wanted(key);
    delivery.resume();
    await clock.settle();
    await delivery.stop();
    expect(seen).toEqual({ seconds: [3], givenUp: [] });
  });

  it('counts what is given up for good', async () => {
    const notification: Step = { kind: 'say', owed: { id: '1', saying: { kind: 'completion' } }, run, failures: 0 };
    const { delivery, clock, seen } = scene([draw, notification], [{ kind: 'gone', reason: 'message_not_found' }]);
    delivery.wanted(key);
    delivery.resume();
    await clock.settle();
    await delivery.stop();
    expect(seen).toEqual({ seconds: [], givenUp: ['redraw', 'saying'] });
  });
});
