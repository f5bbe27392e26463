import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Api, MAX_BODY } from '../api/api.js';
import type { ApiLimits, ApiResponse } from '../api/call.js';
import { createRateLimits } from '../slack/rate-limits.js';
import { pathOf, type Subtree, send } from '../slack/transport/http-server.js';
import type { ReadBody } from '../slack/transport/read-request.js';
import { limitRefusalLog } from '../slack/transport/refusal-log.js';
import type { Logger } from '../telemetry/logger.js';

export const API_PATH = '/api/v1';

/** Serves the API below `/api/v1`, over the server that receives Slack's requests. @param readBody shared with it, so that all bodies count in one memory */
export function httpApi(api: Api, { readBody, logger }: { readBody: ReadBody; logger: Logger }): Subtree {
  const warn = limitRefusalLog((text) => logger.warn(text));

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let isRead = false;
    const answered = await api({
      method: request.method ?? '',
      path: pathOf(request).slice(API_PATH.length),
      query: new URLSearchParams(/\?(.*)$/s.exec(request.url ?? '')?.[1] ?? ''),
      header: (name) => {
        const value = request.headers[name];
        return typeof value === 'string' ? value : undefined;
      },
      body: async () => {
        isRead = true;
        const body = await readBody(request, MAX_BODY).catch(() => 'cut' as const);
        return body === 'too-many-pieces' ? 'too-large' : body;
      },
    });
    // A body that nobody reads would stay in memory until the connection ends.
    if (!isRead) request.resume();
    if (!request.complete && !isBodiless(request)) response.setHeader('connection', 'close');
    if (answered === 'off') return send(response, 404);
    if (answered.status === 401) warn(`A request to ${API_PATH} was refused: its token is missing, unknown or revoked`);
    respond(response, answered);
  };

  return {
    below: API_PATH,
    handler: (request, response) => {
      answer(request, response).catch((error: unknown) => {
        // The sender disconnected and does not wait for an answer.
        if (!request.complete) return;
        logger.error(`A request to ${API_PATH} could not be answered`, { error });
        if (!response.headersSent) send(response, 500);
      });
    },
  };
}

function isBodiless({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
}

function respond(response: ServerResponse, { status, headers = {}, body }: ApiResponse): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

/** Two hundred gates that wait with one token, each asking every four seconds. */
const REQUESTS_PER_MINUTE = 3_000;
/** Each may post to Slack, which takes about one message a second in a channel. */
const CHANGES_PER_MINUTE = 120;
/** Of all callers together. Nobody guesses 256 bits; this only spares the database. */
const GUESSES_PER_MINUTE = 600;

/** Rate limits of the API, in each process separately. */
export function createApiLimits(): ApiLimits {
  const requests = createRateLimits(REQUESTS_PER_MINUTE);
  const changes = createRateLimits(CHANGES_PER_MINUTE);
  const guesses = createRateLimits(GUESSES_PER_MINUTE);
  return {
    take: ({ installation, id }, isChange) => (isChange ? changes : requests).take(installation, id)?.retryInMs,
    guess: () => guesses.take('', 'unknown tokens')?.retryInMs,
  };
}
