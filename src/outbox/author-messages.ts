import type { Logger } from '../telemetry/logger.js';
import { backoff, type Clock, createSleeper, MAX_STORE_PAUSE_MS } from './clock.js';
import type { GuideReport } from './guide-reports.js';
import type { SendOutcome } from './publisher.js';

/** Somebody who is told about the errors of the guide. */
export interface GuideAuthor {
  readonly installation: string;
  /** The id of the person. */
  readonly person: string;
}

/** A direct message to an author. It is sent once: if a reply was lost, nobody can look for it, and it is not repeated. */
export interface AuthorMessage extends GuideAuthor {
  /** Unique for the person. */
  readonly id: string;
  readonly content: AuthorMessageContent;
}

/** A report with as many errors as a message shows. */
export interface AuthorMessageContent extends GuideReport {
  /** How many errors there are in all. */
  readonly total: number;
}

/** The messages to authors, shared by all processes. All times are the database's. */
export interface AuthorMessageStore {
  /**
   * Compares a report with what the authors of each installation were told last. If it has other errors, one message is written to each
   * author; if it is fine and was not, to each who was told. The same report, from this process or another, writes nothing.
   * @returns whether a message was written
   */
  report(report: GuideReport, authors: readonly GuideAuthor[]): Promise<boolean>;
  /**
   * Claims the oldest message that can be sent now. A message whose sending was cut off is not sent again: it becomes `uncertain`, and
   * is returned as `cut-off` once. `none` says when to look again, if something has to wait for its time.
   */
  take(): Promise<TakenMessage>;
  /** Records what became of a claimed message. Repeating it is harmless. */
  record(message: AuthorMessage, result: AuthorMessageResult): Promise<void>;
}

export type TakenMessage =
  /** `failures` counts the attempts before this one. */
  | { readonly kind: 'send'; readonly message: AuthorMessage; readonly failures: number }
  | { readonly kind: 'cut-off'; readonly message: AuthorMessage }
  | { readonly kind: 'none'; readonly nextInMs?: number };

export type AuthorMessageResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused' | 'uncertain'; readonly reason: string }
  /** It certainly did not arrive. It is sent again after this time. */
  | { readonly kind: 'pending'; readonly inMs: number };

/** Tells the authors of the guide, by direct messages, when it has errors and when they are corrected. */
export interface AuthorMessages {
  /** Call it whenever the guide was read. Returns at once. Nothing is sent that was told before. */
  report(report: GuideReport): void;
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Starts nothing more, and resolves when what is being sent is finished. The rest stays pending in the store. */
  stop(): Promise<void>;
}

export interface AuthorMessagesParts {
  readonly store: AuthorMessageStore;
  /** Sends a message, once: it does not repeat the call. */
  readonly send: (message: AuthorMessage) => Promise<SendOutcome>;
  readonly authors: readonly GuideAuthor[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long it takes at most to find what another process has left. */
const LOOK_EVERY_MS = 60_000;

export function createAuthorMessages({ store, send, authors, clock, logger }: AuthorMessagesParts): AuthorMessages {
  const stopping = new AbortController();
  const { signal } = stopping;
  const sleeper = createSleeper(clock, signal);
  let latest: GuideReport | undefined;
  let working: Promise<void> | undefined;

  /** A newer report replaces one that could not be stored yet. */
  const storeReport = async (): Promise<void> => {
    const report = latest;
    if (report === undefined) return;
    await store.report(report, authors);
    if (latest === report) latest = undefined;
  };

  /** Records a result again and again while the store is away: what is not recorded counts as cut off. */
  const record = async (message: AuthorMessage, result: AuthorMessageResult): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await store.record(message, result);
      } catch (error) {
        logger.warn('Could not record that an author was told about the guide; will retry', { error });
        if (signal.aborted && failures > 1) return;
        await clock.sleep(backoff(failures, MAX_STORE_PAUSE_MS), signal);
      }
    }
  };

  const sendTaken = async ({ message, failures }: Extract<TakenMessage, { kind: 'send' }>): Promise<void> => {
    const outcome = await send(message).catch(
      (error: unknown): SendOutcome => ({ kind: 'uncertain', reason: String(error) }),
    );
    const result = resultOf(outcome, failures);
    if (result.kind !== 'sent') {
      const { installation, person } = message;
      logger.warn('An author could not be told about the guide', { installation, person, ...result });
    }
    await record(message, result);
  };

  /** @returns how long to wait, in milliseconds */
  const workOnce = async (): Promise<number> => {
    await storeReport();
    const taken = await store.take();
    if (taken.kind === 'send') await sendTaken(taken);
    else if (taken.kind === 'cut-off') {
      logger.warn('It is not certain that an author was told about the guide: the app stopped in between', {
        installation: taken.message.installation,
        person: taken.message.person,
      });
    } else return Math.min(taken.nextInMs ?? LOOK_EVERY_MS, LOOK_EVERY_MS);
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
        logger.warn('Could not read or write the messages to the authors of the guide; will retry', { error });
        await clock.sleep(backoff(failures), signal);
      }
    }
  };

  return {
    report: (report) => {
      if (authors.length === 0) return;
      latest = report;
      sleeper.wake();
    },
    start: () => {
      if (authors.length > 0) working ??= work();
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

function resultOf(outcome: SendOutcome, failures: number): AuthorMessageResult {
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
