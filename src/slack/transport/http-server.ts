import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What a caller may use of this process before we know who it is. */
export interface ServerLimits {
  /** For all headers of a request. */
  readonly headersMs: number;
  /** For a whole request with its body. */
  readonly requestMs: number;
  /** How often connections are checked against these two. */
  readonly checkMs: number;
  readonly connections: number;
}

/** Slack and the routers of platforms send a request at once. A thousand open connections take about 20 MiB. */
export const SERVER_LIMITS: ServerLimits = { headersMs: 5_000, requestMs: 10_000, checkMs: 1_000, connections: 1_000 };

// Longer than a router's own: otherwise it sends a request into a connection that is just closing.
const KEEP_ALIVE_MS = 75_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;

/** An HTTP server that slow callers cannot block: a request that is not complete in time gets 408, and its connection is closed. */
export function createHttpServer(limits: ServerLimits, listener?: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    listener,
  );
  server.maxConnections = limits.connections;
  server.maxHeadersCount = MAX_HEADERS;
  return server;
}

/** Resolves with the port once the server listens. @throws Error if it cannot, such as EADDRINUSE */
export async function listen(server: Server, where: { port: number; host?: string }): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Closes a connection that sends a request before the one before it is answered. Neither Slack nor a router does that, and a
 * connection could have a thousand requests in memory with one packet.
 */
export function oneAtATime(handler: Handler): Handler {
  const latest = new WeakMap<Socket, ServerResponse>();
  return (request, response) => {
    const { socket } = request;
    if (latest.get(socket)?.writableEnded === false) {
      socket.destroy();
      return;
    }
    latest.set(socket, response);
    handler(request, response);
  };
}

export interface Route {
  readonly path: string;
  /** A route for GET also answers HEAD. Only a route for POST reads a body. */
  readonly method: 'GET' | 'POST';
  readonly handler: Handler;
  /** A GET that changes something. HEAD must not do that, so it is not allowed. */
  readonly changesState?: true;
}

/** Everything at and below a path, by every method. Its handler reads the body or drops it. */
export interface Subtree {
  readonly below: string;
  readonly handler: Handler;
}

/** Hands each request to its route. Another method than the route's gets 405, an unknown path 404. */
export function serveRoutes(all: readonly (Route | Subtree)[]): Handler {
  const byPath = new Map(all.flatMap((route) => ('path' in route ? [[route.path, route]] : [])));
  const subtrees = all.flatMap((route) => ('below' in route ? [route] : []));
  return (request, response) => {
    const path = pathOf(request);
    const subtree = subtrees.find(({ below }) => path === below || path.startsWith(`${below}/`));
    if (subtree) return subtree.handler(request, response);
    const route = byPath.get(path);
    // A body that nobody reads would stay in memory until the answer.
    if (route?.method !== 'POST' || request.method !== 'POST') request.resume();
    if (route === undefined) return send(response, 404);
    const allowed = route.method === 'GET' && !route.changesState ? ['GET', 'HEAD'] : [route.method];
    if (allowed.includes(request.method ?? '')) return route.handler(request, response);
    response.setHeader('allow', allowed.join(', '));
    send(response, 405);
  };
}

/** The path without its query and without a slash at the end. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Ends a response with an object as JSON, with a text, or with nothing. Without the length, Node would send it in chunks. */
export function send(response: ServerResponse, status: number, body?: string | object): void {
  if (body === undefined || body === '') {
    response.writeHead(status, { 'content-length': 0 }).end();
    return;
  }
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

const REFUSAL_LOG_MS = 60_000;

/** Logs refused requests at most once a minute, with the number of those in between. */
export function limitRefusalLog(
  warn: (text: string) => void,
  now: () => number = () => performance.now(),
): (text: string) => void {
  let loggedAt = Number.NEGATIVE_INFINITY;
  let skipped = 0;
  return (text) => {
    if (now() - loggedAt < REFUSAL_LOG_MS) {
      skipped += 1;
      return;
    }
    warn(skipped === 0 ? text : `${text} (and ${skipped} more since the last such line)`);
    loggedAt = now();
    skipped = 0;
  };
}
