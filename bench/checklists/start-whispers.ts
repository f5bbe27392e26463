import { once } from 'node:events';
import { createServer } from 'node:http';

/** Takes what the app tells a presser by the press's `response_url`. */
export async function startWhispers() {
  const told = new Map();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    told.set(request.url, `${told.get(request.url) ?? ''}${body}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    urlFor: (press) => `${base}/${press}`,
    /** What this presser was told; undefined where nothing was said. */
    of: (press) => told.get(`/${press}`),
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
