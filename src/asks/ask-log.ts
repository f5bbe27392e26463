import { randomUUID } from 'node:crypto';
import type { Clock } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { createBatchWriter } from './batch-writer.js';

/** Where somebody asked. */
export type Surface =
  | 'command'
  | 'mention'
  | 'direct message'
  | 'message shortcut'
  | 'search'
  | 'home'
  /** A question on a button, such as an example in the help. */
  | 'button'
  | 'mcp'
  | 'api';

/** What came of a question. */
export interface Outcome {
  readonly kind: 'page' | 'list' | 'nothing';
  /** The slugs of the pages that were shown, best first. Of `nothing`: the closest ones, if any has to do with the question. */
  readonly pages: readonly string[];
  /** The anchor of the section whose passage was shown. */
  readonly section?: string;
}

/** Something to remember about a question: that it was asked, or what its asker did with the answer. */
export type AskEvent = AskedEvent | OpenedEvent | ReadEvent | JudgedEvent;

interface CommonFields {
  readonly installation: string;
  /** Who asked, so that they can have it deleted. Absent where nobody is known, as in a call of the API. */
  readonly person?: string | undefined;
  readonly surface: Surface;
}

export interface AskedEvent extends CommonFields {
  readonly kind: 'asked';
  readonly question: string;
  readonly outcome: Outcome;
}

/** A page was opened: from a list, or as a next step. */
export interface OpenedEvent extends CommonFields {
  readonly kind: 'opened';
  readonly page: string;
  /** The pages that led to it, oldest first; none if it was chosen from a list. */
  readonly through: readonly string[];
  /** The question that it was chosen for, if that is known. */
  readonly question?: string | undefined;
}

/** A whole page was opened to read. */
export interface ReadEvent extends CommonFields {
  readonly kind: 'read';
  readonly page: string;
}

/** Somebody said whether a page helped. */
export interface JudgedEvent extends CommonFields {
  readonly kind: 'judged';
  /** Absent if nothing was found: then there is only the question. */
  readonly page?: string | undefined;
  readonly question?: string | undefined;
  readonly isHelpful: boolean;
  /** What was missing. */
  readonly comment?: string | undefined;
}

/** An event as it is stored, with its time. */
export type StoredAsk<E extends AskEvent = AskEvent> = E & {
  readonly id: string;
  /** Different for each event of a process, in their order. */
  readonly at: Date;
};

/** A pasted log can be long. What it was about is at its beginning. */
const MAX_QUESTION = 500;
const MAX_COMMENT = 2_000;

/** The stored events, shared by all processes. */
export interface AskStore {
  /** Adds them all or none. Adding one again changes nothing. */
  add(events: readonly StoredAsk[]): Promise<void>;
  /** The newest events of an installation since a moment, oldest first. */
  since(installation: string, since: Date, limit: number): Promise<StoredAsk[]>;
  /** How often pages were shown or opened since a moment, by slug, in all installations. */
  readCounts(since: Date): Promise<ReadonlyMap<string, number>>;
  /** Deletes everything that a person did. @returns how many events that were */
  forget(who: { readonly installation: string; readonly person: string }): Promise<number>;
  /** Deletes, for all installations, what is older than so many days. @returns how many events that were */
  expire(days: number): Promise<number>;
}

/** Remembers what is asked, and what comes of it. */
export interface AskLog {
  /** Whether anything is remembered. */
  readonly isOn: boolean;
  /** Call it after the answer. Returns at once, and never throws: no answer waits for the log, or fails because of it. */
  record(event: AskEvent): void;
  /** Deletes everything that a person did, also what is still to be written. @returns how many events that were */
  forget(who: { readonly installation: string; readonly person: string }): Promise<number>;
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Writes what is left, with one attempt. */
  stop(): Promise<void>;
}

export interface AskLogParts {
  readonly store: AskStore;
  /** Takes secrets and addresses out of what people typed. */
  readonly scrub: (text: string) => string;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'asks'>;
  readonly logger: Logger;
}

const MAX_WAITING = 2_000;

/** Texts are scrubbed when they are written, not while somebody waits for an answer. */
export function createAskLog({ store, scrub, clock, metrics, logger }: AskLogParts): AskLog {
  const writer = createBatchWriter<StoredAsk>({
    write: (events) => store.add(events.map((event) => scrubbed(event, scrub))),
    maxWaiting: MAX_WAITING,
    onWritten: (count) => metrics.asks('written', count),
    onDropped: (count) => metrics.asks('dropped', count),
    what: 'What was asked',
    level: 'warn',
    clock,
    logger,
  });
  let last = 0;
  return {
    isOn: true,
    record(event) {
      last = Math.max(last + 1, clock.now());
      writer.add({ ...event, id: randomUUID(), at: new Date(last) });
    },
    async forget(who) {
      const removed = await writer.remove(
        ({ installation, person }) => installation === who.installation && person === who.person,
      );
      return removed + (await store.forget(who));
    },
    start: writer.start,
    stop: writer.stop,
  };
}

/** With `ASK_LOG` off: nothing is remembered. What an earlier setting has left can still be deleted. */
export function createNoAskLog(store: Pick<AskStore, 'forget'>): AskLog {
  return { isOn: false, record: () => {}, forget: (who) => store.forget(who), start: () => {}, stop: async () => {} };
}

/** The texts without secrets, and short enough to keep. They are scrubbed before they are cut: half a token is not known as one. */
function scrubbed(event: StoredAsk, scrub: (text: string) => string): StoredAsk {
  const clean = (text: string, max: number): string => scrub(text.slice(0, 4 * max)).slice(0, max);
  switch (event.kind) {
    case 'asked':
      return { ...event, question: clean(event.question, MAX_QUESTION) };
    case 'opened':
      return { ...event, question: event.question && clean(event.question, MAX_QUESTION) };
    case 'judged':
      return {
        ...event,
        question: event.question && clean(event.question, MAX_QUESTION),
        comment: event.comment && clean(event.comment, MAX_COMMENT),
      };
    case 'read':
      return event;
  }
}
