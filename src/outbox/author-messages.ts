import type { Logger } from '../telemetry/logger.js';
import type { Clock } from './clock.js';
import { createOneTimeSender, type OneTimeStore } from './one-time-sender.js';
import type { SendOutcome } from './send.js';

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
export interface AuthorMessageStore extends OneTimeStore<AuthorMessage> {
  /**
   * Compares a report with what the authors of each installation were told last. If it has other errors, one message is written to each
   * author; if it is fine and was not, to each who was told. The same report, from this process or another, writes nothing.
   * @returns whether a message was written
   */
  report(report: GuideReport, authors: readonly GuideAuthor[]): Promise<boolean>;
}

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

export function createAuthorMessages({ store, send, authors, clock, logger }: AuthorMessagesParts): AuthorMessages {
  let latest: GuideReport | undefined;

  /** A newer report replaces one that could not be stored yet. */
  const storeReport = async (): Promise<void> => {
    const report = latest;
    if (report === undefined) return;
    await store.report(report, authors);
    if (latest === report) latest = undefined;
  };

  const sender = createOneTimeSender({
    ...{ store, send, prepare: storeReport, clock, logger },
    words: {
      record: 'that an author was told about the guide',
      notSent: 'An author could not be told about the guide',
      cutOff: 'It is not certain that an author was told about the guide: the app stopped in between',
      unreadable: 'Could not read or write the messages to the authors of the guide',
      about: ({ installation, person }) => ({ installation, person }),
    },
  });

  return {
    report: (report) => {
      if (authors.length === 0) return;
      latest = report;
      sender.wake();
    },
    start: () => {
      if (authors.length > 0) sender.start();
    },
    stop: sender.stop,
  };
}

/** What the authors of the guide should know about it as it is in its source now. */
export interface GuideReport {
  /**
   * `refused`: the version before it stays in use. `unusable`: it is refused too, and there is none before it. `left-out`: it is used
   * without the files that have errors.
   */
  readonly outcome: 'refused' | 'unusable' | 'left-out' | 'fine';
  /** What authors call this version, such as `commit 1a2b3c4`; absent for a folder. */
  readonly version?: string;
  /** None if it is fine. */
  readonly errors: readonly GuideFault[];
}

/** An error of the guide. */
export interface GuideFault {
  readonly file: string;
  /** From 1, if it is known. */
  readonly line?: number;
  /** What is wrong, and what to do about it. */
  readonly text: string;
}
