import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { checkUrl, NotEncrypted, PrivateAddress, publicLookup, type Resolve } from './addresses.js';

export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the address may be in a private network, and the connection without TLS. */
  readonly allowPrivate: boolean;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** How long the receiver wants to be left alone (`Retry-After` in seconds). */
  readonly retryAfterMs?: number;
}

/** Posts a body and returns the answer. @throws Error if there is none; see `reasonOf` */
export type Post = (letter: Letter) => Promise<Answer>;

/**
 * Posts over a connection of its own. No redirect is followed, and the answer is not read beyond its headers, which may have 16 KiB.
 * @param resolve finds the addresses of a name; handed in for tests
 */
export function createPost(resolve?: Resolve): Post {
  const lookup = publicLookup(resolve);
  return async ({ url: given, headers, body, allowPrivate, signal }) => {
    const url = new URL(given);
    if (!allowPrivate) checkUrl(url);
    return new Promise((answered, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        agent: false, // A connection that is kept would skip the check of the address.
        signal,
        ...(!allowPrivate && { lookup }),
      });
      request.on('error', reject);
      request.on('response', (response) => {
        answered({ status: response.statusCode ?? 0, ...retryAfter(response.headers['retry-after']) });
        response.destroy();
      });
      request.end(body);
    });
  };
}

/** HTTP allows a date, too, which would need the receiver's clock to be right. */
function retryAfter(header: string | undefined): Pick<Answer, 'retryAfterMs'> {
  return header !== undefined && /^\d{1,9}$/.test(header) ? { retryAfterMs: Number(header) * 1_000 } : {};
}

/** Why a request was not answered, in a few words and without its address, which may contain a secret. */
export function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress || error instanceof NotEncrypted) return error.message;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? (REASONS[code] ?? code) : 'the request failed';
}

const REASONS: Readonly<Record<string, string>> = {
  ABORT_ERR: 'no answer in time',
  ECONNREFUSED: 'the connection was refused (ECONNREFUSED)',
  ECONNRESET: 'the connection broke off (ECONNRESET)',
  ENOTFOUND: 'the host was not found (ENOTFOUND)',
};
