import { randomUUID } from 'node:crypto';
import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import { backoff, type Clock } from './clock.js';
import type { Canvas } from './publisher.js';
import { sendForRun } from './send.js';
import type { DeliveryStore } from './store.js';

/** As many runs are looked for at once; the others follow as soon as these are done. */
const AT_ONCE = 50;

/**
 * As many runs of one installation are sent for at once, a burst of redraws. Where its Slack hangs, these wait; neither the others
 * nor the database wait with them.
 */
const PER_INSTALLATION = 20;

/** What other processes have left is found within this time. */
const LOOK_MS = 1_000;

/** However many presses come, the database is not asked more often than this. */
const LOOK_AT_MOST_EVERY_MS = 100;

/** How long somebody waits to hear what became of a posting: a call's own limit, and the search for a message without a reply. */
const PATIENCE_MS = 8_000;
const ASK_AGAIN_MS = 250;

export interface DeliveryParts {
  readonly store: DeliveryStore;
  readonly canvas: Canvas;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** The worker of this process. Others work beside it on the same store: a run is sent for by one at a time. */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { store, logger, clock } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const waiting = new AbortController();
  const dependencies = { ...parts, signal, worker: randomUUID() };
  const working = new Map<string, Promise<void>>();
  /** How many of them belong to each installation. */
  const busy = new Map<string, number>();
  const wakeUp = createAlarm(clock, signal);
  let looking: Promise<void> | undefined;

  const send = async (id: string, key: RunKey): Promise<void> => {
    const { installation } = key;
    busy.set(installation, (busy.get(installation) ?? 0) + 1);
    const didSomething = await sendForRun(key, dependencies);
    working.delete(id);
    const left = (busy.get(installation) ?? 1) - 1;
    if (left === 0) busy.delete(installation);
    else busy.set(installation, left);
    if (didSomething) wakeUp.ring(); // What has to wait for its time is known now.
  };

  const hasRoom = (installation: string): boolean => (busy.get(installation) ?? 0) < PER_INSTALLATION;

  const start = (key: RunKey): Promise<void> => {
    const id = JSON.stringify([key.installation, key.run]);
    const underWay = working.get(id) ?? send(id, key);
    working.set(id, underWay);
    return underWay;
  };

  const look = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const { runs, nextInMs = LOOK_MS } = await store.due(
          AT_ONCE,
          [...busy.keys()].filter((installation) => !hasRoom(installation)),
        );
        if (signal.aborted) return;
        for (const key of runs) if (hasRoom(key.installation)) void start(key);
        failures = 0;
        const lookedAt = clock.now();
        await wakeUp.sleep(Math.min(nextInMs, LOOK_MS));
        await clock.sleep(Math.max(0, lookedAt + LOOK_AT_MOST_EVERY_MS - clock.now()), signal);
      } catch (error) {
        failures += 1;
        logger.warn('What is owed to checklists could not be read; it will be tried again', { error, failures });
        await clock.sleep(backoff(failures), signal);
      }
    }
  };

  const postingOf = async (key: RunKey): Promise<PostOutcome> => {
    try {
      return await store.posting(key);
    } catch (error) {
      logger.warn('What became of a posting could not be read', { ...key, error });
      return { kind: 'owed' };
    }
  };

  /** Nothing is left behind by the one that ends later: a posting that is put off asks again every quarter of a second. */
  const atMost = async (ms: number, work: Promise<void>): Promise<void> => {
    const done = new AbortController();
    await Promise.race([work, clock.sleep(ms, AbortSignal.any([signal, done.signal]))]);
    done.abort();
  };

  return {
    wanted: () => wakeUp.ring(),
    post: async (key) => {
      const until = clock.now() + PATIENCE_MS;
      for (;;) {
        const left = until - clock.now();
        const outcome = await postingOf(key);
        if (outcome.kind !== 'owed' || left <= 0 || signal.aborted) return outcome;
        await atMost(left, start(key));
        const after = await postingOf(key);
        if (after.kind !== 'owed' || waiting.signal.aborted) return after;
        await clock.sleep(ASK_AGAIN_MS, waiting.signal);
      }
    },
    waitForNobody: () => waiting.abort(),
    resume: () => {
      looking ??= look();
    },
    stop: async () => {
      waiting.abort();
      stopping.abort();
      await Promise.all([looking, ...working.values()]);
    },
  };
}

/** Sends what the store says is owed to Slack: redraws, postings, lines, notices. What it owes is in the store alone. */
export interface Delivery {
  /** Call it after a run has changed. Returns at once; any number of calls lead to what is owed being sent. */
  wanted(key: RunKey): void;
  /**
   * Call it after `create` or `bringDown`: sends the posting at once, and says what became of it. Calling it again tells the
   * same; nothing is posted twice. Never rejects. Takes 8 seconds at the longest.
   */
  post(key: RunKey): Promise<PostOutcome>;
  /** Call it at the start: takes up everything that is owed, as soon as the store can be read, and goes on looking. Returns at once. */
  resume(): void;
  /** Call it when a stop begins: whoever waits for a posting is told what is known after the attempt under way. */
  waitForNobody(): void;
  /** Starts nothing more and resolves when what is being sent is finished. What remains stays owed in the store. */
  stop(): Promise<void>;
}

export type PostOutcome =
  | { readonly kind: 'posted'; readonly run: Run }
  /** Slack refused it with this code (nothing was posted), or `uncertain`: the reply was lost, and it could not be looked for. */
  | { readonly kind: 'parked'; readonly reason: string; readonly run: Run }
  /** Not yet, because Slack or the database are slow or ask for patience; it will be posted by itself. */
  | { readonly kind: 'owed' };

/** A sleep that can be ended from outside. Rung while nobody sleeps, it ends the next sleep at once. */
export interface Alarm {
  ring(): void;
  sleep(ms: number): Promise<void>;
}

export function createAlarm(clock: Clock, signal: AbortSignal): Alarm {
  let ringing = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      ringing = true;
      wake?.();
    },
    sleep: async (ms) => {
      if (!ringing) {
        const woken = new AbortController();
        wake = () => woken.abort();
        await clock.sleep(ms, AbortSignal.any([signal, woken.signal]));
        wake = undefined;
      }
      ringing = false;
    },
  };
}
