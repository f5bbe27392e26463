import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';

/**
 * A platform's router, small: hands each request to the release that is current when it arrives, over connections that it keeps. It
 * repeats nothing, so what a release drops is a failed request.
 */
export async function startRouter() {
  let current;
  const underWay = new Map();
  const agents = new Map();
  const agentFor = (port) => {
    if (!agents.has(port)) agents.set(port, new Agent({ keepAlive: true }));
    return agents.get(port);
  };
  const server = createServer((incoming, outgoing) => {
    const port = current;
    underWay.set(port, (underWay.get(port) ?? 0) + 1);
    outgoing.once('close', () => underWay.set(port, underWay.get(port) - 1));
    const { connection: _, ...headers } = incoming.headers;
    const { method, url: path } = incoming;
    const onwards = request({ host: '127.0.0.1', port, method, path, headers, agent: agentFor(port) }, (reply) => {
      const { connection: _connection, 'keep-alive': _keepAlive, ...kept } = reply.headers;
      outgoing.writeHead(reply.statusCode, kept);
      reply.pipe(outgoing);
    });
    onwards.on('error', (error) => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end(error.message);
    });
    incoming.pipe(onwards);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    eventsUrl: `http://127.0.0.1:${server.address().port}/slack/events`,
    /** From now on every new request goes there; those under way stay where they are. */
    switchTo: (port) => {
      current = port;
    },
    underWay: (port) => underWay.get(port) ?? 0,
    stop: () => {
      server.closeAllConnections();
      server.close();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}
