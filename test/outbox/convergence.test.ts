import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { DrawOutcome } from '../../src/outbox/publisher.js';
import { DONE } from './fake-publisher.js';
import { keyOf, startScene } from './start-scene.js';

// Many steps of the clock take their time on a busy machine.
jest.setTimeout(120_000);

it('shows in the end what the store holds, whatever is pressed, refused, delayed or restarted in between', async () => {
  const event = fc.oneof(
    fc.record({
      kind: fc.constant('press' as const),
      item: fc.integer({ min: 1, max: 3 }),
      outcome: fc.constantFrom('done' as const, 'open' as const, 'skipped' as const),
    }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 5000 }) }),
    fc.record({
      kind: fc.constant('trouble' as const),
      afterMs: fc.option(fc.integer({ min: 0, max: 5000 })),
      uncertain: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('restart' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      const scene = await startScene();
      let worker = scene.delivery;
      const run = await scene.post();
      let trouble: DrawOutcome[] = [];
      scene.canvas.onDraw = () => trouble.shift() ?? DONE;
      for (const one of events) {
        if (one.kind === 'press') {
          await scene.change(run, `i${one.item}`, one.outcome);
          worker.wanted(keyOf(run));
        }
        if (one.kind === 'wait') await scene.clock.advance(one.ms);
        if (one.kind === 'trouble') {
          const { afterMs, uncertain } = one;
          trouble.push({ kind: 'retry', uncertain, ...(afterMs === null ? {} : { afterMs }) });
        }
        if (one.kind === 'restart') {
          await worker.stop();
          worker = scene.start();
        }
      }
      trouble = [];
      await scene.clock.advance(90_000);
      const stored = await scene.runs.get(keyOf(run));
      const drawn = scene.canvas.drawings.at(-1)?.run ?? run;
      const shown = (items: typeof drawn.items) => items.map(({ taken: _, ...item }) => item);
      expect(shown(drawn.items)).toEqual(shown(stored.items));
      expect(stored.drawnVersion).toBe(stored.wantedVersion);
      // A line stands in the thread exactly when all is done or skipped.
      const lines = scene.canvas.said('completion').length - scene.canvas.said('withdrawal').length;
      expect(lines).toBe(stored.completedAt === undefined ? 0 : 1);
      expect(scene.canvas.mostAtOnce).toBeLessThanOrEqual(1);
      await scene.stop();
    }),
    { numRuns: 25 },
  );
});
