import type { Receiver } from '@slack/bolt';

/** One way in from Slack: signed HTTP requests or a socket; either serves the health checks over HTTP. */
export interface Edge {
  readonly receiver: Receiver;
  /** Listens, and resolves with the port. */
  start(): Promise<number>;
  /** Takes no new requests and lets those under way end. */
  stop(): Promise<void>;
}
