import type { RespondArguments } from '@slack/bolt';
import type { FetchFunction } from '@slack/web-api';

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

const REPLY_TIMEOUT_MS = 5_000;

/** A request named an address for its reply that is not Slack's. Nothing was sent there. */
export class UnsafeResponseUrl extends Error {
  override readonly name = 'UnsafeResponseUrl';
  constructor() {
    super('The response_url of a request is not on Slack’s own host; nothing was sent to it');
  }
}

const SLACK_REPLY_HOST = 'hooks.slack.com';
/** GovSlack has a domain of its own (docs.slack.dev/govslack). */
const OTHER_REPLY_HOSTS: Readonly<Record<string, string>> = { 'slack-gov.com': 'hooks.slack-gov.com' };

/**
 * `fetch` for replies by `response_url`, and for nothing else. The address comes with the request, so anyone who can sign one
 * could make us call any host in reach, such as a cloud's metadata service. It must be Slack's own host over TLS. The loopback
 * interface is allowed, on any port, only while the Web API is there too, as with a simulated Slack. Redirects are not followed.
 */
export function createReplyFetch(apiUrl: string | undefined, timeoutMs = REPLY_TIMEOUT_MS): FetchFunction {
  return async (url, init) => {
    if (!isResponseUrl(String(url), apiUrl)) throw new UnsafeResponseUrl();
    return fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  };
}

/** Sends a reply to a `response_url`. @throws Error if Slack does not take it */
export type ReplyTo = (url: string, reply: RespondArguments) => Promise<void>;

/** @param replyFetch by `createReplyFetch` */
export function createReplyTo(replyFetch: FetchFunction): ReplyTo {
  return async (url, reply) => {
    const headers = { 'content-type': 'application/json' };
    const { ok, status } = await replyFetch(url, { method: 'POST', headers, body: JSON.stringify(reply) });
    if (!ok) throw new Error(`Slack refused a reply by response_url with status ${status}`);
  };
}

/** Whether a reply may be sent to this address. */
export function isResponseUrl(url: string, apiUrl?: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  const api = apiUrl !== undefined && URL.canParse(apiUrl) ? new URL(apiUrl).hostname : '';
  if (isLoopback(hostname)) return isLoopback(api) && (protocol === 'http:' || protocol === 'https:');
  return protocol === 'https:' && port === '' && hostname === (OTHER_REPLY_HOSTS[api] ?? SLACK_REPLY_HOST);
}

/** `URL` has normalized every spelling of an address, such as 0x7f.1. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
