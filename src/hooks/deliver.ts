import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../outbox/clock.js';
import { checkUrl, NotEncrypted, PrivateAddress, publicLookup, type Resolve } from './addresses.js';
import { payloadOf } from './event.js';
import type { Delivery, DeliveryResult } from './store.js';

/** Standard Webhooks advises 15 to 30 s. */
export const ATTEMPT_MS = 15_000;

export interface DeliverDependencies {
  readonly post: Post;
  /** The address of the run's message; undefined if it has none, or Slack does not say. */
  readonly linkTo: (run: Delivery['run']) => Promise<string | undefined>;
  readonly clock: Clock;
  /** What the request says that it comes from, such as `Guidepost/1.2.3`. */
  readonly userAgent: string;
}

/** Makes one attempt. Never rejects. @param signal ends it early */
export async function deliver(
  { event, hook, id, run, secret }: Delivery,
  { linkTo, ...dependencies }: DeliverDependencies,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  if (secret === undefined) return { kind: 'failed', reason: 'its signing secret cannot be decrypted' };
  const url = await linkTo(run).catch(() => undefined);
  return postSigned({ id, body: payloadOf(event, run, url ?? null) }, { ...hook, secret }, dependencies, signal);
}

/** Posts a signed message once. Never rejects. */
export async function postSigned(
  { id, body }: { readonly id: string; readonly body: string },
  { url, secret, allowPrivate }: Pick<Delivery['hook'], 'url' | 'allowPrivate'> & { readonly secret: string },
  { clock, post, userAgent }: Omit<DeliverDependencies, 'linkTo'>,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  const [late, done] = [new AbortController(), new AbortController()];
  void clock.sleep(ATTEMPT_MS, done.signal).then(() => late.abort());
  try {
    const answer = await post({
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...signatureHeaders(secret, { id, sentAt: new Date(clock.now()), body }),
      },
      body,
      allowPrivate,
      signal: AbortSignal.any([late.signal, signal]),
    });
    return resultOf(answer);
  } catch (error) {
    return { kind: 'failed', reason: signal.aborted ? 'the app stopped during the attempt' : reasonOf(error) };
  } finally {
    done.abort();
  }
}

function resultOf({ status, retryAfterMs }: Answer): DeliveryResult {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  const isRedirect = status >= 300 && status < 400;
  const reason = `HTTP ${status}${isRedirect ? ', a redirect, which is not followed' : ''}`;
  return { kind: 'failed', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the address may be in a private network, and the connection without TLS. */
  readonly allowPrivate: boolean;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

interface Answer {
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
function reasonOf(error: unknown): string {
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

/** Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A new signing secret, as Standard Webhooks writes it. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** A new `webhook-id`. */
export function newMessageId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}

/** What is signed. */
export interface SignedContent {
  readonly id: string;
  /** When this attempt is made. Receivers refuse what is older than some minutes. */
  readonly sentAt: Date;
  readonly body: string;
}

/** The three headers of Standard Webhooks: https://www.standardwebhooks.com. @param secret as `newSecret` makes it */
function signatureHeaders(secret: string, { id, sentAt, body }: SignedContent): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
