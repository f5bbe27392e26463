/** What came was not written by Slack's Web API, so nobody knows whether the call was carried out. */
class UnreadableReply extends Error {
  override readonly name = 'UnreadableReply';
  constructor(length: number) {
    super(`The reply has ${length} characters and is not one of Slack's Web API`);
  }
}

/**
 * `fetch` for the Web API. It corrects what the SDK misreads: a body that is not JSON (a proxy's page, a reply that was cut off,
 * nothing at all) counts there as a refusal with this text as its code, and an odd `Retry-After` as no rate limit, or as one of no
 * or endless time.
 * @throws UnreadableReply, which the SDK wraps like a lost connection
 */
export async function apiFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const { status, statusText, headers } = response;
  // Read here, so that a connection that breaks within the body counts as lost, too.
  const body = await response.text();
  if (status === 429) return rateLimited(headers);
  if (status !== 200) return new Response(body || null, { status, statusText, headers });
  const reply = readReply(body);
  if (reply === undefined) throw new UnreadableReply(body.length);
  if (reply.error !== undefined && RATE_LIMITS.has(reply.error)) return rateLimited(headers);
  return new Response(body, { status, statusText, headers });
}

/** `chat.postMessage` has its own, which it sends with HTTP 200. */
const RATE_LIMITS: ReadonlySet<string> = new Set(['rate_limited', 'ratelimited']);

function readReply(body: string): { readonly error?: string } | undefined {
  try {
    const { ok, error } = JSON.parse(body) as { ok?: unknown; error?: unknown };
    if (ok === true) return {};
    return ok === false && typeof error === 'string' && error !== '' ? { error } : undefined;
  } catch {
    return undefined;
  }
}

function rateLimited(headers: Headers): Response {
  const seconds = String(retryAfterSeconds(headers.get('retry-after')));
  return new Response(null, { status: 429, headers: { 'retry-after': seconds } });
}

/** Without a pause, the next call would meet the same limit. Nobody should wait longer than this for a mistake in a header. */
const MIN_SECONDS = 1;
const MAX_SECONDS = 300;
/** If Slack does not say how long. */
const DEFAULT_SECONDS = 10;

/** @param header seconds, or a date (RFC 9110) */
function retryAfterSeconds(header: string | null): number {
  const text = header?.trim() ?? '';
  const seconds = text === '' ? Number.NaN : Number(text);
  const asked = Number.isNaN(seconds) ? (Date.parse(text) - Date.now()) / 1_000 : seconds;
  return Number.isNaN(asked) ? DEFAULT_SECONDS : Math.ceil(Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, asked)));
}
