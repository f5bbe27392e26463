import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SlackReceiver } from '../../../src/slack/transport/http-receiver.js';
import { itLong } from '../../long-tests.js';
import { signedCommand } from '../../process/sign.js';
import { receiverWithApp, SECRET } from './receiver-with-app.js';

let receiver: SlackReceiver;
let port: number;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await receiver.stop();
});

/** Starts a receiver whose app answers `/guide`. */
async function start(options: Parameters<typeof receiverWithApp>[0] = {}): Promise<void> {
  const made = receiverWithApp(options);
  receiver = made.receiver;
  made.app.command('/guide', async ({ ack }) => ack('here'));
  port = await receiver.start();
}

/** A connection that is cut after the test. Sends this text at once. */
function connection(sent: string): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write(sent));
  sockets.push(socket);
  socket.on('error', () => {});
  return socket;
}

/** Sends a signed command. @returns the status of the reply */
async function ask(text: string): Promise<number> {
  const { status } = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    ...signedCommand(SECRET, text),
  });
  return status;
}

const timestamp = signedCommand(SECRET, 'x').headers['x-slack-request-timestamp'];
/** The start of a request that looks signed, but is not. */
const signedHead = `POST /slack/events HTTP/1.1\r\nHost: x\r\nx-slack-request-timestamp: ${timestamp}\r\nx-slack-signature: v0=${'0'.repeat(64)}\r\n`;

describe('clients that are slow on purpose', () => {
  beforeEach(() => start({ limits: { headersMs: 200, requestMs: 400, checkMs: 50, connections: 20 } }));

  /** Opens a connection. `closed` resolves with the reply when the server has closed it. */
  const open = (sent: string): { socket: Socket; closed: Promise<string> } => {
    const socket = connection(sent);
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    return { socket, closed: new Promise((resolve) => socket.once('close', () => resolve(received))) };
  };

  it.each([
    ['say nothing', '', ''],
    ['send half a head', 'POST /slack/events HTTP/1.1\r\nHost: x\r\n', '408'],
    ['send half a body', `${signedHead}Content-Length: 100\r\n\r\nhalf`, '408'],
  ])('and %s are disconnected, and others are answered in the meantime', async (_, sent, status) => {
    const slow = Array.from({ length: 10 }, () => open(sent));
    expect(await ask('x')).toBe(200);
    for (const received of await Promise.all(slow.map(({ closed }) => closed))) expect(received).toContain(status);
  });

  it.each([
    ['a header', 'POST /slack/events HTTP/1.1\r\nHost: x\r\n', 'x-a: b\r\n'],
    ['a body', `${signedHead}Content-Length: 1000\r\n\r\n`, 'a'],
  ])('get no more time by sending %s bit by bit', async (_, sent, drop) => {
    const { socket, closed } = open(sent);
    const dripping = setInterval(() => socket.write(drop), 20);
    // The reply is lost if the client sends more after the server has closed the connection.
    expect(await closed).toMatch(/^(HTTP\/1.1 408 |$)/);
    clearInterval(dripping);
  });

  it('get a limited number of connections, which become free again', async () => {
    const slow = Array.from({ length: 40 }, () => open('POST /'));
    await Promise.all(slow.map(({ closed }) => closed));
    expect(await ask('x')).toBe(200);
  });

  it.each([
    ['a head above 16 KiB', `x-long: ${'a'.repeat(20_000)}\r\n`],
    ['a header name without an end', 'a'.repeat(40_000)],
  ])('are refused if they send %s', async (_, rest) => {
    const { closed } = open(`GET /healthz HTTP/1.1\r\nHost: x\r\n${rest}\r\n`);
    expect(await closed).toMatch(/^HTTP\/1.1 (431|400)/);
  });
});

describe('unsigned requests with long bodies', () => {
  beforeEach(() => start());

  const BODY = 1024 * 1024;
  const almostAll = `${signedHead}Content-Length: ${BODY}\r\n\r\n${'a'.repeat(BODY - 1)}`;

  /** Holds a connection open with all but the last byte of its body. Resolves with what the server replies. */
  const hold = (): Promise<string> => {
    const socket = connection(almostAll);
    return new Promise((resolve) => {
      socket.once('data', (reply) => resolve(String(reply)));
      socket.once('close', () => resolve('closed'));
    });
  };

  itLong('are refused for a newer request, so that signed ones of any length are answered', async () => {
    const held = Array.from({ length: 60 }, hold);
    // All the memory for bodies is taken.
    expect(await Promise.race(held)).toMatch(/^HTTP\/1.1 503 /);
    const statuses: number[] = [];
    for (let asked = 0; asked < 20; asked += 1) statuses.push(await ask('paas'), await ask('a'.repeat(900_000)));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
