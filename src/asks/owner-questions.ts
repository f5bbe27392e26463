import type { Clock } from '../outbox/clock.js';
import { createOneTimeSender, type OneTimeSender, type OneTimeStore } from '../outbox/one-time-sender.js';
import type { SendOutcome } from '../outbox/send.js';
import type { Logger } from '../telemetry/logger.js';

/** A person as a chat platform names them. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** What somebody asks who looks after a page, because the page did not answer it. */
export interface OwnerQuestion {
  readonly installation: string;
  /** Made with the dialog, so that a repeated submission asks once. */
  readonly id: string;
  readonly asker: NamedPerson;
  /** Absent if no page was found. */
  readonly page?: { readonly slug: string; readonly title: string } | undefined;
  /** What they asked the guide, if they came by a question. */
  readonly question?: string | undefined;
  /** What was missing, in their words. */
  readonly missing?: string | undefined;
  /** Once somebody has answered. */
  readonly answer?: OwnerAnswer;
}

export interface OwnerAnswer {
  readonly by: NamedPerson;
  readonly text: string;
  /** The address of the question's message, if it stands in a channel. */
  readonly link?: string | undefined;
}

/** A message that is sent once. `undeliverable`: to the asker, because Slack refused every message to an owner. */
export interface OwnerMessage {
  readonly kind: 'question' | 'answer' | 'undeliverable';
  readonly installation: string;
  /** The id of a person or a channel. */
  readonly person: string;
  readonly id: string;
  readonly question: OwnerQuestion;
}

/** Questions to owners and their messages, shared by all processes. */
export interface OwnerQuestionStore extends OneTimeStore<OwnerMessage> {
  /**
   * Stores a question and one message to each of these people and channels. Asking the same again changes nothing.
   * @returns `too many` if its asker has asked `MAX_A_DAY` questions within a day: then nothing is stored
   */
  ask(question: OwnerQuestion, to: readonly string[]): Promise<'asked' | 'too many'>;
  /** Undefined if it is gone: it was too old, or its asker wanted to be forgotten. */
  find(key: QuestionKey): Promise<OwnerQuestion | undefined>;
  /** Stores the answer and a message with it to the asker, unless there is one already. @returns the question, with its one answer */
  answer(key: QuestionKey, answer: OwnerAnswer): Promise<OwnerQuestion | undefined>;
  /** Deletes what a person asked, and takes their name off what they answered. @returns how many questions that were */
  forget(who: { readonly installation: string; readonly person: string }): Promise<number>;
  /** Deletes, for all installations, what is older than so many days. @returns how many questions that were */
  expire(days: number): Promise<number>;
}

export interface QuestionKey {
  readonly installation: string;
  readonly id: string;
}

export const MAX_ANSWER = 2_500;

/** A person who asks more would be a burden to the owners. */
export const MAX_A_DAY = 20;

export interface OwnerMessagesParts {
  readonly store: OwnerQuestionStore;
  readonly send: (message: OwnerMessage) => Promise<SendOutcome>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sends questions to owners, and their answers to those who asked. */
export function createOwnerMessages(parts: OwnerMessagesParts): OneTimeSender {
  return createOneTimeSender({
    ...parts,
    words: {
      record: 'that a question to the owner of a page, or its answer, was sent',
      notSent: 'A question to the owner of a page, or its answer, was not sent',
      cutOff:
        'It is not certain that a question to the owner of a page, or its answer, was sent: the app stopped in between',
      unreadable: 'Could not read the questions to owners of pages',
      about: ({ installation, person, kind }) => ({ installation, person, what: kind }),
    },
  });
}
