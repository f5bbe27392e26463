import type { RunKey } from '../checklist/run-store.js';
import type { Publisher } from '../outbox/publisher.js';
import type { OutboxStore } from '../outbox/store.js';
import type { OutboxWorker } from '../outbox/worker.js';
import type { Metrics } from '../telemetry/metrics.js';

/** Longer ago, another process has drawn it meanwhile: what waits in the database is measured there. */
const OURS_MS = 300_000;
const REMEMBERED = 10_000;

/** Stands around the parts of the outbox, and measures how long a change waits for its message. */
export interface RedrawMeasure {
  publisher(publisher: Publisher): Publisher;
  store(store: OutboxStore): OutboxStore;
  outbox(outbox: OutboxWorker): OutboxWorker;
}

export function measureRedraws(metrics: Metrics, now: () => number = () => performance.now()): RedrawMeasure {
  const wantedAt = new Map<string, number>();
  const idOf = ({ installation, run }: RunKey): string => JSON.stringify([installation, run]);
  return {
    outbox: (outbox) => ({
      ...outbox,
      requestUpdate(key) {
        const id = idOf(key);
        const since = wantedAt.get(id);
        const isOurs = since !== undefined && now() - since < OURS_MS;
        if (!isOurs && wantedAt.size < REMEMBERED) wantedAt.set(id, now());
        outbox.requestUpdate(key);
      },
    }),
    publisher: (publisher) => ({
      ...publisher,
      async update(run) {
        const id = idOf({ installation: run.installation, run: run.id });
        const since = wantedAt.get(id);
        // A press during the drawing waits for the next one.
        wantedAt.delete(id);
        const outcome = await publisher.update(run);
        if (since === undefined || now() - since > OURS_MS) return outcome;
        if (outcome.kind === 'done') metrics.redraw((now() - since) / 1_000);
        if (outcome.kind === 'retry') wantedAt.set(id, since);
        return outcome;
      },
    }),
    store: (store) => ({
      ...methodsOf(store),
      async markUndeliverable(key, reason) {
        await store.markUndeliverable(key, reason);
        metrics.gaveUp('redraw');
      },
      async recordResult(key, notification, result) {
        await store.recordResult(key, notification, result);
        if (result.kind === 'refused' || result.kind === 'uncertain') metrics.gaveUp('saying');
      },
    }),
  };
}

/** By name: what stands for a store that is being opened has no methods to copy. */
function methodsOf(store: OutboxStore): OutboxStore {
  return {
    due: (...given) => store.due(...given),
    nextStep: (...given) => store.nextStep(...given),
    release: (...given) => store.release(...given),
    markShown: (...given) => store.markShown(...given),
    postponeUpdate: (...given) => store.postponeUpdate(...given),
    markUndeliverable: (...given) => store.markUndeliverable(...given),
    recordResult: (...given) => store.recordResult(...given),
    posting: (...given) => store.posting(...given),
  };
}
