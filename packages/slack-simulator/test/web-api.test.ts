import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actions, button, type FakeApp, section, startFakeApp } from './fake-app.js';

let app: FakeApp;
beforeEach(async () => {
  app = await startFakeApp();
});
afterEach(() => app.stop());
function id(name: string) {
  return app.slack.workspace.channel(name).id;
}
function post(channel: string, more: object = { text: 'hello' }) {
  return app.api('chat.postMessage', { channel, ...more });
}

describe('the Web API', () => {
  it('returns who the app is', async () => {
    const { team, app: identity } = app.slack.workspace;
    expect(await app.api('auth.test')).toMatchObject({
      ok: true,
      team_id: team.id,
      user_id: identity.botUserId,
      bot_id: identity.botId,
    });
  });

  it('refuses a wrong token, none, an unknown method, and an argument that the method does not have', async () => {
    expect(await app.api('auth.test', {}, 'xoxb-other')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await app.api('auth.test', {}, null)).toEqual({ ok: false, error: 'not_authed' });
    expect(await app.api('chat.postMesage')).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(await post(id('#deployments'), { text: 'x', blokcs: '[]' })).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] no such argument: blokcs'] },
    });
    expect(app.slack.workspace.messages).toHaveLength(0);
  });

  it('validates blocks, messages and views, with and without a token, and says where what is wrong', async () => {
    const text = (type: string) => ({ type: 'section', text: { type, text: 'one' } });
    for (const token of ['xoxb-simulated', null]) {
      expect(await app.api('blocks.validate', { blocks: JSON.stringify([text('mrkdwn')]) }, token)).toEqual({
        ok: true,
      });
      expect(await app.api('blocks.validate', { blocks: JSON.stringify([text('invalid')]) }, token)).toEqual({
        ok: false,
        error: 'invalid_blocks',
        errors: [{ code: 'failed_constraint', message: 'unsupported type: invalid', pointer: '/0/text/type' }],
      });
    }
    expect(await app.api('blocks.validate', { view: '{"type": "modal"}' })).toMatchObject({ error: 'invalid_view' });
    expect(await app.api('blocks.validate', { message: '{"blocks": [{}]}' })).toMatchObject({
      error: 'invalid_message',
    });
    expect(await app.api('blocks.validate')).toMatchObject({ error: 'invalid_arguments' });
    expect(await app.api('blocks.validate', { blocks: '[]', view: '{}' })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(await app.api('blocks.validate', { blocks: '[]' }, 'xoxb-other')).toMatchObject({ error: 'invalid_auth' });
  });

  it('accepts JSON as well as forms', async () => {
    const response = await fetch(`${app.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer xoxb-simulated' },
      body: JSON.stringify({ channel: id('#deployments'), text: 'x', blocks: [section('one')] }),
    });
    expect(await response.json()).toMatchObject({
      ok: true,
      message: { text: 'x', blocks: [{ text: { text: 'one' } }] },
    });
  });

  it('requires the scope that a method needs', async () => {
    app.slack.workspace.grantScopes(['commands']);
    expect(await post(id('#deployments'))).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands',
    });
    app.slack.workspace.grantScopes(['commands', 'chat:write', 'channels:read']);
    expect((await app.api('conversations.info', { channel: id('#general') })).channel).toMatchObject({
      name: 'general',
      is_member: false,
    });
    app.slack.workspace.inviteApp('#release-crew');
    expect(await app.api('conversations.info', { channel: id('#release-crew') })).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
  });
});

describe('chat.postMessage', () => {
  it('posts in channels where the app is a member, with metadata', async () => {
    const metadata = { event_type: 'run', event_payload: { id: 'r1' } };
    const reply = await post(id('#deployments'), { text: 'hello', metadata });
    expect(app.slack.workspace.as('ben').in('#deployments').lastMessage().message).toMatchObject({
      ts: reply.ts,
      text: 'hello',
      metadata,
    });
  });

  it('fails without membership, as in Slack', async () => {
    expect((await post('C0NOWHERE')).error).toBe('channel_not_found');
    expect((await post(id('#release-crew'))).error).toBe('channel_not_found');
    expect((await post(id('#general'))).error).toBe('not_in_channel');
    app.slack.workspace.grantScopes(['chat:write', 'chat:write.public']);
    expect((await post(id('#general'))).ok).toBe(true);
    app.slack.workspace.inviteApp('#release-crew');
    expect((await post(id('#release-crew'))).ok).toBe(true);
    app.slack.workspace.archive('#release-crew');
    expect((await post(id('#release-crew'))).error).toBe('is_archived');
  });

  it("accepts a person's id for a direct message", async () => {
    const ben = app.slack.workspace.as('ben');
    await post(ben.person.id, { text: 'psst' });
    expect(ben.in('@guidepost').lastMessage().text).toBe('psst');
    expect(app.slack.workspace.as('ada').in('@guidepost').messages()).toEqual([]);
  });

  it('replies in threads, but not to missing or ephemeral messages', async () => {
    const channel = id('#deployments');
    const { ts } = await post(channel);
    await post(channel, { text: 'reply', thread_ts: ts });
    const parent = app.slack.workspace.as('ada').in(channel).message(ts);
    expect(parent.replies().map(({ text }) => text)).toEqual(['reply']);
    expect((await post(channel, { text: 'x', thread_ts: '1.000001' })).error).toBe('thread_not_found');
    const ephemeral = await app.api('chat.postEphemeral', {
      channel,
      user: app.slack.workspace.people[0]?.id,
      text: 'x',
    });
    expect((await post(channel, { text: 'x', thread_ts: ephemeral.message_ts })).error).toBe('cannot_reply_to_message');
  });

  it('refuses messages with neither text nor blocks, and blocks that are not a list', async () => {
    expect((await post(id('#deployments'), {})).error).toBe('no_text');
    expect((await post(id('#deployments'), { blocks: 'oops' })).error).toBe('invalid_blocks_format');
  });
});

describe('metadata', () => {
  it.each<[string, object | string, string | undefined]>([
    ['of Slack’s form', { event_type: 'a_run', event_payload: { run: '1' } }, undefined],
    ['without a payload', { event_type: 'a_run' }, 'invalid_metadata_format'],
    ['with a payload of a list', { event_type: 'a_run', event_payload: [] }, 'invalid_metadata_format'],
    ['with a type in capitals', { event_type: 'A run', event_payload: {} }, 'invalid_metadata_schema'],
    ['that is too large', { event_type: 'a_run', event_payload: { run: 'x'.repeat(8_000) } }, 'metadata_too_large'],
  ])('%s: %j', async (_, metadata, error) => {
    const channel = id('#deployments');
    expect((await post(channel, { text: 'x', metadata })).error).toBe(error);
    const { ts } = await post(channel);
    expect((await app.api('chat.update', { channel, ts, text: 'y', metadata })).error).toBe(error);
  });
});

describe('what the manifest switches off', () => {
  it('is refused: direct messages without the Messages tab, and Home without its tab', async () => {
    app.slack.workspace.install({
      commands: [],
      shortcuts: [],
      events: [],
      home: { homeTab: false, messagesTab: false, messagesReadOnly: true },
      unfurlDomains: [],
      scopes: ['chat:write'],
    });
    const ada = app.slack.workspace.as('ada').person.id;
    expect((await post(ada)).error).toBe('messages_tab_disabled');
    expect((await post(app.slack.workspace.channel('@guidepost', 'ada').id)).error).toBe('messages_tab_disabled');
    const view = { type: 'home', blocks: [section('Hello')] };
    expect((await app.api('views.publish', { user_id: ada, view })).error).toBe('not_enabled');
  });
});

describe('chat.postEphemeral', () => {
  it('shows a message to one person who is in the channel', async () => {
    const channel = id('#deployments');
    const ben = app.slack.workspace.as('ben');
    expect((await app.api('chat.postEphemeral', { channel, user: ben.person.id, text: 'psst' })).ok).toBe(true);
    expect(ben.in(channel).lastMessage().text).toBe('psst');
    expect(app.slack.workspace.as('ada').in(channel).messages()).toEqual([]);
    expect((await app.api('chat.postEphemeral', { channel, user: 'U0NOBODY', text: 'x' })).error).toBe(
      'user_not_in_channel',
    );
    const elsewhere = { channel: id('#general'), user: ben.person.id, text: 'x' };
    expect((await app.api('chat.postEphemeral', elsewhere)).error).toBe('not_in_channel');
  });
});

describe('chat.getPermalink and the directory', () => {
  it('return a link to a message, and the names of people, channels and the team', async () => {
    app.slack.workspace.grantScopes(['chat:write', 'users:read', 'channels:read', 'im:write', 'team:read']);
    const channel = id('#deployments');
    const { ts } = await post(channel);
    const { permalink } = await app.api('chat.getPermalink', { channel, message_ts: ts });
    expect(permalink).toBe(`https://simulated-team.slack.com/archives/${channel}/p${ts.replace('.', '')}`);
    const [ada] = app.slack.workspace.people;
    expect((await app.api('users.info', { user: ada?.id })).user.real_name).toBe('Ada Obi');
    expect((await app.api('users.info', { user: 'U0' })).error).toBe('user_not_found');
    expect((await app.api('conversations.members', { channel: id('#general'), limit: 2 })).members).toHaveLength(2);
    expect((await app.api('conversations.open', { users: ada?.id })).channel.id).toBe(
      app.slack.workspace.channel('@guidepost', 'ada').id,
    );
    expect((await app.api('team.info')).team.name).toBe('Simulated Team');
  });
});

