import { randomUUID } from 'node:crypto';
import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import { backoff, type Clock, createSleeper, MAX_STORE_PAUSE_MS } from './clock.js';
import { type Publisher, sendForRun } from './send.js';
import type { OutboxStore } from './store.js';

/** Sends what is pending in the outbox to Slack: updates, postings, lines in threads, direct messages. It keeps no state but the store's. */
export interface OutboxWorker {
  /** Call it after a run has changed. Returns at once. Calling it more often than needed is harmless. */
  requestUpdate(key: RunKey): void;
  /**
   * Call it after `create` or `repost`: sends the posting at once, and returns its outcome. Calling it again returns the same;
   * nothing is posted twice. Never rejects. Takes 8 seconds at most.
   */
  post(key: RunKey): Promise<PostOutcome>;
  /** Call it once, at the start: sends everything that is pending as soon as the store can be read, and keeps looking. Returns at once. */
  start(): void;
  /** Call it when a stop begins: `post` then returns what is known after the current attempt. */
  stopWaiting(): void;
  /** Starts nothing more, and resolves when what is being sent is finished. The rest stays pending in the store. */
  stop(): Promise<void>;
}

export type PostOutcome =
  | { readonly kind: 'posted'; readonly run: Run }
  /** Slack refused it with this code (nothing was posted), or `uncertain`: the reply was lost, and the message could not be looked for. */
  | { readonly kind: 'undeliverable'; readonly reason: string; readonly run: Run }
  /** Not yet, because Slack or the database is slow or rate limits us. It will be posted as soon as possible. */
  | { readonly kind: 'pending' };

/** The most runs that one look at the store returns. */
const RUNS_PER_LOOK = 50;

/**
 * The most runs of one installation that are sent for at the same time: a burst of updates. If the Slack of one workspace
 * hangs, only its own runs wait.
 */
const RUNS_PER_INSTALLATION = 20;

/** How long it takes at most to find what other processes have left. */
const LOOK_EVERY_MS = 1_000;

/** However many presses come, the database is not asked more often than this. */
const MIN_BETWEEN_LOOKS_MS = 100;

/** How long `post` waits: the time limit of one call, and the search for a message without a reply. */
const POST_WAIT_MS = 8_000;
const POST_POLL_MS = 250;

export interface OutboxWorkerParts {
  readonly store: OutboxStore;
  readonly publisher: Publisher;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** The worker of this process. Others may work on the same store at the same time: one at a time sends for a run. */
export function createOutboxWorker(parts: OutboxWorkerParts): OutboxWorker {
  const { store, logger, clock } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const waiting = new AbortController();
  const dependencies = { ...parts, signal, worker: randomUUID() };
  const sending = new Map<string, Promise<void>>();
  /** How many of them belong to each installation. */
  const inFlight = new Map<string, number>();
  const sleeper = createSleeper(clock, signal);
  let looking: Promise<void> | undefined;

  const send = async (id: string, key: RunKey): Promise<void> => {
    const { installation } = key;
    inFlight.set(installation, (inFlight.get(installation) ?? 0) + 1);
    const didSomething = await sendForRun(key, dependencies);
    sending.delete(id);
    const left = (inFlight.get(installation) ?? 1) - 1;
    if (left === 0) inFlight.delete(installation);
    else inFlight.set(installation, left);
    if (didSomething) sleeper.wake(); // The store now knows when the rest is due.
  };

  const hasRoom = (installation: string): boolean => (inFlight.get(installation) ?? 0) < RUNS_PER_INSTALLATION;

  const ensureSending = (key: RunKey): Promise<void> => {
    const id = JSON.stringify([key.installation, key.run]);
    const current = sending.get(id) ?? send(id, key);
    sending.set(id, current);
    return current;
  };

  const look = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const full = [...inFlight.keys()].filter((installation) => !hasRoom(installation));
        const { runs, nextInMs = LOOK_EVERY_MS } = await store.due(RUNS_PER_LOOK, full);
        if (signal.aborted) return;
        for (const key of runs) if (hasRoom(key.installation)) void ensureSending(key);
        failures = 0;
        const lookedAt = clock.elapsed();
        await sleeper.sleep(Math.min(nextInMs, LOOK_EVERY_MS));
        await clock.sleep(Math.max(0, lookedAt + MIN_BETWEEN_LOOKS_MS - clock.elapsed()), signal);
      } catch (error) {
        failures += 1;
        logger.warn('Could not read the outbox; will retry', { error, failures });
        await clock.sleep(backoff(failures, MAX_STORE_PAUSE_MS), signal);
      }
    }
  };

  const postingOf = async (key: RunKey): Promise<PostOutcome> => {
    try {
      return await store.posting(key);
    } catch (error) {
      logger.warn('Could not read what became of a posting', { ...key, error });
      return { kind: 'pending' };
    }
  };

  /** Ends its own wait when the work ends first: `post` waits every quarter of a second, and would leave many waits behind. */
  const waitAtMost = async (ms: number, work: Promise<void>): Promise<void> => {
    const done = new AbortController();
    await Promise.race([work, clock.sleep(ms, AbortSignal.any([signal, done.signal]))]);
    done.abort();
  };

  return {
    requestUpdate: () => sleeper.wake(),
    post: async (key) => {
      const until = clock.elapsed() + POST_WAIT_MS;
      for (;;) {
        const left = until - clock.elapsed();
        const outcome = await postingOf(key);
        if (outcome.kind !== 'pending' || left <= 0 || signal.aborted) return outcome;
        await waitAtMost(left, ensureSending(key));
        const after = await postingOf(key);
        if (after.kind !== 'pending' || waiting.signal.aborted) return after;
        await clock.sleep(POST_POLL_MS, waiting.signal);
      }
    },
    start: () => {
      looking ??= look();
    },
    stopWaiting: () => waiting.abort(),
    stop: async () => {
      waiting.abort();
      stopping.abort();
      await Promise.all([looking, ...sending.values()]);
    },
  };
}
