import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeApp, startFakeApp } from './fake-app.js';

let app: FakeApp;
beforeEach(async () => {
  app = await startFakeApp({
    scopes: ['chat:write', 'users:read', 'channels:read', 'groups:read', 'im:read', 'channels:history', 'im:history'],
  });
});
afterEach(() => app.stop());
function texts(messages: { text: string }[]) {
  return messages.map(({ text }) => text);
}

describe('conversations.list', () => {
  const names = async (args: Record<string, unknown> = {}) =>
    (await app.api('conversations.list', args)).channels.map(
      ({ name, id }: { name?: string; id: string }) => name ?? id,
    );

  it('returns public channels, and others only if the app is a member', async () => {
    expect(await names()).toEqual(['general', 'deployments']);
    expect(await names({ types: 'private_channel' })).toEqual([]);
    app.slack.workspace.inviteApp('#release-crew');
    expect(await names({ types: 'private_channel,im' })).toEqual([
      'release-crew',
      'D0DIRECT01',
      'D0DIRECT02',
      'D0DIRECT03',
    ]);
  });

  it('excludes archived channels if asked, returns pages, and requires the scope of each type', async () => {
    app.slack.workspace.archive('#general');
    expect(await names({ exclude_archived: true })).toEqual(['deployments']);
    const { response_metadata } = await app.api('conversations.list', { limit: 1 });
    expect(await names({ limit: 1, cursor: response_metadata.next_cursor })).toEqual(['deployments']);
    expect((await app.api('conversations.list', { cursor: 'x' })).error).toBe('invalid_cursor');
    expect((await app.api('conversations.list', { types: 'secret' })).error).toBe('invalid_types');
    app.slack.workspace.grantScopes(['channels:read']);
    expect(await app.api('conversations.list', { types: 'im' })).toMatchObject({
      error: 'missing_scope',
      needed: 'im:read',
    });
  });
});

describe('users.list', () => {
  it('returns the people and the app, in pages', async () => {
    const first = await app.api('users.list', { limit: 3 });
    expect(first.members.map(({ name }: { name: string }) => name)).toEqual(['ada', 'ben', 'chika']);
    const rest = await app.api('users.list', { limit: 3, cursor: first.response_metadata.next_cursor });
    expect(rest.members).toMatchObject([{ is_bot: true }]);
    expect(rest.response_metadata.next_cursor).toBe('');
  });
});

describe('conversations.history', () => {
  it('returns the newest messages first, without threads and private answers', async () => {
    const place = app.slack.workspace.as('ada').in('#deployments');
    const parent = place.say('one');
    place.say('in the thread', { threadTs: parent.ts });
    await app.api('chat.postEphemeral', { channel: 'C0DEPLOY02', user: 'U0ADA00001', text: 'private' });
    const second = place.say('two');
    const all = await app.api('conversations.history', { channel: 'C0DEPLOY02' });
    expect(texts(all.messages)).toEqual(['two', 'one']);
    expect(all.has_more).toBe(false);
    const page = await app.api('conversations.history', { channel: 'C0DEPLOY02', limit: 1 });
    expect([texts(page.messages), page.has_more]).toEqual([['two'], true]);
    const since = await app.api('conversations.history', { channel: 'C0DEPLOY02', oldest: parent.ts });
    expect(texts(since.messages)).toEqual(['two']);
    const both = { channel: 'C0DEPLOY02', oldest: parent.ts, latest: second.ts, inclusive: true };
    expect(texts((await app.api('conversations.history', both)).messages)).toEqual(['two', 'one']);
    const thread = await app.api('conversations.replies', { channel: 'C0DEPLOY02', ts: parent.ts });
    expect(texts(thread.messages)).toEqual(['one', 'in the thread']);
  });

  it('requires membership and the scope of that type of channel', async () => {
    const read = async (channel: string) => (await app.api('conversations.history', { channel })).error;
    expect(await read('C0GENERAL1')).toBe('not_in_channel');
    expect(await read('C0RELEASE3')).toBe('channel_not_found');
    app.slack.workspace.inviteApp('#release-crew');
    expect(await read('C0RELEASE3')).toBe('missing_scope');
    expect((await app.api('conversations.replies', { channel: 'D0DIRECT01', ts: '1.000000' })).error).toBe(
      'thread_not_found',
    );
  });
});