describe('chat.update and chat.delete', () => {
  const set = async () => {
    const channel = id('#deployments');
    const { ts } = await post(channel, { text: 'old', blocks: [actions(button('Done'))] });
    return { channel, ts, message: app.slack.workspace.as('ada').in(channel).message(ts) };
  };

  it('change a message in place and mark it as edited', async () => {
    const { channel, ts, message } = await set();
    expect((await app.api('chat.update', { channel, ts, text: 'new', blocks: [section('*new*')] })).ok).toBe(true);
    expect([message.text, message.plainText(), message.edited]).toEqual(['new', 'new', true]);
    await app.api('chat.update', { channel, ts, text: 'newer' });
    expect([message.plainText(), message.blocks]).toEqual(['newer', []]);
    await app.api('chat.delete', { channel, ts });
    expect(message.deleted).toBe(true);
    expect((await app.api('chat.update', { channel, ts, text: 'x' })).error).toBe('message_not_found');
  });

  it('refuse messages from others, ephemeral messages, texts that are too long, and archived channels', async () => {
    const { channel, ts } = await set();
    const said = app.slack.workspace.as('ben').in(channel).say('mine');
    expect((await app.api('chat.update', { channel, ts: said.ts, text: 'x' })).error).toBe('cant_update_message');
    expect((await app.api('chat.delete', { channel, ts: said.ts })).error).toBe('cant_delete_message');
    const { message_ts } = await app.api('chat.postEphemeral', {
      channel,
      user: app.slack.workspace.people[0]?.id,
      text: 'x',
    });
    expect((await app.api('chat.update', { channel, ts: message_ts, text: 'x' })).error).toBe('message_not_found');
    expect((await app.api('chat.update', { channel, ts, text: 'x'.repeat(4000) })).ok).toBe(true);
    expect((await app.api('chat.update', { channel, ts, text: 'x'.repeat(4001) })).error).toBe('msg_too_long');
    app.slack.workspace.archive(channel);
    expect((await app.api('chat.update', { channel, ts, text: 'x' })).error).toBe('is_inactive');
    expect((await app.api('chat.delete', { channel, ts })).error).toBe('is_archived');
  });
});

