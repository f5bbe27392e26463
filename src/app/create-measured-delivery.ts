import { createOutboxWorker, type OutboxWorker, type OutboxWorkerParts } from '../outbox/worker.js';
import type { Metrics } from '../telemetry/metrics.js';
import { measureRedraws } from './measure-redraws.js';

/** @param metrics absent where nobody collects: then nothing is measured */
export function createMeasuredOutbox(parts: OutboxWorkerParts, metrics?: Metrics): OutboxWorker {
  if (metrics === undefined) return createOutboxWorker(parts);
  const redraws = measureRedraws(metrics);
  return redraws.outbox(
    createOutboxWorker({ ...parts, store: redraws.store(parts.store), publisher: redraws.publisher(parts.publisher) }),
  );
}
