import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppManifest } from '../src/index.js';
import { type FakeApp, type Payload, section, startFakeApp } from './fake-app.js';

const manifest: AppManifest = {
  commands: [{ command: '/guide', usageHint: '<question>', description: 'Ask' }],
  shortcuts: [
    { kind: 'global', callbackId: 'search', name: 'Search', description: 'Search the guide' },
    { kind: 'message', callbackId: 'find', name: 'Find', description: 'Find what a message is about' },
  ],
  events: ['app_home_opened', 'app_mention', 'message.im', 'link_shared'],
  home: { homeTab: true, messagesTab: true, messagesReadOnly: false },
  unfurlDomains: ['example.com'],
  scopes: ['commands', 'chat:write', 'app_mentions:read', 'im:history', 'links:read', 'links:write'],
};
let app: FakeApp;
let heard: Payload[];
beforeEach(async () => {
  heard = [];
  app = await startFakeApp({ manifest });
  for (const kind of ['app_mention', 'message', 'link_shared', 'app_home_opened']) {
    app.on[kind] = ({ event }) => {
      heard.push(event);
      return {};
    };
  }
});
afterEach(() => app.stop());
async function said(text: string, channel = '#deployments', options?: { threadTs?: string }) {
  const message = app.slack.workspace.as('ada').in(channel).say(text, options);
  await app.slack.settled();
  return message;
}
function kinds() {
  return heard.map(({ type }) => type);
}

describe('messages from people', () => {
  it('have names turned into references, except in URLs and for unknown names', async () => {
    const { text } = await said('(@ada) asks @Guidepost in #general, not a@ada.org, @nobody or ##general');
    expect(text).toBe(
      '(<@U0ADA00001>) asks <@U0BOTUSER1> in <#C0GENERAL1|general>, not a@ada.org, @nobody or ##general',
    );
  });

  it('reach the app as app_mention if they mention it in a channel where it is a member', async () => {
    const parent = await said('nothing for the app');
    const message = await said('@guidepost how do I deploy?', '#deployments', { threadTs: parent.ts });
    expect(heard).toMatchObject([
      {
        type: 'app_mention',
        user: 'U0ADA00001',
        text: '<@U0BOTUSER1> how do I deploy?',
        ts: message.ts,
        thread_ts: parent.ts,
        channel: 'C0DEPLOY02',
        event_ts: message.ts,
      },
    ]);
    await said('@guidepost here?', '#general');
    expect(heard).toHaveLength(1);
  });

  it('reach the app as a message event in a direct conversation', async () => {
    await said('paas', '@guidepost');
    expect(heard).toMatchObject([{ type: 'message', channel_type: 'im', channel: 'D0DIRECT01', text: 'paas' }]);
  });

  it('do not reach the app without the scope or the subscription', async () => {
    app.slack.workspace.grantScopes(['chat:write']);
    await said('@guidepost hello');
    await said('hello', '@guidepost');
    app.slack.workspace.install({ ...manifest, events: [] });
    await said('@guidepost hello');
    expect(heard).toEqual([]);
  });

  it('with a link to the app’s domain reach it as link_shared, and it may unfurl only that link', async () => {
    const message = await said('see https://docs.example.com/paas.html?a=1&amp;b=2 and https://other.org/');
    const url = 'https://docs.example.com/paas.html?a=1&b=2';
    expect(heard).toMatchObject([
      { type: 'link_shared', message_ts: message.ts, links: [{ domain: 'example.com', url }] },
    ]);
    const unfurl = (at: string, blocks: unknown) =>
      app.api('chat.unfurl', { channel: 'C0DEPLOY02', ts: message.ts, unfurls: { [at]: { blocks } } });
    expect((await unfurl('https://other.org/', [section('x')])).error).toBe('cannot_unfurl_url');
    expect(await unfurl(url, [section('')])).toMatchObject({ error: 'invalid_blocks' });
    expect((await unfurl(url, [section('A page')])).ok).toBe(true);
    expect(message.message.unfurls?.[url]).toMatchObject({ blocks: [{ type: 'section' }] });
    expect(message.edited).toBe(false);
  });
});

describe('links to the app’s domain', () => {
  const url = 'https://docs.example.com/paas.html';
  const unfurls = { [url]: { blocks: [section('A page')] } };

  it('reach the app where it is no member, and are unfurled by the id of the event only', async () => {
    const message = await said(`see ${url}`, '#release-crew');
    const [{ unfurl_id, source, is_bot_user_member, channel }] = heard;
    expect({ source, is_bot_user_member }).toEqual({ source: 'conversations_history', is_bot_user_member: false });
    expect(await app.api('chat.unfurl', { channel, ts: message.ts, unfurls })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await app.api('chat.unfurl', { unfurl_id, unfurls })).toMatchObject({ error: 'invalid_arguments' });
    expect(await app.api('chat.unfurl', { unfurl_id, source, unfurls })).toMatchObject({ ok: true });
    expect(message.plainText()).toContain('A page');
  });

  it('reach the app while somebody writes, without the place', async () => {
    const written = await app.slack.workspace.as('ada').in('#release-crew').compose(`see ${url}`);
    const [{ unfurl_id, source, channel, message_ts }] = heard;
    expect({ source, channel, message_ts }).toEqual({ source: 'composer', channel: 'COMPOSER', message_ts: unfurl_id });
    expect(await app.api('chat.unfurl', { unfurl_id, source, unfurls })).toMatchObject({ ok: true });
    expect(written.previews()).toMatchObject(unfurls);
    expect(app.slack.workspace.messages).toEqual([]);
  });
});

describe('what the manifest does not declare', () => {
  it('is not a command: Slack says so without asking the app', async () => {
    const reply = await app.slack.workspace.as('ada').in('#general').command('/giude paas');
    expect(reply.outcome).toEqual({ kind: 'unknown_command' });
    expect(reply.plainText()).toContain('/giude');
    expect(app.slack.requests).toEqual([]);
  });

  it('is not a shortcut', async () => {
    await expect(app.slack.workspace.as('ada').shortcut('find')).rejects.toThrow('There are search.');
    const message = await said('hello');
    await expect(message.shortcut('search')).rejects.toThrow('There are find.');
    expect(await message.shortcut('find')).toEqual({ kind: 'ok' });
    expect(await app.slack.workspace.as('ada').shortcut('search')).toEqual({ kind: 'ok' });
  });

  it('is not a tab that can be opened', async () => {
    await app.slack.workspace.as('ada').openHome();
    await app.slack.workspace.as('ada').openHome('messages');
    expect(heard.map(({ tab }) => tab)).toEqual(['home', 'messages']);
    app.slack.workspace.install({ ...manifest, home: { ...manifest.home, homeTab: false } });
    await app.slack.workspace.as('ada').openHome();
    expect(kinds()).toHaveLength(2);
  });

  it('makes writing fail, if the Messages tab is read-only', () => {
    app.slack.workspace.install({ ...manifest, home: { ...manifest.home, messagesReadOnly: true } });
    expect(() => app.slack.workspace.as('ada').in('@guidepost').say('x')).toThrow('manifest');
  });

  it('is not granted as a scope', async () => {
    expect(app.slack.workspace.app.scopes).toEqual(manifest.scopes);
    expect(await app.api('users.list')).toMatchObject({ error: 'missing_scope', needed: 'users:read' });
  });
});
