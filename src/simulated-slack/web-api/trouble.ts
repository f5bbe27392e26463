import type { AppRequestKind } from '../delivery/journal-entry.js';

/** What shall go wrong with a Web API method. */
export interface Misfortune {
  /** Milliseconds before anything is done. */
  delayMs?: number;
  /** An HTTP status instead of a reply; nothing is done. */
  status?: number;
  /** Slack's error code instead of a reply; nothing is done. `ratelimited` is sent as HTTP 429 with `Retry-After`. */
  error?: string;
  /** Seconds, for `ratelimited`; default 1. */
  retryAfter?: number;
  /** The call is carried out, and the connection broken instead of a reply. */
  loseReply?: boolean;
}

/** What shall go wrong on the way to the app. */
export interface DeliveryMisfortune {
  /** Milliseconds before it is sent; the deadline runs meanwhile, as for a person who waits. */
  delayMs?: number;
  /** The app is asked, its reply lost: the person sees `operation_timeout`, an event is delivered again. */
  loseReply?: boolean;
  /** How many times more it is delivered, as it is; the first reply counts. */
  repeat?: number;
}

/** Trouble on demand. A method is named as in Slack (`chat.update`), `response_url`, or `*` for all. */
export interface Trouble {
  /** The next call alone; several queue up. */
  next(method: string, misfortune: Misfortune): void;
  every(method: string, misfortune: Misfortune): void;
  /** The next request to the app alone; several queue up. */
  nextDelivery(what: AppRequestKind | '*', misfortune: DeliveryMisfortune): void;
  everyDelivery(what: AppRequestKind | '*', misfortune: DeliveryMisfortune): void;
  /** The Web API and response_urls cannot be reached at all: connections are broken off. */
  refuseConnections(refuse: boolean): void;
  /** Slack's rate limits, by method and for `chat.postMessage` by channel. Off at first. */
  limitRates(on: boolean): void;
  /** Ends all Socket Mode connections: after a `disconnect` message with a reason, or without a word. */
  dropSockets(how?: 'warning' | 'refresh_requested' | 'silently'): void;
  /** Ends all trouble and the rate limits. */
  off(): void;
  readonly present: PresentTrouble;
}

/** What is switched on, for whoever shows it. */
export interface PresentTrouble {
  readonly calls: Readonly<Record<string, Misfortune>>;
  readonly deliveries: Readonly<Record<string, DeliveryMisfortune>>;
  /** How many single misfortunes wait for their call or delivery. */
  readonly queued: number;
  readonly refusing: boolean;
  readonly rateLimits: boolean;
  /** Open Socket Mode connections. */
  readonly sockets: number;
}
