import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppManifest } from '../src/index.js';
import { type FakeApp, type Payload, startFakeApp } from './fake-app.js';

const manifest: AppManifest = {
  commands: [],
  shortcuts: [{ kind: 'message', callbackId: 'find', name: 'Find', description: '' }],
  events: ['app_mention'],
  home: { homeTab: false, messagesTab: true, messagesReadOnly: false },
  unfurlDomains: [],
  scopes: ['commands', 'chat:write', 'app_mentions:read'],
};

let app: FakeApp;
let heard: Payload[];
beforeEach(async () => {
  app = await startFakeApp({ manifest });
  heard = [];
  app.on.app_mention = (payload) => {
    heard.push(payload.event);
    return {};
  };
});
afterEach(() => app.stop());

const ada = () => app.slack.workspace.as('ada').in('#general');

describe('a mention of the app where it is no member', () => {
  it('is not sent, and Slack offers its author to invite the app', async () => {
    ada().say('@guidepost how do I deploy?');
    await app.slack.settled();
    expect(heard).toEqual([]);
    expect(ada().lastMessage().plainText()).toContain('not in this channel');
    expect(ada().lastMessage().visibleTo).toBe(app.slack.workspace.as('ada').person.id);
    expect(app.slack.workspace.as('ben').in('#general').lastMessage().plainText()).toContain('how do I deploy?');
  });

  it('is sent once the author invites the app, which is told nothing of the press', async () => {
    const root = ada().say('nothing for the app');
    const said = ada().say('@guidepost how do I deploy?', { threadTs: root.ts });
    const [, offer] = ada().messages({ threadTs: root.ts });
    await offer?.press('Invite Them');
    await app.slack.settled();
    expect(heard).toMatchObject([{ type: 'app_mention', ts: said.ts, thread_ts: root.ts }]);
    expect(app.slack.requests).toHaveLength(1);
    expect(offer?.deleted).toBe(true);
    expect(app.slack.workspace.channel('#general').members).toContain(app.slack.workspace.app.botUserId);
  });

  it('stays unheard if the author does nothing', async () => {
    ada().say('@guidepost how do I deploy?');
    await ada().lastMessage().press('Do Nothing');
    await app.slack.settled();
    expect(app.slack.requests).toEqual([]);
    expect(ada().lastMessage().text).toContain('how do I deploy?');
  });
});

describe('a message shortcut', () => {
  it('brings the message of another app with its attachments, and a person’s with their files', async () => {
    const payloads: Payload[] = [];
    app.on.message_action = (payload) => {
      payloads.push(payload);
      return {};
    };
    const attachments = [{ title: 'Disk full' }];
    const { ts } = app.slack.workspace.botSays('#deployments', { name: 'Monitor', attachments });
    await app.slack.workspace.as('ada').in('#deployments').message(ts).shortcut('find');
    await ada()
      .say('', { files: [{ name: 'image.png' }] })
      .shortcut('find');
    expect(payloads[0].message).toMatchObject({ subtype: 'bot_message', username: 'Monitor', text: '', attachments });
    expect(payloads[0].message.user).toBeUndefined();
    expect(payloads[1].message).toMatchObject({ subtype: 'file_share', files: [{ name: 'image.png' }] });
  });
});

describe('a reply by response_url', () => {
  it('goes to the channel, unless it names the thread', async () => {
    const root = ada().say('root');
    const url = async () => {
      let found = '';
      app.on.message_action = (payload) => {
        found = payload.response_url;
        return {};
      };
      await root.shortcut('find');
      return found;
    };
    const address = await url();
    await app.respond(address, { text: 'aside' });
    await app.respond(address, { text: 'in the thread', thread_ts: root.ts, response_type: 'in_channel' });
    expect(ada().lastMessage().text).toBe('aside');
    expect(
      ada()
        .messages({ threadTs: root.ts })
        .map(({ text }) => text),
    ).toEqual(['in the thread']);
  });
});

describe('a direct message between people', () => {
  it('is closed to the app', async () => {
    const { id } = app.slack.workspace.addDirect(['ada', 'ben']);
    app.slack.workspace.as('ben').in(id).say('@guidepost hello');
    await app.slack.settled();
    expect(heard).toEqual([]);
    expect(await app.api('chat.postMessage', { channel: id, text: 'x' })).toMatchObject({ error: 'channel_not_found' });
    expect(() => app.slack.workspace.as('chika').in(id)).toThrow('not a member');
  });
});
