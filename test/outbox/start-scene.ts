import type { Outcome } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import type { RunKey, RunStore } from '../../src/checklist/run-store.js';
import type { DeliveryStore } from '../../src/outbox/store.js';
import { createDelivery, type Delivery } from '../../src/outbox/worker.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createDeliveryStore } from '../../src/storage/outbox.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createFakeCanvas, type FakeCanvas } from './fake-publisher.js';

/** Runs in a database in memory, a worker over them, a canvas that remembers and a clock that stands still until it is moved. */
export interface Scene {
  readonly runs: RunStore;
  readonly store: DeliveryStore;
  readonly clock: FakeClock;
  readonly canvas: FakeCanvas;
  /** What was warned of. */
  readonly warnings: string[];
  readonly delivery: Delivery;
  /** Another worker, as of another process. The first one is started already. */
  start(over?: DeliveryStore): Delivery;
  /** A run that was posted as a message before the scene begins. */
  post(id?: string, items?: number, installation?: string): Promise<Run>;
  change(run: Run, item: string, outcome?: Outcome['kind']): Promise<Run>;
  /** A change of which the worker hears. */
  press(run: Run, item: string, outcome?: Outcome['kind']): Promise<void>;
  /** Lets the worker look again, which it does ten times a second at the most. */
  soon(): Promise<void>;
  stop(): Promise<void>;
}

export function keyOf({ installation, id }: Pick<Run, 'installation' | 'id'>): RunKey {
  return { installation, run: id };
}

export function doneIn(run: Run | undefined): string[] {
  return run?.items.filter(({ state }) => state.kind === 'done').map(({ id }) => id) ?? [];
}

export async function startScene(): Promise<Scene> {
  const db = await openDatabase({ url: 'sqlite::memory:' });
  await migrate(db);
  const clock = createFakeClock();
  const canvas = createFakeCanvas(clock);
  const runs = createRunStore(db);
  const store = createDeliveryStore(db, clock.now);
  const warnings: string[] = [];
  const logger = { debug: () => {}, info: () => {}, warn: (text: string) => warnings.push(text), error: () => {} };
  const workers: Delivery[] = [];
  let sequence = 0;

  const start: Scene['start'] = (over = store) => {
    const worker = createDelivery({ store: over, canvas, logger, clock });
    workers.push(worker);
    worker.resume();
    return worker;
  };
  const delivery = start();

  const scene: Scene = {
    runs,
    store,
    clock,
    canvas,
    warnings,
    delivery,
    start,
    post: async (id = 'run-1', items = 3, installation = 'T1') => {
      const { run } = await runs.create(aNewRun(items, { id, installation }));
      return runs.posted(keyOf(run), `message of ${id}`);
    },
    change: (run, item, outcome = 'done') => {
      sequence += 1;
      const wish: Outcome = outcome === 'skipped' ? { kind: outcome, reason: 'not ours' } : { kind: outcome };
      return runs.setItem({ ...keyOf(run), item, outcome: wish, by: aPerson(), at: new Date(1000), sequence });
    },
    press: async (run, item, outcome) => {
      await scene.change(run, item, outcome);
      delivery.wanted(keyOf(run));
    },
    soon: () => clock.advance(150),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await db.close();
    },
  };
  return scene;
}
