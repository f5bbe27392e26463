import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeApp, startFakeApp } from './fake-app.js';

let app: FakeApp;
beforeEach(async () => {
  app = await startFakeApp();
});
afterEach(() => app.stop());
function inDeployments(person: string) {
  return app.slack.workspace.as(person).in('#deployments');
}
function unread(person: string, channel = '#deployments') {
  return app.slack.workspace.unread(person, channel);
}

describe('unread marks', () => {
  it('count messages from others for each person, starting with the first unread one', () => {
    const first = inDeployments('ada').say('one');
    inDeployments('ada').say('two');
    expect(unread('ben')).toEqual({ count: 2, mentions: 0, since: first.ts });
    expect(unread('ada')).toEqual({ count: 0, mentions: 0, since: undefined });
    inDeployments('ben').markRead();
    expect(unread('ben').count).toBe(0);
    expect(unread('chika').count).toBe(2);
  });

  it('can be set up to a given message', () => {
    const first = inDeployments('ada').say('one');
    const second = inDeployments('ada').say('two');
    inDeployments('ben').markRead(first.ts);
    expect(unread('ben')).toEqual({ count: 1, mentions: 0, since: second.ts });
  });

  it('leave out private answers and replies in threads', async () => {
    const parent = inDeployments('ben').say('one');
    inDeployments('ada').say('in the thread', { threadTs: parent.ts });
    await app.api('chat.postEphemeral', { channel: 'C0DEPLOY02', user: 'U0BEN00002', text: 'for you' });
    expect(unread('ben').count).toBe(0);
  });

  it('show a number for mentions, and for everything in a direct message', async () => {
    await app.api('chat.postMessage', { channel: 'C0DEPLOY02', text: 'to <@U0BEN00002> alone' });
    await app.api('chat.postMessage', { channel: 'D0DIRECT02', text: 'hello' });
    expect(unread('ben').mentions).toBe(1);
    expect(unread('ada').mentions).toBe(0);
    expect(unread('ben', '@guidepost').mentions).toBe(1);
  });

  it('are saved, and reported to listeners once', async () => {
    inDeployments('ada').say('one');
    const changes: unknown[] = [];
    const stop = app.slack.workspace.subscribe((change) => changes.push(change));
    inDeployments('ben').markRead();
    inDeployments('ben').markRead();
    stop();
    expect(changes).toEqual([{ kind: 'read', person: 'U0BEN00002', channel: 'C0DEPLOY02' }]);
    const state = app.slack.workspace.snapshot();
    await app.stop();
    app = await startFakeApp({ state });
    expect(unread('ben').count).toBe(0);
    expect(unread('chika').count).toBe(1);
  });
});
