import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { botToken, type FakeApp, startFakeApp } from './fake-app.js';

let app: FakeApp;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 9);
  app = await startFakeApp({ clock: () => now });
});
afterEach(() => app.stop());

/** @returns the status and the value of `Retry-After` */
async function call(method: string, args: Record<string, string>): Promise<[number, string | null]> {
  const headers = { authorization: `Bearer ${botToken}` };
  const reply = await fetch(app.slack.apiUrl + method, { method: 'POST', body: new URLSearchParams(args), headers });
  await reply.text();
  return [reply.status, reply.headers.get('retry-after')];
}
function post(channel = 'C0DEPLOY02') {
  return call('chat.postMessage', { channel, text: 'x' });
}

describe("Slack's rate limits", () => {
  it('are off until they are switched on', async () => {
    expect([await post(), await post()]).toEqual([
      [200, null],
      [200, null],
    ]);
  });

  it('allow one message a second in each channel', async () => {
    app.slack.faults.limitRates(true);
    expect(await post()).toEqual([200, null]);
    expect(await post()).toEqual([429, '1']);
    expect(await post('D0DIRECT01')).toEqual([200, null]);
    now += 1_000;
    expect(await post()).toEqual([200, null]);
    expect(app.slack.workspace.messages).toHaveLength(3);
    expect(app.slack.calls[1]?.reply).toEqual({ ok: false, error: 'ratelimited' });
  });

  it.each([
    ['users.list', 20],
    ['chat.update', 50],
    ['views.publish', 100],
  ])('allow %s %i times a minute, and say when to try again', async (method, most) => {
    app.slack.faults.limitRates(true);
    for (let n = 0; n < most; n += 1) expect((await call(method, {}))[0]).toBe(200);
    now += 20_500;
    expect(await call(method, {})).toEqual([429, '40']);
    expect((await call('chat.delete', {}))[0]).toBe(200);
    now += 39_500;
    expect((await call(method, {}))[0]).toBe(200);
  });

  it('end together with all other faults', async () => {
    app.slack.faults.limitRates(true);
    await post();
    app.slack.faults.off();
    expect((await post())[0]).toBe(200);
  });
});
