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

/** Trouble on demand. A method is named as in Slack (`chat.update`), `response_url`, or `*` for all. */
export interface Trouble {
  /** The next call alone; several queue up. */
  next(method: string, misfortune: Misfortune): void;
  every(method: string, misfortune: Misfortune): void;
  /** The Web API and response_urls cannot be reached at all: connections are broken off. */
  refuseConnections(refuse: boolean): void;
  off(): void;
}