describe('fault injection', () => {
  const update = async (text: string) => {
    const channel = id('#deployments');
    const ts = app.slack.workspace.messages[0]?.ts ?? (await post(channel, { text: 'start' })).ts;
    return fetch(`${app.slack.apiUrl}chat.update`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-simulated' },
      body: new URLSearchParams({ channel, ts, text }),
    });
  };

  it('rate limits one call, with Retry-After', async () => {
    app.slack.faults.next('chat.update', { error: 'ratelimited', retryAfter: 7 });
    const limited = await update('a');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await update('b')).status).toBe(200);
  });

  it.each(['soon', '-5', 'Wed, 21 Oct 2026 07:28:00 GMT', null])('sends any Retry-After: %j', async (retryAfter) => {
    app.slack.faults.next('chat.update', { error: 'ratelimited', retryAfter });
    const limited = await update('a');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, retryAfter]);
  });

  it('garbles the reply of a call that was carried out, or that was not', async () => {
    const bodies: string[] = [];
    for (const garbleReply of ['html', 'cut', 'empty'] as const) {
      app.slack.faults.next('chat.update', { garbleReply });
      const reply = await update(`done: ${garbleReply}`);
      expect(reply.status).toBe(200);
      expect(app.slack.workspace.messages[0]?.text).toBe(`done: ${garbleReply}`);
      bodies.push(await reply.text());
    }
    expect(bodies).toEqual([expect.stringMatching(/^<!DOCTYPE html>/), expect.stringMatching(/^{"ok":true,/), '']);
    expect(() => JSON.parse(bodies[1] ?? '')).toThrow();
    app.slack.faults.next('chat.update', { garbleReply: 'empty', undone: true });
    await update('not done');
    expect(app.slack.workspace.messages[0]?.text).toBe('done: empty');
    expect(app.slack.calls.at(-1)).toMatchObject({ status: 200, replyBody: '' });
  });

  it('answers with an error of HTTP 200, also that of its own rate limit', async () => {
    app.slack.faults.next('chat.postMessage', { error: 'rate_limited' });
    expect(await post(id('#deployments'), { text: 'x' })).toEqual({ ok: false, error: 'rate_limited' });
  });

  it('loses the reply of a call that was carried out', async () => {
    app.slack.faults.next('chat.update', { loseReply: true });
    await expect(update('done all the same')).rejects.toThrow();
    expect(app.slack.workspace.messages[0]?.text).toBe('done all the same');
  });

  it('answers with a status or an error code without doing anything, until it is switched off', async () => {
    app.slack.faults.every('chat.update', { status: 500 });
    expect((await update('a')).status).toBe(500);
    expect((await update('b')).status).toBe(500);
    app.slack.faults.off();
    app.slack.faults.next('*', { error: 'fatal_error' });
    expect(await (await update('c')).json()).toEqual({ ok: false, error: 'fatal_error' });
    expect(app.slack.workspace.messages[0]?.text).toBe('start');
  });

  it('breaks every connection while the API is unreachable', async () => {
    app.slack.faults.refuseConnections(true);
    await expect(app.api('auth.test')).rejects.toThrow();
    app.slack.faults.refuseConnections(false);
    expect((await app.api('auth.test')).ok).toBe(true);
  });
});

describe('the journal', () => {
  it('records both directions in order, with readable blocks and without the token', async () => {
    app.on['/guide'] = async ({ response_url, channel_id }) => {
      await app.api('chat.postMessage', { channel: channel_id, text: 'x', blocks: [section('one')] });
      await app.respond(response_url, { text: 'y' });
      return { body: 'z' };
    };
    await app.slack.workspace.as('asker').in('#deployments').command('/guide paas');
    expect(app.slack.journal.map(({ kind, status }) => [kind, status])).toEqual([
      ['request', 200],
      ['api', 200],
      ['response_url', 200],
    ]);
    expect(app.slack.requests[0]).toMatchObject({ what: 'command', reply: 'z', payload: { text: 'paas' } });
    expect(app.slack.calls[0]).toMatchObject({
      method: 'chat.postMessage',
      args: { blocks: [section('one')] },
      reply: { ok: true },
    });
    expect(JSON.stringify(app.slack.calls[0]?.args)).not.toContain('xoxb-simulated');
  });
});
