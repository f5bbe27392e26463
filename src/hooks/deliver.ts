import type { Clock } from '../outbox/clock.js';
import { payloadOf } from './event.js';
import { type Answer, type Post, reasonOf } from './post.js';
import { signatureHeaders } from './signature.js';
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
