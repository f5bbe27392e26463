import { backoff, type Clock, createSleeper, MAX_STORE_PAUSE_MS } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';
import { type DeliverDependencies, deliver } from './deliver.js';
import type { Delivery, DeliveryResult, HookStore, Recorded } from './store.js';

/** Delivers events to hooks. It keeps no state but the store's. */
export interface HookWorker {
  /** Call it once, at the start: delivers what is pending as soon as the store can be read, and keeps looking. Returns at once. */
  start(): void;
  /** Starts nothing more, and resolves when what is being sent is finished or was cut short. The rest stays in the store. */
  stop(): Promise<void>;
}

export interface HookWorkerParts extends DeliverDependencies {
  readonly store: HookStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How many deliveries of one hook are in flight before no more are taken: a receiver that hangs keeps no other hook waiting. */
const PER_HOOK = 3;

/** How long it takes at most until an event is sent. */
const LOOK_EVERY_MS = 1_000;

/** However fast receivers answer, the database is not asked more often than this. */
const MIN_BETWEEN_LOOKS_MS = 100;

const CLEAN_UP_EVERY_MS = 3_600_000;

/** How long a stop waits for receivers. */
const STOP_MS = 3_000;

/** The worker of this process. Others may work on the same store at the same time: one at a time sends for a run and hook. */
export function createHookWorker(parts: HookWorkerParts): HookWorker {
  const { store, clock, logger } = parts;
  const stopping = new AbortController();
  const cutShort = new AbortController();
  const { signal } = stopping;
  const sleeper = createSleeper(clock, signal);
  const inFlight = new Map<string, number>();
  const working = new Set<Promise<void>>();
  let looking: Promise<void> | undefined;

  /** Records a result again and again while the store is away. What is not recorded is sent again, with the same id. */
  const record = async (delivery: Delivery, result: DeliveryResult): Promise<Recorded> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await store.record(delivery, result);
      } catch (error) {
        logger.warn('Could not record what a hook was sent; will retry', { hook: delivery.hook.id, error });
        if (signal.aborted && failures > 1) return { kind: 'ignored' };
        await clock.sleep(backoff(failures, MAX_STORE_PAUSE_MS), signal);
      }
    }
  };

  const send = async (delivery: Delivery): Promise<void> => {
    const { id } = delivery.hook;
    inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
    const result = await deliver(delivery, parts, cutShort.signal);
    say(logger, delivery, result, await record(delivery, result));
    const left = (inFlight.get(id) ?? 1) - 1;
    if (left === 0) inFlight.delete(id);
    else inFlight.set(id, left);
    sleeper.wake(); // The run's next event can be sent now.
  };

  const look = async (): Promise<void> => {
    let cleanedAt = Number.NEGATIVE_INFINITY;
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (clock.elapsed() - cleanedAt >= CLEAN_UP_EVERY_MS) {
          await store.cleanUp();
          cleanedAt = clock.elapsed();
        }
        const full = [...inFlight].filter(([, count]) => count >= PER_HOOK).map(([id]) => id);
        // Those taken while a stop begins are sent: their claims would keep the next process waiting.
        for (const delivery of await store.take(full)) {
          const sending: Promise<void> = send(delivery).finally(() => working.delete(sending));
          working.add(sending);
        }
        failures = 0;
        const lookedAt = clock.elapsed();
        await sleeper.sleep(LOOK_EVERY_MS);
        await clock.sleep(Math.max(0, lookedAt + MIN_BETWEEN_LOOKS_MS - clock.elapsed()), signal);
      } catch (error) {
        failures += 1;
        logger.warn('Could not read what hooks are to be sent; will retry', { error, failures });
        await clock.sleep(backoff(failures, MAX_STORE_PAUSE_MS), signal);
      }
    }
  };

  return {
    start: () => {
      looking ??= look();
    },
    stop: async () => {
      stopping.abort();
      await looking;
      const finished = new AbortController();
      void clock.sleep(STOP_MS, finished.signal).then(() => cutShort.abort());
      await Promise.all(working);
      finished.abort();
    },
  };
}

function say(
  logger: Logger,
  { event, failures, hook, id, run }: Delivery,
  result: DeliveryResult,
  recorded: Recorded,
): void {
  const fields = {
    ...{ hook: hook.id, host: new URL(hook.url).host, event: event.type, run: run.id, webhookId: id },
    ...(result.kind === 'failed' && { reason: result.reason, failures: failures + 1 }),
  };
  switch (recorded.kind) {
    case 'delivered':
      logger.debug('A hook was told about an event', fields);
      break;
    case 'retry':
      logger.warn('A hook could not be told about an event; will retry', { ...fields, inMs: recorded.inMs });
      break;
    case 'given up':
      logger.error('A hook could not be told about an event for a day; given up', fields);
      break;
    case 'disabled':
      logger.error('A hook is switched off, because its receiver answered 410 Gone', fields);
      break;
    case 'ignored':
      logger.debug('The result of an attempt came too late, or the hook was removed', fields);
  }
}
