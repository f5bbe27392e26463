import type { IncomingMessage, ServerResponse } from 'node:http';
import { limitRefusalLog, pathOf, type Subtree, send } from '../slack/transport/http-server.js';
import type { ReadBody } from '../slack/transport/read-request.js';
import type { Logger } from '../telemetry/logger.js';

/** A request to a part of the app that knows no server. */
export interface ReceivedRequest {
  readonly method: string;
  /** Below the part's own path, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** @param name in lower case */
  readonly header: (name: string) => string | undefined;
  /** Reads the body. `cut`: the caller disconnected. */
  readonly body: () => Promise<Buffer | 'too-large' | 'too-much-at-once' | 'cut'>;
}

export interface SentResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ServedPart {
  /** Its path, such as `/api/v1`. */
  readonly below: string;
  /** Bytes of a body. */
  readonly maxBody: number;
  /** `off`: nothing tells a caller that there is such a part. */
  readonly answer: (request: ReceivedRequest) => Promise<SentResponse | 'off'>;
  /** For the log: why a request of somebody unknown was refused. */
  readonly unknownWords: string;
  /** Shared with Slack's requests, so that all bodies count in one memory. */
  readonly readBody: ReadBody;
  readonly logger: Logger;
}

/** Serves a part of the app over the server that receives Slack's requests. */
export function serveBelow({ below, maxBody, unknownWords, answer, readBody, logger }: ServedPart): Subtree {
  const warn = limitRefusalLog((text) => logger.warn(text));

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let isRead = false;
    const answered = await answer({
      method: request.method ?? '',
      path: pathOf(request).slice(below.length),
      query: new URLSearchParams(/\?(.*)$/s.exec(request.url ?? '')?.[1] ?? ''),
      header: (name) => {
        const value = request.headers[name];
        return typeof value === 'string' ? value : undefined;
      },
      body: async () => {
        isRead = true;
        const body = await readBody(request, maxBody).catch(() => 'cut' as const);
        return body === 'too-many-pieces' ? 'too-large' : body;
      },
    });
    // A body that nobody reads would stay in memory until the connection ends.
    if (!isRead) request.resume();
    if (!request.complete && !isBodiless(request)) response.setHeader('connection', 'close');
    if (answered === 'off') return send(response, 404);
    if (answered.status === 401) warn(`A request to ${below} was refused: ${unknownWords}`);
    respond(response, answered);
  };

  return {
    below,
    handler: (request, response) => {
      serve(request, response).catch((error: unknown) => {
        // The sender disconnected and does not wait for an answer.
        if (!request.complete) return;
        logger.error(`A request to ${below} could not be answered`, { error });
        if (!response.headersSent) send(response, 500);
      });
    },
  };
}

function isBodiless({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
}

function respond(response: ServerResponse, { status, headers, body }: SentResponse): void {
  response.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}
