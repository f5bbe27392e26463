import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';

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

/** Resolves with the port, once the server listens. @throws Error where it cannot, such as EADDRINUSE */
export async function listen(server: Server, where: { port: number; host?: string }): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Route {
  readonly path: string;
  readonly method: string;
  readonly handler: Handler;
}

/** The path that a request asks for, without its query and a slash at its end. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Hands each request to the route that it asks for; where there is none, that is the answer. */
export function serveRoutes(routes: readonly Route[]): Handler {
  return (request, response) => {
    const path = pathOf(request);
    const route = routes.find((each) => each.path === path && each.method === request.method);
    if (route) route.handler(request, response);
    else response.writeHead(404).end();
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Ends a response: with an object as JSON, a text as it is, or nothing. The length is told, or Node would send it in chunks. */
export function send(response: ServerResponse, status: number, body?: string | object): void {
  if (body === undefined || body === '') {
    response.writeHead(status, { 'content-length': 0 }).end();
    return;
  }
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : JSON_TYPE,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
