import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { MetricsPage } from '../../telemetry/metrics.js';
import { type Route, send } from './http-server.js';

/** `/metrics`, for requests with the header `Authorization: Bearer TOKEN`. Without a page there is no such route. */
export function metricsRoutes(page: (MetricsPage & { readonly token: string }) | undefined): Route[] {
  if (page === undefined) return [];
  const expected = digest(`Bearer ${page.token}`);
  // Digests have one length, so the comparison takes the same time for every guess.
  const isAllowed = ({ headers }: IncomingMessage): boolean =>
    timingSafeEqual(digest(headers.authorization ?? ''), expected);
  return [
    {
      path: '/metrics',
      method: 'GET',
      handler(request, response) {
        response.setHeader('cache-control', 'no-store');
        if (!isAllowed(request)) {
          response.setHeader('www-authenticate', 'Bearer realm="metrics"');
          return send(response, 401, 'Send METRICS_TOKEN as a bearer token.\n');
        }
        page.read().then(
          (text) => {
            response.writeHead(200, { 'content-type': page.contentType, 'content-length': Buffer.byteLength(text) });
            response.end(text);
          },
          () => send(response, 500, 'The metrics could not be read.\n'),
        );
      },
    },
  ];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
