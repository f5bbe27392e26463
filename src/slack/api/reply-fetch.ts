import type { RespondArguments } from '@slack/bolt';
import type { FetchFunction } from '@slack/web-api';

const TIMEOUT_MS = 5_000;

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
export function createReplyFetch(apiUrl: string | undefined, timeoutMs = TIMEOUT_MS): FetchFunction {
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
