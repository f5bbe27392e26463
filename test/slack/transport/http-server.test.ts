import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { oneAtATime, send, serveRoutes } from '../../../src/slack/transport/http-server.js';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** Runs a server that answers each request in this way until the test is done. */
async function serving(
  answer: (response: ServerResponse) => void,
  test: (port: number) => Promise<void>,
): Promise<void> {
  const server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await test((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a reply', () => {
  it('arrives complete, however long, in any language, even if the next request is sent before it', async () => {
    // The second is larger than the socket buffer.
    const messages = ['“über” – 部署 😀\u2028', '\uD800é'.repeat(100_000), 'last'].map((text) => ({
      text,
      blocks: [],
    }));
    let next = 0;
    const answer = (response: ServerResponse): void => send(response, 200, messages[next++]);
    await serving(answer, async (port) => {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8');
      socket.write(GET.repeat(messages.length));
      let received = '';
      for await (const chunk of socket) {
        received += chunk;
        if (received.endsWith('"last","blocks":[]}')) break;
      }
      const replies = received.split('HTTP/1.1 200 OK\r\n').slice(1);
      const bodies = replies.map((reply) => reply.slice(reply.indexOf('\r\n\r\n') + 4));
      expect(bodies.length).toBe(messages.length);
      for (const [index, body] of bodies.entries()) {
        expect(Number(/content-length: (\d+)/i.exec(replies[index] ?? '')?.[1])).toBe(Buffer.byteLength(body));
        expect(isDeepStrictEqual(JSON.parse(body), messages[index])).toBe(true);
      }
    });
  });

  it('is dropped without an error if the client has disconnected', async () => {
    let sent: Promise<void> | undefined;
    const answer = (response: ServerResponse): void => {
      sent = once(response, 'close').then(() => send(response, 200, { text: 'too late' }));
    };
    await serving(answer, async (port) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(GET);
      while (sent === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      socket.destroy();
      await expect(sent).resolves.toBeUndefined();
    });
  });
});

it('holds no body in memory that no route reads, however small its pieces', async () => {
  let asked: IncomingMessage | undefined;
  const handler = (request: IncomingMessage): void => {
    asked = request;
  };
  const server = createServer(serveRoutes([{ path: '/slow', method: 'GET', handler }])).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
  socket.write(`${'1\r\na\r\n'.repeat(10_000)}0\r\n\r\n`);
  while (!asked?.complete) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked.readableLength).toBe(0);
  socket.destroy();
  server.closeAllConnections();
  server.close();
});

describe('a connection that does not wait for its answers', () => {
  it('is closed, and only its first request is handled', async () => {
    let handled = 0;
    const handler = oneAtATime(() => {
      handled += 1;
    });
    const server = createServer(handler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume().write(GET.repeat(5_000));
    await closed;
    expect(handled).toBe(1);
    server.close();
  });

  it('may send the next request once it has the answer', async () => {
    const server = createServer(oneAtATime((_, response) => send(response, 200, 'here'))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
    for (let asked = 0; asked < 20; asked += 1) {
      socket.write(GET);
      const [answer] = await once(socket, 'data');
      expect(answer).toMatch(/^HTTP\/1.1 200 OK.*here$/s);
    }
    socket.destroy();
    server.close();
  });
});
