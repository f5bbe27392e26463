import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { MetricsPage } from '../../telemetry/metrics.js';
import { type Route, send } from './http-server.js';

/** `/metrics`, for whoever brings the token as `Authorization: Bearer …`. Without a page there is no such route. */
export function metricsRoutes(page: (MetricsPage & { readonly token: string }) | undefined): Route[] {
  if (page === undefined) return [];
  const wanted = digest(`Bearer ${page.token}`);
  const mayRead = ({ headers }: IncomingMessage): boolean =>
    // Digests are of one length, so that the comparison takes as long for any guess.
    timingSafeEqual(digest(headers.authorization ?? ''), wanted);
  return [
    {
      path: '/metrics',
      method: 'GET',
      handler(request, response) {
        response.setHeader('cache-control', 'no-store');
        if (!mayRead(request)) {
          response.setHeader('www-authenticate', 'Bearer realm="metrics"');
          return send(response, 401, 'Bring METRICS_TOKEN as a bearer token.\n');
        }
        page.read().then(
          (text) => {
            response.setHeader('content-type', page.contentType);
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
