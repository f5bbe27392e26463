import type { Logger } from '../telemetry/logger.js';
import { backoff, type Clock, createSleeper, MAX_STORE_PAUSE_MS } from './clock.js';
import type { SendOutcome } from './send.js';

/** Messages of one kind that are sent once, shared by all processes. All times are the database's. */
export interface OneTimeStore<M> {
  /**
   * Claims the oldest message that can be sent now. A message whose sending was cut off is not sent again: it becomes `uncertain`, and
   * is returned as `cut-off` once. `none` says when to look again, if something has to wait for its time.
   */
  take(): Promise<Taken<M>>;
  /** Records what became of a claimed message. Repeating it is harmless. */
  record(message: M, result: OneTimeResult): Promise<void>;
}

export type Taken<M> =
  /** `failures` counts the attempts before this one. */
  | { readonly kind: 'send'; readonly message: M; readonly failures: number }
  | { readonly kind: 'cut-off'; readonly message: M }
  | { readonly kind: 'none'; readonly nextInMs?: number };

export type OneTimeResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused' | 'uncertain'; readonly reason: string }
  /** It certainly did not arrive. It is sent again after this time. */
  | { readonly kind: 'pending'; readonly inMs: number };

/** Sends messages one after the other: if a reply was lost, nobody can look for the message, and it is not repeated. */
export interface OneTimeSender {
  /** Call it after a message was written. Returns at once. */
  wake(): void;
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Starts nothing more, and resolves when what is being sent is finished. The rest stays pending in the store. */
  stop(): Promise<void>;
}

export interface OneTimeSenderParts<M> {
  readonly store: OneTimeStore<M>;
  /** Sends a message, once: it does not repeat the call. */
  readonly send: (message: M) => Promise<SendOutcome>;
  /** Done before each look at the store, such as writing what is to be sent. */
  readonly prepare?: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly words: OneTimeWords<M>;
}

/** What the log says. */
export interface OneTimeWords<M> {
  /** "Could not … ; will retry": what could not be recorded. */
  readonly record: string;
  readonly notSent: string;
  readonly cutOff: string;
  readonly unreadable: string;
  /** Whom a message is for. */
  readonly about: (message: M) => Record<string, unknown>;
}

/** How long it takes at most to find what another process has left. */
const LOOK_EVERY_MS = 60_000;

export function createOneTimeSender<M>(parts: OneTimeSenderParts<M>): OneTimeSender {
  const { store, send, prepare, clock, logger, words } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const sleeper = createSleeper(clock, signal);
  let working: Promise<void> | undefined;

  /** Records a result again and again while the store is away: what is not recorded counts as cut off. */
  const record = async (message: M, result: OneTimeResult): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await store.record(message, result);
      } catch (error) {
        logger.warn(`Could not record ${words.record}; will retry`, { error });
        if (signal.aborted && failures > 1) return;
        await clock.sleep(backoff(failures, MAX_STORE_PAUSE_MS), signal);
      }
    }
  };

  const sendTaken = async ({ message, failures }: Extract<Taken<M>, { kind: 'send' }>): Promise<void> => {
    const outcome = await send(message).catch(
      (error: unknown): SendOutcome => ({ kind: 'uncertain', reason: String(error) }),
    );
    const result = resultOf(outcome, failures);
    if (result.kind !== 'sent') logger.warn(words.notSent, { ...words.about(message), ...result });
    await record(message, result);
  };

  /** @returns how long to wait, in milliseconds */
  const workOnce = async (): Promise<number> => {
    await prepare?.();
    const taken = await store.take();
    if (taken.kind === 'send') await sendTaken(taken);
    else if (taken.kind === 'cut-off') logger.warn(words.cutOff, words.about(taken.message));
    else return Math.min(taken.nextInMs ?? LOOK_EVERY_MS, LOOK_EVERY_MS);
    return 0;
  };

  const work = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const waitMs = await workOnce();
        failures = 0;
        if (waitMs > 0) await sleeper.sleep(waitMs);
      } catch (error) {
        failures += 1;
        logger.warn(`${words.unreadable}; will retry`, { error });
        await clock.sleep(backoff(failures), signal);
      }
    }
  };

  return {
    wake: () => sleeper.wake(),
    start: () => {
      working ??= work();
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

function resultOf(outcome: SendOutcome, failures: number): OneTimeResult {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent' };
    case 'retry':
      return { kind: 'pending', inMs: outcome.afterMs ?? backoff(failures + 1) };
    case 'refused':
      return outcome;
    case 'uncertain':
      return { kind: 'uncertain', reason: outcome.reason ?? 'no_reply' };
  }
}
