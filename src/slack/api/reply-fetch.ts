import type { FetchFunction } from '@slack/web-api';

/** As long a reply may take before it has failed for whoever waits. */
const TIMEOUT_MS = 5_000;

/** The request names an address for its reply where Slack takes none. Nothing was sent there. */
export class UnsafeResponseUrl extends Error {
  override readonly name = 'UnsafeResponseUrl';
  constructor() {
    super('The response_url of a request is not at Slack’s own host; nothing was sent to it');
  }
}

/** Where the replies of each Web API go: GovSlack (docs.slack.dev/govslack) has a domain of its own. */
const REPLY_HOSTS: Readonly<Record<string, string>> = { 'slack-gov.com': 'hooks.slack-gov.com' };
const SLACK_REPLY_HOST = 'hooks.slack.com';

/**
 * `fetch` for replies by `response_url`, and for nothing else. The address comes with the request, so whoever could sign one could
 * have us call any host that we reach, a cloud's metadata service among them. So it must be Slack's own host over TLS; on the
 * loopback, at any port, only while the Web API is there too, as before a simulated Slack. Redirects are not followed.
 */
export function createReplyFetch(apiUrl: string | undefined, timeoutMs = TIMEOUT_MS): FetchFunction {
  return async (url, init) => {
    if (!isResponseUrl(String(url), apiUrl)) throw new UnsafeResponseUrl();
    return fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  };
}

/** Whether a reply may go there. */
export function isResponseUrl(url: string, apiUrl?: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  const api = apiUrl !== undefined && URL.canParse(apiUrl) ? new URL(apiUrl).hostname : '';
  if (isLoopback(hostname)) return isLoopback(api) && (protocol === 'http:' || protocol === 'https:');
  return protocol === 'https:' && port === '' && hostname === (REPLY_HOSTS[api] ?? SLACK_REPLY_HOST);
}

/** `URL` has brought every spelling of an address, such as 0x7f.1, into one form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
