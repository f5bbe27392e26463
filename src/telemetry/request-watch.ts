import type { RequestKind } from './metrics.js';

export interface RequestInfo {
  readonly kind: RequestKind;
  /** Which of our buttons, dialogs or events, by the name in its table; none for a command. */
  readonly action?: string | undefined;
  /** As an operator would call it, such as `The command /guide`. */
  readonly what: string;
  /** The workspace or organisation, where the request names one. */
  readonly installation?: string | undefined;
}

/** One request while it is handled. It ends once, by `done`, `refused` or `failed`. */
export interface WatchedRequest {
  /** What the log calls it, and a person as the reference of a failure. */
  readonly id: string;
  /** Call it when Slack is given its acknowledgement. */
  acknowledged(): void;
  /** Notes the kind of the answer that the guide gave, and hands the answer on. */
  answered<A extends { readonly kind: string }>(answer: A): A;
  done(): void;
  /** It was turned away for coming too often; `done` after that changes nothing. */
  refused(): void;
  failed(error: unknown): void;
  /** Runs the work as a part of this request, so that what it calls is traced beneath it. */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** Follows requests: a line in the log for each, and what is counted. */
export interface RequestWatch {
  begin(request: RequestInfo): WatchedRequest;
}
