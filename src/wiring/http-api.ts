import { type Api, MAX_BODY } from '../api/api.js';
import type { ApiLimits } from '../api/call.js';
import { createRateLimits } from '../slack/rate-limits.js';
import type { Subtree } from '../slack/transport/http-server.js';
import { type ServedPart, serveBelow } from './serve-below.js';

export const API_PATH = '/api/v1';

/** Serves the API below `/api/v1`. */
export function httpApi(api: Api, server: Pick<ServedPart, 'readBody' | 'logger'>): Subtree {
  return serveBelow({
    ...server,
    below: API_PATH,
    maxBody: MAX_BODY,
    unknownWords: 'its token is missing, unknown or revoked',
    async answer(request) {
      const answered = await api(request);
      if (answered === 'off') return answered;
      const { status, headers, body } = answered;
      return {
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      };
    },
  });
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
