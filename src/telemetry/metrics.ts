/** What is counted. The values of labels come from tables of ours, never from what a person or Slack sent. */
export interface Metrics {
  request(done: RequestDone): void;
  /** @param kind of the answer, such as `page` or `nothing-found` */
  answer(kind: string): void;
  slackCall(done: SlackCallDone): void;
  /** A request over HTTP was ended with this status. */
  httpResponse(status: number): void;
  /** A checklist's message shows what it should, so many seconds after it no longer did. */
  redraw(seconds: number): void;
  /** Something owed to Slack was given up for good. */
  gaveUp(what: 'redraw' | 'saying'): void;
}

/** The ways in. */
export type RequestKind = 'command' | 'press' | 'dialog' | 'event' | 'shortcut' | 'options' | 'step';

export interface RequestDone {
  readonly kind: RequestKind;
  /** Which of our buttons, dialogs or events; none for a command. */
  readonly action?: string | undefined;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly seconds: number;
  /** Until Slack had its acknowledgement, which it wants within 3 s; absent where it never came from us. */
  readonly acknowledgedAfter?: number | undefined;
}

export interface SlackCallDone {
  /** A method of the Web API, or `response_url`. */
  readonly method: string;
  readonly outcome: 'ok' | 'refused' | 'rate-limited' | 'failed';
  readonly seconds: number;
}

/** How things stand when somebody looks. What is not known is absent. */
export interface Standing {
  readonly guide: { readonly revision: string; readonly pages: number };
  readonly slackConnected?: boolean;
  readonly databaseReachable: boolean;
  readonly backlog?: Backlog;
}

/** What is owed to Slack, in the whole database. */
export interface Backlog {
  /** Checklists whose message does not show what is stored. */
  readonly redraws: number;
  /** How long the longest of them has waited; 0 where there is none. */
  readonly oldestRedrawSeconds: number;
  /** Postings, lines and notices that are still to be said. */
  readonly sayings: number;
}

/** The same, as a page for whoever collects it. */
export interface MetricsPage {
  readonly contentType: string;
  read(): Promise<string>;
}

/** Counts nothing: where nobody collects. */
export const noMetrics: Metrics = {
  request: () => {},
  answer: () => {},
  slackCall: () => {},
  httpResponse: () => {},
  redraw: () => {},
  gaveUp: () => {},
};
