import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { limitRefusalLog, type SlackReceiver } from '../../../src/slack/transport/http-receiver.js';
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

  it('answers a command with what its listener says, whatever its text holds', async () => {
    const reply = await post(signedCommand(SECRET, 'what costs 100 % & “more”? ✓ +1'));
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await reply.json()).toEqual({ text: 'You asked: what costs 100 % & “more”? ✓ +1' });
  });

  it('reads a press out of its form', async () => {
    const payload = { type: 'block_actions', actions: [{ action_id: 'a', type: 'button' }], user: { id: 'U1' } };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    expect((await post(signed(SECRET, body))).status).toBe(200);
    expect(heard).toMatchObject([{ actions: [{ action_id: 'a' }] }]);
  });

  it('tells a listener that an event is delivered again', async () => {
    const body = JSON.stringify({
      type: 'event_callback',
      event: { type: 'app_home_opened', user: 'U1', tab: 'home' },
    });
    const { headers } = signed(SECRET, body, { type: JSON_TYPE });
    expect((await post({ body, headers: { ...headers, 'x-slack-retry-num': '2' } })).status).toBe(200);
    expect(heard).toEqual([{ retry: 2 }]);
  });

  it('acknowledges a removal when its listener is done, and not if that fails, so that Slack delivers it again', async () => {
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
    ['a body that was changed', () => ({ ...signedCommand(SECRET, 'paas'), body: 'command=/guide&text=other' })],
    ['no signature', () => ({ body: 'command=/guide', headers: {} })],
    [
      'a signature of another length',
      () => {
        const { body, headers } = signedCommand(SECRET, 'paas');
        return { body, headers: { ...headers, 'x-slack-signature': 'v0=00' } };
      },
    ],
    [
      'a time that is no number',
      () => {
        const { body, headers } = signedCommand(SECRET, 'paas');
        return { body, headers: { ...headers, 'x-slack-request-timestamp': 'NaN' } };
      },
    ],
  ])('refuses %s with 401, and does nothing', async (_, sent) => {
    expect((await post(sent())).status).toBe(401);
    expect(heard).toEqual([]);
    expect(warnings.join()).toContain('SLACK_SIGNING_SECRET');
  });

  it('answers the check of its certificate without a signature, and does nothing else with it', async () => {
    const reply = await post({
      body: 'ssl_check=1&command=/guide&text=paas',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(reply.status).toBe(200);
    expect(heard).toEqual([]);
  });

  it.each([
    ["in a body that is longer than Slack's", `ssl_check=1&text=${'a'.repeat(2_000)}`],
    ['inside of another field', 'text=ssl_check=1'],
    ['of another value', 'ssl_check=10'],
  ])('takes no check of its certificate %s', async (_, body) => {
    expect((await post({ body, headers: {} })).status).toBe(401);
  });

  it('answers an identical repeat within five minutes: Slack repeats what it got no answer to', async () => {
    const sent = signedCommand(SECRET, 'once more', Date.now() - 4 * 60_000);
    const replies = [await post(sent), await post(sent)];
    expect(await Promise.all(replies.map((reply) => reply.json()))).toEqual([
      { text: 'You asked: once more' },
      { text: 'You asked: once more' },
    ]);
  });

  it('does not even read a body that cannot be signed', async () => {
    const status = await new Promise((resolve, reject) => {
      const sending = request(
        `${address}/slack/events`,
        { method: 'POST', headers: { 'content-length': 900_000 } },
        ({ statusCode, headers }) => resolve([statusCode, headers.connection]),
      );
      sending.on('error', reject);
      sending.flushHeaders(); // And never sends the body.
    });
    expect(status).toEqual([401, 'close']);
  });

  it('tells in one line that requests are refused, however many', async () => {
    for (let sent = 0; sent < 20; sent += 1) await post(signedCommand('f'.repeat(32), 'paas'));
    expect(warnings).toHaveLength(1);
  });

  it('proves its address to Slack', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const reply = await post(signed(SECRET, body, { type: JSON_TYPE }));
    expect(await reply.json()).toEqual({ challenge: 'abc' });
  });

  it.each([
    ['no JSON', '{"a":', JSON_TYPE],
    ['JSON that is no object', '[1]', JSON_TYPE],
    ['a form whose payload is no JSON', 'payload=%7B', 'application/x-www-form-urlencoded'],
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

  it('answers what nobody listens to at once, with 404', async () => {
    const { body, headers } = signed(SECRET, 'command=%2Fother&text=&channel_id=C1&user_id=U1&team_id=T1');
    expect((await post({ body, headers })).status).toBe(404);
    expect((await fetch(`${address}/elsewhere`)).status).toBe(404);
    expect((await fetch(`${address}/slack/events`)).status).toBe(404);
  });

  it('sends the first of two acknowledgements, and logs the second', async () => {
    const reply = await post(signed(SECRET, 'command=%2Ftwice&text=&channel_id=C1&user_id=U1&team_id=T1'));
    expect(await reply.text()).toBe('once');
  });

  it.each(['/livez', '/livez/', '/healthz?from=monitor'])('serves its health at %s', async (path) => {
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
  it('has the first at once, and with the next after a minute the number of those in between', () => {
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
