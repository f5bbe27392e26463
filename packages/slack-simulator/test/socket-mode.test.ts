import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type FakeApp, type Payload, startFakeApp } from './fake-app.js';

const appToken = 'xapp-simulated';
let app: FakeApp;
const open: WebSocket[] = [];
beforeEach(async () => {
  app = await startFakeApp({ appToken, deadlineMs: 1_000 });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await app.stop();
});

/** Opens a connection like an app, and records what it receives. */
async function connect(): Promise<{ socket: WebSocket; heard: Payload[] }> {
  const { ok, url } = await app.api('apps.connections.open', {}, appToken);
  expect(ok).toBe(true);
  const socket = new WebSocket(url);
  open.push(socket);
  const heard: Payload[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await app.slack.until(() => heard.length > 0, { what: 'hello' });
  return { socket, heard };
}
/** Acknowledges everything with this payload. */
function acknowledge(socket: WebSocket, payload?: unknown): void {
  socket.on('message', (data) => {
    const { envelope_id } = JSON.parse(String(data));
    if (envelope_id) socket.send(JSON.stringify({ envelope_id, payload }));
  });
}
function ask() {
  return app.slack.workspace.as('asker').in('#general').command('/guide paas');
}

describe('Socket Mode', () => {
  it('says hello on each connection, and issues a URL for one connection in exchange for the app-level token', async () => {
    const { heard } = await connect();
    expect(heard[0]).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0SIMAPP01' } });
    expect((await app.api('apps.connections.open')).error).toBe('not_allowed_token_type');
    expect((await app.api('apps.connections.open', {}, 'xapp-other')).error).toBe('invalid_auth');
    expect((await app.api('auth.test', {}, appToken)).error).toBe('not_allowed_token_type');
    const { url } = await app.api('apps.connections.open', {}, appToken);
    const first = new WebSocket(url);
    open.push(first);
    await new Promise((resolve) => first.once('open', resolve));
    const second = new WebSocket(url);
    const refused = await new Promise<Error>((resolve) => second.once('error', resolve));
    expect(refused.message).toContain('401');
  });

  it('sends a command in an envelope, and accepts the answer with its acknowledgement', async () => {
    const { socket, heard } = await connect();
    acknowledge(socket, { text: 'over the socket' });
    const reply = await ask();
    expect(reply.plainText()).toBe('over the socket');
    expect(heard[1]).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: { command: '/guide', text: 'paas' },
    });
    expect(app.slack.requests[0]).toMatchObject({ transport: 'socket', what: 'command', status: 200 });
  });

  it('reports operation_timeout without an acknowledgement, and dispatch_failed without a connection', async () => {
    const { socket } = await connect();
    expect((await ask()).outcome.kind).toBe('operation_timeout');
    socket.terminate();
    await app.slack.until(() => app.slack.faults.active.sockets === 0);
    const alone = await startFakeApp({ appToken });
    alone.slack.deliverTo(undefined);
    expect((await alone.slack.workspace.as('ada').in('#general').command('/guide')).outcome.kind).toBe(
      'dispatch_failed',
    );
    await alone.stop();
  });

  it('repeats an event that is not acknowledged, and counts the attempts', async () => {
    const { socket, heard } = await connect();
    let events = 0;
    socket.on('message', (data) => {
      const { envelope_id, type } = JSON.parse(String(data));
      if (type === 'events_api' && ++events > 1) socket.send(JSON.stringify({ envelope_id }));
    });
    expect(await app.slack.event({ type: 'app_mention', text: 'hi' })).toEqual({ kind: 'ok' });
    expect(heard.slice(1).map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason])).toEqual([
      [0, ''],
      [1, 'http_timeout'],
    ]);
    expect(heard[1].payload.event_id).toBe(heard[2].payload.event_id);
  });

  it('distributes requests over the connections, except to one that was asked to disconnect', async () => {
    const first = await connect();
    app.slack.faults.dropSockets('refresh_requested');
    await app.slack.until(() => first.heard.some(({ type }) => type === 'disconnect'));
    expect(first.heard.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    const [second, third] = [await connect(), await connect()];
    for (const { socket } of [first, second, third]) acknowledge(socket);
    for (let n = 0; n < 4; n += 1) await ask();
    const commands = [first, second, third].map(
      ({ heard }) => heard.filter(({ type }) => type === 'slash_commands').length,
    );
    expect(commands).toEqual([0, 2, 2]);
  });

  it('drops connections without a disconnect message', async () => {
    const { socket } = await connect();
    const ended = new Promise((resolve) => socket.once('close', resolve));
    app.slack.faults.dropSockets('silently');
    await ended;
    await app.slack.until(() => app.slack.faults.active.sockets === 0);
  });

  it('sends any text, and says whether the app acknowledged it', async () => {
    const { faults } = app.slack;
    await expect(faults.sendEnvelope('{}')).rejects.toThrow('no Socket Mode connection is open');
    const { socket, heard } = await connect();
    expect(await faults.sendEnvelope('{"type":"odd"}')).toBe('sent');
    expect(await faults.sendEnvelope('{"type":"odd","envelope_id":"1"}')).toBe('operation_timeout');
    acknowledge(socket);
    expect(await faults.sendEnvelope('{"type":"odd","envelope_id":"2"}')).toBe('acknowledged');
    expect(heard.slice(1).map(({ type }) => type)).toEqual(['odd', 'odd', 'odd']);
  });

  it('allows ten connections at the same time', async () => {
    for (let n = 0; n < 10; n += 1) await connect();
    const { heard, socket } = await connect();
    expect(heard).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    await new Promise((resolve) =>
      socket.readyState === WebSocket.CLOSED ? resolve(0) : socket.once('close', resolve),
    );
    expect(app.slack.faults.active.sockets).toBe(10);
  });

  it('ignores messages that are not acknowledgements', async () => {
    const { socket } = await connect();
    for (const text of ['nonsense', '{}', '{"envelope_id":1}', '{"envelope_id":"unknown"}', 'null']) socket.send(text);
    acknowledge(socket, { text: 'fine' });
    expect((await ask()).plainText()).toBe('fine');
  });
});
