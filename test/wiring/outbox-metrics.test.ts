import { describe, expect, it } from '@jest/globals';
import type { Run } from '../../src/checklist/run.js';
import type { UpdateOutcome } from '../../src/outbox/send.js';
import type { OutboxStore, Step } from '../../src/outbox/store.js';
import { noMetrics } from '../../src/telemetry/metrics.js';
import { createMeasuredOutbox } from '../../src/wiring/outbox-metrics.js';
import { createFakeClock } from '../outbox/fake-clock.js';

const key = { installation: 'T1', run: 'R1' };
const run = { installation: 'T1', id: 'R1', wantedVersion: 2 } as Run;

/** A worker over a store that has these steps to do for one run, and a publisher with these outcomes. */
function scene(steps: Step[], outcomes: UpdateOutcome[]) {
  const clock = createFakeClock();
  const seen = { seconds: [] as number[], undeliverable: [] as string[] };
  const nothing = async (): Promise<void> => {};
  const store = {
    due: async () => ({ runs: steps.length > 0 ? [key] : [], nextInMs: 100 }),
    nextStep: async () => steps.shift() ?? { kind: 'none' },
    release: nothing,
    markShown: nothing,
    postponeUpdate: nothing,
    markUndeliverable: nothing,
    recordResult: nothing,
  } as unknown as OutboxStore;
  let at = 0;
  const outbox = createMeasuredOutbox(
    {
      store,
      publisher: {
        async update() {
          at += 1_500;
          return outcomes.shift() ?? { kind: 'done' };
        },
        send: async () => ({ kind: 'refused', reason: 'is_archived' }),
        find: async () => ({ kind: 'absent' }),
      },
      clock,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    },
    {
      ...noMetrics,
      updateLag: (seconds) => void seen.seconds.push(seconds),
      undeliverable: (what) => void seen.undeliverable.push(what),
    },
    () => at,
  );
  return { outbox, clock, seen };
}

describe('the measured worker', () => {
  const update: Step = { kind: 'update', run, failures: 0 };

  it('measures from the change until its message shows it, with the attempts that failed before', async () => {
    const { outbox, clock, seen } = scene([update, update], [{ kind: 'retry' }, { kind: 'done' }]);
    outbox.requestUpdate(key);
    outbox.start();
    await clock.settle();
    await outbox.stop();
    expect(seen).toEqual({ seconds: [3], undeliverable: [] });
  });

  it('counts updates and notifications that failed permanently', async () => {
    const notification: Step = {
      kind: 'send',
      notification: { id: '1', content: { kind: 'completion' } },
      run,
      failures: 0,
    };
    const { outbox, clock, seen } = scene([update, notification], [{ kind: 'gone', reason: 'message_not_found' }]);
    outbox.requestUpdate(key);
    outbox.start();
    await clock.settle();
    await outbox.stop();
    expect(seen).toEqual({ seconds: [], undeliverable: ['update', 'notification'] });
  });
});
