import type { RunKey } from '../checklist/run-store.js';
import { createDelivery, type Delivery, type DeliveryParts } from '../outbox/worker.js';
import type { Metrics } from '../telemetry/metrics.js';

/** A change that has waited longer was probably shown by another process; the database's own backlog covers those. */
const FORGET_AFTER_MS = 300_000;
const MAX_REMEMBERED = 10_000;

/**
 * Makes the delivery worker and measures it: how long a change waits until its message shows it, and what is given up for good.
 * @param metrics absent when nobody collects metrics: then nothing is measured
 */
export function createMeasuredDelivery(
  parts: DeliveryParts,
  metrics?: Metrics,
  now: () => number = () => performance.now(),
): Delivery {
  if (metrics === undefined) return createDelivery(parts);
  const { store, canvas } = parts;
  const wantedAt = new Map<string, number>();

  const delivery = createDelivery({
    ...parts,
    canvas: {
      ...canvas,
      async draw(run) {
        const id = idOf({ installation: run.installation, run: run.id });
        const since = wantedAt.get(id);
        // Removed first: a change that arrives while this one is being shown is measured by itself.
        wantedAt.delete(id);
        const outcome = await canvas.draw(run);
        if (since === undefined || now() - since > FORGET_AFTER_MS) return outcome;
        if (outcome.kind === 'done') metrics.redraw((now() - since) / 1_000);
        if (outcome.kind === 'retry') wantedAt.set(id, since);
        return outcome;
      },
    },
    store: {
      ...store,
      async park(key, reason) {
        await store.park(key, reason);
        metrics.gaveUp('redraw');
      },
      async settle(key, owed, result) {
        await store.settle(key, owed, result);
        if (result.kind === 'refused' || result.kind === 'uncertain') metrics.gaveUp('saying');
      },
    },
  });

  return {
    ...delivery,
    wanted(key) {
      const id = idOf(key);
      const since = wantedAt.get(id);
      const isRecent = since !== undefined && now() - since < FORGET_AFTER_MS;
      if (!isRecent && wantedAt.size < MAX_REMEMBERED) wantedAt.set(id, now());
      delivery.wanted(key);
    },
  };
}

function idOf({ installation, run }: RunKey): string {
  return JSON.stringify([installation, run]);
}
