import type { Json } from '../protocol.js';

/** One request and its reply between Slack and the app, in a line. Types alone: server and page both compile this file. */
export interface Exchange {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: 'to-app' | 'from-app';
  /** What Slack calls it: `/guide`, `block_actions`, `chat.update`, `response_url`. */
  readonly name: string;
  /** What tells it from others of its name: a command's text, the action pressed. */
  readonly detail: string;
  /** Absent while under way. */
  readonly durationMs?: number;
  /** HTTP status; absent while under way, or when no reply came. */
  readonly status?: number;
  /** Slack's error code, or why there is no usable reply. */
  readonly problem?: string;
}

/** What went one way. */
export interface ExchangePart {
  readonly headers: Readonly<Record<string, string>>;
  /** JSON where it is any, otherwise the text as sent. */
  readonly body: Json;
  /** Opens the blocks in it in Slack's Block Kit Builder. */
  readonly builderUrl?: string;
}

/** Everything that is known of an exchange, for whoever opens its line. */
export interface ExchangeDetail {
  readonly transport: 'http' | 'socket';
  readonly url: string;
  readonly request: ExchangePart;
  readonly reply?: ExchangePart;
  /** The request again, as a line for a shell; none for an envelope of Socket Mode. */
  readonly curl?: string;
}

/** What changed in the list since the last time. */
export interface ExchangesChange {
  readonly changed: readonly Exchange[];
  /** The list was emptied before. */
  readonly isFresh?: true;
}
