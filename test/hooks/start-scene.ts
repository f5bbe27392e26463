import type { Run } from '../../src/checklist/run.js';
import type { RunStore } from '../../src/checklist/run-store.js';
import { createPost, type Post } from '../../src/hooks/deliver.js';
import { EVENT_TYPES } from '../../src/hooks/event.js';
import type { Hook, HookStore } from '../../src/hooks/store.js';
import { createHookWorker, type HookWorker } from '../../src/hooks/worker.js';
import { createHookStore } from '../../src/storage/hook-deliveries.js';
import { createHookRegistry, type HookRegistry } from '../../src/storage/hooks.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { ONE_WORKSPACE } from '../../src/workspaces/installations.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { createFakeClock, type FakeClock } from '../outbox/fake-clock.js';
import { type Receiver, startReceiver } from './start-receiver.js';

/** Runs in an in-memory database, a worker that sends real requests to a real receiver, and a clock that only a test moves. */
export interface Scene {
  readonly runs: RunStore;
  readonly hooks: HookRegistry;
  readonly clock: FakeClock;
  readonly receiver: Receiver;
  /** The log: the message, and what it says about it. */
  readonly log: string[];
  /** A hook that sends to the receiver. */
  add(wanted?: Partial<Omit<Hook, 'id'>>): Promise<string>;
  /** Starts a worker, as another process would. */
  start(over?: (store: HookStore) => HookStore, post?: Post): HookWorker;
  /** A run that was posted. */
  post(id: string, items?: number): Promise<Run>;
  done(run: Run, item: string): Promise<void>;
  /** Lets so many seconds pass, one by one. Before each, everything in flight is answered and recorded, unless it hangs. */
  pass(seconds: number, options?: { readonly hangs: boolean }): Promise<void>;
  stop(): Promise<void>;
}

export async function startScene(): Promise<Scene> {
  const db = await openDatabase({ url: 'sqlite::memory:' });
  await migrate(db);
  const clock = createFakeClock();
  const receiver = await startReceiver();
  const runs = createRunStore(db, clock.now);
  const hooks = createHookRegistry(db, undefined, clock.now);
  const log: string[] = [];
  const note = (text: string, fields = {}): void => void log.push(`${text} ${JSON.stringify(fields)}`);
  const logger = { debug: () => {}, info: note, warn: note, error: note };
  const workers: HookWorker[] = [];
  let sequence = 0;
  let inFlight = 0;

  const scene: Scene = {
    runs,
    hooks,
    clock,
    receiver,
    log,
    add: async (wanted = {}) => {
      const hook = {
        installation: ONE_WORKSPACE,
        url: receiver.url,
        events: EVENT_TYPES,
        allowPrivate: true,
        ...wanted,
      };
      return (await hooks.add(hook, 'whsec_c2VjcmV0'))?.id ?? '';
    },
    start: (over = (store) => store, post = createPost()) => {
      const worker = createHookWorker({
        store: over(createHookStore(db, undefined, clock.now)),
        post: async (letter) => {
          inFlight += 1;
          return post(letter).finally(() => {
            inFlight -= 1;
          });
        },
        linkTo: async ({ message }) => message && `https://acme.slack.test/${message}`,
        userAgent: 'Guidepost/test',
        clock,
        logger,
      });
      workers.push(worker);
      worker.start();
      return worker;
    },
    post: async (id, items = 3) => {
      const { run } = await runs.create(aNewRun(items, { id }));
      return runs.markPosted({ installation: run.installation, run: id }, '100.0');
    },
    done: async ({ id, installation }, item) => {
      sequence += 1;
      const press = { item, outcome: { kind: 'done' as const }, by: aPerson(), at: new Date(clock.now()), sequence };
      await runs.setItem({ installation, run: id, ...press });
    },
    pass: async (seconds, { hangs } = { hangs: false }) => {
      const settle = async (): Promise<void> => {
        await clock.settle();
        while (inFlight > 0 && !hangs) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          await clock.settle();
        }
      };
      for (let second = 0; second < seconds; second += 1) {
        await settle();
        await clock.advance(1_000);
      }
      await settle();
    },
    stop: async () => {
      let isStopped = false;
      const stopped = Promise.all(workers.map((worker) => worker.stop())).then(() => {
        isStopped = true;
      });
      // What still hangs is ended by the clock.
      while (!isStopped) await scene.pass(1, { hangs: true });
      await stopped;
      await receiver.stop();
      await db.close();
    },
  };
  return scene;
}
