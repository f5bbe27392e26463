import { createServer, type RequestListener, type Server } from 'node:http';

/** What a caller may take of this process before anything is known of them. */
export interface EdgeLimits {
  /** For the whole head of a request. */
  readonly headersMs: number;
  /** For the whole request, its body included. */
  readonly requestMs: number;
  /** How often connections are looked at for those two. */
  readonly checkMs: number;
  readonly connections: number;
}

/** Slack and platforms' routers send a request at once; a thousand connections at once are some 20 MiB. */
export const EDGE_LIMITS: EdgeLimits = { headersMs: 5_000, requestMs: 10_000, checkMs: 1_000, connections: 1_000 };

/** Longer than a router's own, or it would send a request into a connection that is just closing. */
const KEEP_ALIVE_MS = 75_000;
const HEAD_BYTES = 16 * 1024;
const HEADERS = 100;

/** An HTTP server that nobody can hold up by being slow: who has not sent a whole request in time gets 408 and is cut off. */
export function createEdgeServer(limits: EdgeLimits, listener?: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: HEAD_BYTES,
    },
    listener,
  );
  server.maxConnections = limits.connections;
  server.maxHeadersCount = HEADERS;
  return server;
}
