import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SlackReceiver } from '../../../src/slack/transport/http-receiver.js';
import { limitRefusalLog } from '../../../src/slack/transport/http-server.js';
import { signed, signedCommand } from '../../process/sign.js';
import { receiverWithApp, SECRET } from './receiver-with-app.js';

const JSON_TYPE = 'application/json';

describe('the HTTP receiver', () => {
  let receiver: SlackReceiver;
  let address: string;
  let heard: Record<string, unknown>[];
  const warnings: string[] = [];

  beforeEach(async () => {
    heard = [];
    warnings.length = 0;
    const made = receiverWithApp({
      warn: (line) => warnings.push(line),
      acknowledgeWhenDone: ['app_uninstalled'],
    });
    receiver = made.receiver;
    const { app } = made;
    app.command('/guide', async ({ ack, command }) => {
      heard.push(command);
      await ack({ text: `You asked: ${command.text}` });
    });
    app.command('/twice', async ({ ack }) => {
      await ack('once');
      await ack('twice');
    });
    app.action(/.*/, async ({ ack, body }) => {
      heard.push({ ...body });
      await ack();
    });
    app.event('app_uninstalled', async ({ body }) => {
      if (body.event_id === 'Ev-fails') throw new Error('The database is unreachable');
      heard.push({ removed: body.event_id });
    });
    app.event('app_home_opened', async ({ context }) => void heard.push({ retry: context.retryNum }));
    address = `http://127.0.0.1:${await receiver.start()}`;
  });
  afterEach(() => receiver.stop());

  const post = (sent: { body: string; headers: Record<string, string> }): Promise<Response> =>
    fetch(`${address}/slack/events`, { method: 'POST', ...sent });

  it('answers a command with the text of its listener, whatever characters it contains', async () => {
    const reply = await post(signedCommand(SECRET, 'what costs 100 % & “more”? ✓ +1'));
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await reply.json()).toEqual({ text: 'You asked: what costs 100 % & “more”? ✓ +1' });
  });

  it('reads a press from its form', async () => {
    const actions = [{ action_id: 'a', type: 'button' }];
    const payload = {
      type: 'block_actions',
      actions,
      container: { type: 'message', message_ts: '1.2' },
      user: { id: 'U1' },
      team: { id: 'T1' },
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    expect((await post(signed(SECRET, body))).status).toBe(200);
    expect(heard).toMatchObject([{ actions: [{ action_id: 'a' }] }]);
  });

  it('tells a listener that an event is a repeated delivery', async () => {
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: 'T1',
      event: { type: 'app_home_opened', user: 'U1', tab: 'home' },
    });
    const { headers } = signed(SECRET, body, { type: JSON_TYPE });
    expect((await post({ body, headers: { ...headers, 'x-slack-retry-num': '2' } })).status).toBe(200);
    expect(heard).toEqual([{ retry: 2 }]);
  });

  it('acknowledges a removal only after its listener succeeded, so that Slack delivers it again after a failure', async () => {
    const removal = (id: string) =>
      JSON.stringify({ type: 'event_callback', event_id: id, team_id: 'T1', event: { type: 'app_uninstalled' } });
    expect((await post(signed(SECRET, removal('Ev-works'), { type: JSON_TYPE }))).status).toBe(200);
    expect(heard).toEqual([{ removed: 'Ev-works' }]);
    expect((await post(signed(SECRET, removal('Ev-fails'), { type: JSON_TYPE }))).status).toBe(500);
    expect(warnings.join()).toContain('The database is unreachable');
  });

  it.each([
    ['a wrong secret', () => signedCommand('f'.repeat(32), 'paas')],
    ['a request from six minutes ago', () => signedCommand(SECRET, 'paas', Date.now() - 6 * 60_000)],
    ['a request from the future', () => signedCommand(SECRET, 'paas', Date.now() + 6 * 60_000)],
    ['a changed body', () => ({ ...signedCommand(SECRET, 'paas'), body: 'command=/guide&text=other' })],
    ['no signature', () => ({ body: 'command=/guide', headers: {} })],
    [
      'a signature of another length',
      () => {
        const { body, headers } = signedCommand(SECRET, 'paas');
        return { body, headers: { ...headers, 'x-slack-signature': 'v0=00' } };
      },
    ],
    [
      'a timestamp that is not a number',
      () => {
        const { body, headers } = signedCommand(SECRET, 'paas');
        return { body, headers: { ...headers, 'x-slack-request-timestamp': 'NaN' } };
      },
    ],
  ])('refuses %s with 401, and runs no listener', async (_, sent) => {
    expect((await post(sent())).status).toBe(401);
    expect(heard).toEqual([]);
    expect(warnings.join()).toContain('SLACK_SIGNING_SECRET');
  });

  it('answers an SSL check without a signature, and runs no listener', async () => {
    const reply = await post({
      body: 'ssl_check=1&command=/guide&text=paas',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(reply.status).toBe(200);
    expect(heard).toEqual([]);
  });

  it.each([
    ["in a body that is longer than Slack's", `ssl_check=1&text=${'a'.repeat(2_000)}`],
    ['inside another field', 'text=ssl_check=1'],
    ['with another value', 'ssl_check=10'],
  ])('does not accept an SSL check %s', async (_, body) => {
    expect((await post({ body, headers: {} })).status).toBe(401);
  });

  it('answers an identical repeat within five minutes, because Slack repeats requests that got no answer', async () => {
    const sent = signedCommand(SECRET, 'once more', Date.now() - 4 * 60_000);
    const replies = [await post(sent), await post(sent)];
    expect(await Promise.all(replies.map((reply) => reply.json()))).toEqual([
      { text: 'You asked: once more' },
      { text: 'You asked: once more' },
    ]);
  });

  it('does not read the body if the signature headers are missing', async () => {
    const status = await new Promise((resolve, reject) => {
      const sending = request(
        `${address}/slack/events`,
        { method: 'POST', headers: { 'content-length': 900_000 } },
        ({ statusCode, headers }) => resolve([statusCode, headers.connection]),
      );
      sending.on('error', reject);
      sending.flushHeaders(); // The body is never sent.
    });
    expect(status).toEqual([401, 'close']);
  });

  it('logs refused requests in one line, however many there are', async () => {
    for (let sent = 0; sent < 20; sent += 1) await post(signedCommand('f'.repeat(32), 'paas'));
    expect(warnings).toHaveLength(1);
  });

  it('answers Slack’s url_verification', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const reply = await post(signed(SECRET, body, { type: JSON_TYPE }));
    expect(await reply.json()).toEqual({ challenge: 'abc' });
  });

  it.each([
    ['invalid JSON', '{"a":', JSON_TYPE],
    ['JSON that is not an object', '[1]', JSON_TYPE],
    ['a form whose payload is not JSON', 'payload=%7B', 'application/x-www-form-urlencoded'],
  ])('answers %s with 400', async (_, body, type) => {
    expect((await post(signed(SECRET, body, { type }))).status).toBe(400);
  });

  it('refuses a body above 1 MiB with 413 before it has read it all', async () => {
    const status = await new Promise((resolve, reject) => {
      const { headers } = signedCommand(SECRET, 'long');
      const sending = request(`${address}/slack/events`, { method: 'POST', headers }, ({ statusCode }) =>
        resolve(statusCode),
      );
      sending.on('error', reject);
      sending.write(Buffer.alloc(1024 * 1024 + 1, 'a'));
    });
    expect(status).toBe(413);
  });

  it('answers a request without a listener with 404 at once', async () => {
    const { body, headers } = signed(SECRET, 'command=%2Fother&text=&channel_id=C1&user_id=U1&team_id=T1');
    expect((await post({ body, headers })).status).toBe(404);
    expect((await fetch(`${address}/elsewhere`)).status).toBe(404);
  });

  it('sends the first of two acknowledgements, and logs the second', async () => {
    const reply = await post(signed(SECRET, 'command=%2Ftwice&text=&channel_id=C1&user_id=U1&team_id=T1'));
    expect(await reply.text()).toBe('once');
  });

  it.each(['/livez', '/healthz', '/'])('answers HEAD at %s as GET, without a body', async (path) => {
    const [get, head] = [await fetch(address + path), await fetch(address + path, { method: 'HEAD' })];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'content-length', 'cache-control'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  });

  it.each([
    ['GET', '/slack/events', 'POST'],
    ['PUT', '/slack/events', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['DELETE', '/livez/', 'GET, HEAD'],
    ['OPTIONS', '/', 'GET, HEAD'],
  ])('answers %s at %s with 405 and the methods that are allowed', async (method, path, allowed) => {
    const reply = await fetch(address + path, { method });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe(allowed);
    expect((await fetch(`${address}/elsewhere`, { method })).status).toBe(404);
  });

  it.each(['/livez', '/livez/', '/healthz?from=monitor'])('serves health checks at %s', async (path) => {
    expect((await fetch(`${address}${path}`)).status).toBe(200);
  });

  it('survives a sender that hangs up in the middle', async () => {
    await new Promise<void>((resolve) => {
      const sending = request(`${address}/slack/events`, { method: 'POST', headers: { 'content-length': 100 } });
      sending.on('error', () => resolve());
      sending.write('half', () => sending.destroy());
      sending.on('close', () => resolve());
    });
    expect((await post(signedCommand(SECRET, 'still there'))).status).toBe(200);
    expect(warnings).toEqual([]);
  });
});

describe('the log of refused requests', () => {
  it('reports the first at once, and the next after a minute with the number of requests in between', () => {
    const lines: string[] = [];
    let now = 5;
    const log = limitRefusalLog(
      (line) => lines.push(line),
      () => now,
    );
    for (let n = 0; n < 1_000; n += 1) log('Refused');
    now += 60_000;
    log('Refused');
    now += 60_000;
    log('Refused for another reason');
    expect(lines).toEqual(['Refused', 'Refused (and 999 more since the last such line)', 'Refused for another reason']);
  });
});
