import type { Outcome } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import type { RunKey, RunStore } from '../../src/checklist/run-store.js';
import type { OutboxStore } from '../../src/outbox/store.js';
import { createOutboxWorker, type OutboxWorker } from '../../src/outbox/worker.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createOutboxStore } from '../../src/storage/outbox.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createFakePublisher, type FakePublisher } from './fake-publisher.js';

/** Runs in an in-memory database, with a worker, a publisher that records its calls, and a clock that only a test moves. */
export interface Scene {
  readonly runs: RunStore;
  readonly store: OutboxStore;
  readonly clock: FakeClock;
  readonly publisher: FakePublisher;
  /** The warnings in the log. */
  readonly warnings: string[];
  readonly outbox: OutboxWorker;
  /** Starts another worker, as another process would. The first one has been started already. */
  start(over?: OutboxStore): OutboxWorker;
  /** A run that was posted already. */
  post(id?: string, items?: number, installation?: string): Promise<Run>;
  change(run: Run, item: string, outcome?: 'open' | 'done' | 'skipped'): Promise<Run>;
  /** A change for which the worker is asked to update the message. */
  press(run: Run, item: string, outcome?: 'open' | 'done' | 'skipped'): Promise<void>;
  /** Lets the worker look again, which it does ten times a second at most. */
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
  const publisher = createFakePublisher(clock);
  const runs = createRunStore(db);
  const store = createOutboxStore(db, clock.now);
  const warnings: string[] = [];
  const logger = { debug: () => {}, info: () => {}, warn: (text: string) => warnings.push(text), error: () => {} };
  const workers: OutboxWorker[] = [];
  let sequence = 0;

  const start: Scene['start'] = (over = store) => {
    const worker = createOutboxWorker({ store: over, publisher, logger, clock });
    workers.push(worker);
    worker.start();
    return worker;
  };
  const outbox = start();

  const scene: Scene = {
    runs,
    store,
    clock,
    publisher,
    warnings,
    outbox,
    start,
    post: async (id = 'run-1', items = 3, installation = 'T1') => {
      const { run } = await runs.create(aNewRun(items, { id, installation }));
      return runs.markPosted(keyOf(run), `message of ${id}`);
    },
    change: async (run, item, outcome = 'done') => {
      sequence += 1;
      const wish: Outcome = outcome === 'skipped' ? { kind: outcome, reason: 'not ours' } : { kind: outcome };
      const press = { ...keyOf(run), item, outcome: wish, by: aPerson(), at: new Date(1000), sequence };
      return (await runs.setItem(press)).run;
    },
    press: async (run, item, outcome) => {
      await scene.change(run, item, outcome);
      outbox.requestUpdate(keyOf(run));
    },
    soon: () => clock.advance(150),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await db.close();
    },
  };
  return scene;
}
