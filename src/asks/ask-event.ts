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
export const MAX_QUESTION = 500;
export const MAX_COMMENT = 2_000;
