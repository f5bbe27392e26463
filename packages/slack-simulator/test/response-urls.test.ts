import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actions, button, type FakeApp, section, startFakeApp } from './fake-app.js';

const minute = 60_000;
let app: FakeApp;
let now: number;
let url: string;
beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 9);
  app = await startFakeApp({ clock: () => now });
  app.on['/guide'] = () => ({ body: { text: 'card', blocks: [actions(button('Go'))] } });
  app.on.block_actions = ({ response_url }) => {
    url = response_url;
    return {};
  };
  const card = await app.slack.workspace.as('asker').in('#general').command('/guide');
  await card.press('Go');
});
afterEach(() => app.stop());
function messages() {
  return app.slack.workspace
    .as('asker')
    .in('#general')
    .messages()
    .map(({ text }) => text);
}

describe('a response_url', () => {
  it('works five times', async () => {
    const statuses: number[] = [];
    for (const text of ['1', '2', '3', '4', '5', '6']) statuses.push((await app.respond(url, { text })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(messages()).toEqual(['card', '1', '2', '3', '4', '5']);
    expect((await app.respond(url, { text: '7' })).body).toEqual({ ok: false, error: 'used_url' });
  });

  it('works for thirty minutes', async () => {
    now += 30 * minute;
    expect((await app.respond(url, { text: 'in time' })).status).toBe(200);
    now += 1;
    expect(await app.respond(url, { text: 'late' })).toEqual({
      status: 404,
      body: { ok: false, error: 'expired_url' },
    });
  });

  it('by default posts a new message that only the presser sees', async () => {
    await app.respond(url, { text: 'for you' });
    expect(app.slack.workspace.as('ben').in('#general').messages()).toEqual([]);
    await app.respond(url, { text: 'for all', response_type: 'in_channel' });
    expect(app.slack.workspace.as('ben').in('#general').lastMessage().text).toBe('for all');
  });

  it('posts into a thread', async () => {
    const parent = app.slack.workspace.as('ben').in('#general').say('hello');
    await app.respond(url, { text: 'in thread', response_type: 'in_channel', thread_ts: parent.ts });
    expect(parent.replies().map(({ text }) => text)).toEqual(['in thread']);
    expect(messages()).not.toContain('in thread');
  });

  it('refuses content that exceeds a limit, which does not count as a use', async () => {
    const refused = await app.respond(url, { replace_original: true, blocks: [section('')] });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'] },
    });
    expect(messages()).toEqual(['card']);
    for (let use = 0; use < 5; use += 1) expect((await app.respond(url, { text: 'x' })).status).toBe(200);
  });

  it('refuses a URL that was never issued', async () => {
    expect((await app.respond(url.replace(/[0-9a-f]{24}$/, '0'.repeat(24)), { text: 'x' })).status).toBe(404);
  });

  it('still works after a restart from a snapshot', async () => {
    const state = app.slack.workspace.snapshot();
    await app.stop();
    app = await startFakeApp({ clock: () => now, state });
    const moved = app.slack.url + new URL(url).pathname;
    expect((await app.respond(moved, { replace_original: true, text: 'again' })).status).toBe(200);
    expect(messages()).toEqual(['again']);
  });
});

describe('the memory of old response_urls', () => {
  it('does not grow forever', async () => {
    const place = app.slack.workspace.as('asker').in('#general');
    for (let hour = 0; hour < 10; hour += 1) {
      now += 60 * minute;
      await place.command('/guide');
    }
    const { grants, triggers } = app.slack.workspace.snapshot();
    expect(Object.keys(grants).length).toBeLessThanOrEqual(2);
    expect(Object.keys(triggers).length).toBe(1);
  });
});
