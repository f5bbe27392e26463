import type { RunKey } from '../checklist/run-store.js';
import { createOutboxWorker, type OutboxWorker, type OutboxWorkerParts } from '../outbox/worker.js';
import type { Metrics } from '../telemetry/metrics.js';

/** A change that has waited longer was probably shown by another process; the database's own backlog covers those. */
const FORGET_AFTER_MS = 300_000;
const MAX_REMEMBERED = 10_000;

/**
 * Makes the outbox worker and measures it: how long a change waits until its message shows it, and what is given up for good.
 * @param metrics absent if metrics are off: then nothing is measured
 */
export function createMeasuredOutbox(
  parts: OutboxWorkerParts,
  metrics?: Metrics,
  now: () => number = () => performance.now(),
): OutboxWorker {
  if (metrics === undefined) return createOutboxWorker(parts);
  const { store, publisher } = parts;
  const requestedAt = new Map<string, number>();

  const outbox = createOutboxWorker({
    ...parts,
    publisher: {
      ...publisher,
      async update(run) {
        const id = idOf({ installation: run.installation, run: run.id });
        const since = requestedAt.get(id);
        // Removed first: a change that arrives while this one is being shown is measured by itself.
        requestedAt.delete(id);
        const outcome = await publisher.update(run);
        if (since === undefined || now() - since > FORGET_AFTER_MS) return outcome;
        if (outcome.kind === 'done') metrics.updateLag((now() - since) / 1_000);
        if (outcome.kind === 'retry') requestedAt.set(id, since);
        return outcome;
      },
    },
    store: {
      ...store,
      async markUndeliverable(key, reason) {
        await store.markUndeliverable(key, reason);
        metrics.undeliverable('update');
      },
      async recordResult(key, notification, result) {
        await store.recordResult(key, notification, result);
        if (result.kind === 'refused' || result.kind === 'uncertain') metrics.undeliverable('notification');
      },
    },
  });

  return {
    ...outbox,
    requestUpdate(key) {
      const id = idOf(key);
      const since = requestedAt.get(id);
      const isRecent = since !== undefined && now() - since < FORGET_AFTER_MS;
      if (!isRecent && requestedAt.size < MAX_REMEMBERED) requestedAt.set(id, now());
      outbox.requestUpdate(key);
    },
  };
}

function idOf({ installation, run }: RunKey): string {
  return JSON.stringify([installation, run]);
}
