import { createDelivery, type Delivery, type DeliveryParts } from '../outbox/worker.js';
import type { Metrics } from '../telemetry/metrics.js';
import { measureRedraws } from './measure-redraws.js';

/** @param metrics absent where nobody collects: then nothing is measured */
export function createMeasuredDelivery(parts: DeliveryParts, metrics?: Metrics): Delivery {
  if (metrics === undefined) return createDelivery(parts);
  const redraws = measureRedraws(metrics);
  return redraws.delivery(
    createDelivery({ ...parts, store: redraws.store(parts.store), canvas: redraws.canvas(parts.canvas) }),
  );
}
