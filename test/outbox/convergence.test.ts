import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UpdateOutcome } from '../../src/outbox/send.js';
import { runs } from '../every-case.js';
import { DONE } from './fake-publisher.js';
import { keyOf, startScene } from './start-scene.js';

it('the message finally shows what the store has, whatever is pressed, refused, delayed or restarted in between', async () => {
  const event = fc.oneof(
    fc.record({
      kind: fc.constant('press' as const),
      item: fc.integer({ min: 1, max: 3 }),
      outcome: fc.constantFrom('done' as const, 'open' as const, 'skipped' as const),
    }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 5000 }) }),
    fc.record({
      kind: fc.constant('failure' as const),
      afterMs: fc.option(fc.integer({ min: 0, max: 5000 })),
      uncertain: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('restart' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      const scene = await startScene();
      let worker = scene.outbox;
      const run = await scene.post();
      let failures: UpdateOutcome[] = [];
      scene.publisher.onUpdate = () => failures.shift() ?? DONE;
      for (const one of events) {
        if (one.kind === 'press') {
          await scene.change(run, `i${one.item}`, one.outcome);
          worker.requestUpdate(keyOf(run));
        }
        if (one.kind === 'wait') await scene.clock.advance(one.ms);
        if (one.kind === 'failure') {
          const { afterMs, uncertain } = one;
          failures.push({ kind: 'retry', uncertain, ...(afterMs === null ? {} : { afterMs }) });
        }
        if (one.kind === 'restart') {
          await worker.stop();
          worker = scene.start();
        }
      }
      failures = [];
      await scene.clock.advance(90_000);
      const stored = await scene.runs.get(keyOf(run));
      const last = scene.publisher.updates.at(-1)?.run ?? run;
      const shown = (items: typeof last.items) => items.map(({ latestPress: _, ...item }) => item);
      expect(shown(last.items)).toEqual(shown(stored.items));
      expect(stored.shownVersion).toBe(stored.wantedVersion);
      // The thread has a line exactly when everything is done or skipped.
      const lines = scene.publisher.sentOf('completion').length - scene.publisher.sentOf('withdrawal').length;
      expect(lines).toBe(stored.completedAt === undefined ? 0 : 1);
      expect(scene.publisher.maxInFlight).toBeLessThanOrEqual(1);
      await scene.stop();
    }),
    runs(25),
  );
});
