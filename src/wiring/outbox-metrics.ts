import type { RunKey } from '../checklist/run-store.js';
import type { Canvas } from '../delivery/canvas.js';
import { createDelivery, type DeliveryParts } from '../delivery/create-delivery.js';
import type { Delivery } from '../delivery/delivery.js';
import type { DeliveryStore } from '../delivery/delivery-store.js';
import type { Metrics } from '../telemetry/metrics.js';

/** Longer ago, another process has drawn it meanwhile: what waits in the database is measured there. */
const OURS_MS = 300_000;
const REMEMBERED = 10_000;

/** Stands around the parts of the delivery, and measures how long a change waits for its message. */
export interface RedrawMeasure {
  canvas(canvas: Canvas): Canvas;
  store(store: DeliveryStore): DeliveryStore;
  delivery(delivery: Delivery): Delivery;
}

export function measureRedraws(metrics: Metrics, now: () => number = () => performance.now()): RedrawMeasure {
  const wantedAt = new Map<string, number>();
  const idOf = ({ installation, run }: RunKey): string => JSON.stringify([installation, run]);
  return {
    delivery: (delivery) => ({
      ...delivery,
      wanted(key) {
        const id = idOf(key);
        const since = wantedAt.get(id);
        const isOurs = since !== undefined && now() - since < OURS_MS;
        if (!isOurs && wantedAt.size < REMEMBERED) wantedAt.set(id, now());
        delivery.wanted(key);
      },
    }),
    canvas: (canvas) => ({
      ...canvas,
      async draw(run) {
        const id = idOf({ installation: run.installation, run: run.id });
        const since = wantedAt.get(id);
        // A press during the drawing waits for the next one.
        wantedAt.delete(id);
        const outcome = await canvas.draw(run);
        if (since === undefined || now() - since > OURS_MS) return outcome;
        if (outcome.kind === 'done') metrics.redraw((now() - since) / 1_000);
        if (outcome.kind === 'retry') wantedAt.set(id, since);
        return outcome;
      },
    }),
    store: (store) => ({
      ...methodsOf(store),
      async park(key, reason) {
        await store.park(key, reason);
        metrics.gaveUp('redraw');
      },
      async settle(key, owed, result) {
        await store.settle(key, owed, result);
        if (result.kind === 'refused' || result.kind === 'uncertain') metrics.gaveUp('saying');
      },
    }),
  };
}

/** By name: what stands for a store that is being opened has no methods to copy. */
function methodsOf(store: DeliveryStore): DeliveryStore {
  return {
    due: (...given) => store.due(...given),
    nextStep: (...given) => store.nextStep(...given),
    release: (...given) => store.release(...given),
    drawn: (...given) => store.drawn(...given),
    postponeDraw: (...given) => store.postponeDraw(...given),
    park: (...given) => store.park(...given),
    settle: (...given) => store.settle(...given),
    posting: (...given) => store.posting(...given),
  };
}

/** @param metrics absent where nobody collects: then nothing is measured */
export function createMeasuredDelivery(parts: DeliveryParts, metrics?: Metrics): Delivery {
  if (metrics === undefined) return createDelivery(parts);
  const redraws = measureRedraws(metrics);
  return redraws.delivery(
    createDelivery({ ...parts, store: redraws.store(parts.store), canvas: redraws.canvas(parts.canvas) }),
  );
}
