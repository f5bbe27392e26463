/** What is counted. Label values come from our own tables, never from what a person or Slack sent. */
export interface Metrics {
  request(done: RequestDone): void;
  /** @param kind of the answer, such as `page` or `nothing-found` */
  answer(kind: string): void;
  slackCall(done: SlackCallDone): void;
  /** An HTTP request was answered with this status. */
  httpResponse(status: number): void;
  /** A checklist's message was updated, this many seconds after the change. */
  updateLag(seconds: number): void;
  /** An update or notification for Slack can no longer be delivered. */
  undeliverable(what: 'update' | 'notification'): void;
  /** Entries of the ask log were written, or given up because the database was away. */
  asks(outcome: 'written' | 'dropped', count: number): void;
}

export type RequestKind = 'command' | 'press' | 'dialog' | 'event' | 'shortcut' | 'options' | 'step';

export interface RequestDone {
  readonly kind: RequestKind;
  /** Which button, dialog or event; absent for a command. */
  readonly action?: string | undefined;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly seconds: number;
  /** Until Slack was acknowledged, which it expects within 3 s; absent if it never was. */
  readonly acknowledgedAfter?: number | undefined;
}

export interface SlackCallDone {
  /** A method of the Web API, or `response_url`. */
  readonly method: string;
  readonly outcome: 'ok' | 'refused' | 'rate-limited' | 'failed';
  readonly seconds: number;
}

/** The state at the moment the metrics are read. What is not known is absent. */
export interface Standing {
  readonly guide: { readonly revision: string; readonly pages: number };
  readonly slackConnected?: boolean;
  readonly databaseReachable: boolean;
  readonly backlog?: Backlog;
}

/** What is still to be sent to Slack and to hooks, in the whole database. */
export interface Backlog {
  /** Checklists whose message does not show the stored state yet. */
  readonly updates: number;
  /** How long the oldest of them has waited; 0 if there is none. */
  readonly oldestUpdateSeconds: number;
  /** Postings, thread lines and direct messages that are still to be sent. */
  readonly notifications: number;
  /** Events that hooks are still to be told. */
  readonly hookEvents: number;
}

/** The same as a page that Prometheus reads. */
export interface MetricsPage {
  readonly contentType: string;
  read(): Promise<string>;
}

/** Counts nothing: for when no metrics are collected. */
export const noMetrics: Metrics = {
  request: () => {},
  answer: () => {},
  slackCall: () => {},
  httpResponse: () => {},
  updateLag: () => {},
  undeliverable: () => {},
  asks: () => {},
};
