import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request is refused, or nothing where it may pass. A page elsewhere on the web can point a name of its own at 127.0.0.1
 * (DNS rebinding) or post across sites; the first shows in Host, the second in Origin and Sec-Fetch-Site.
 */
export function checkRequest(
  request: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
  port: number,
): string | undefined {
  const { host, origin } = request.headers;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  if (host === undefined || !hosts.includes(host)) {
    return `The playground answers to ${hosts.join(', ')} alone, not to the host ${JSON.stringify(host ?? '')}.`;
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return `The playground takes requests from its own page alone, not from ${JSON.stringify(origin)}.`;
  }
  const site = request.headers['sec-fetch-site'];
  const isFollowedLink = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isFollowedLink) {
    return 'The playground takes requests from its own page alone, not from another site.';
  }
  return undefined;
}
