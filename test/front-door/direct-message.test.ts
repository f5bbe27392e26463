import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'rollback.md': `---
title: Release and rollback
summary: Ship small. Keep a way back.
choices:
  - {text: "What runs my code?", to: servers}
  - {text: "Where do logs go?", to: logs}
---
## Roll back

To roll back, ship the last image again.

## Checklist

- [ ] Tell the team
- [ ] Ship the image
`,
  'servers.md': `---
title: Servers
choices:
  - {text: "Where do logs go?", to: logs}
---
## Why does a process restart?

A process manager restarts it.
`,
  'logs.md': '# Logs\n\nLogs go to standard output.\n',
};

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files));
});
afterEach(() => workspace.slack.clearJournal());
afterAll(() => workspace.stop());

const inMessages = (person: string) => workspace.slack.workspace.as(person).in('@guidepost');
const posts = () => workspace.slack.calls.filter(({ method }) => method === 'chat.postMessage');

/** Writes to the app. @returns its answer */
async function write(person: string, text: string): Promise<PostedMessage> {
  inMessages(person).say(text);
  await workspace.slack.settled();
  return inMessages(person).lastMessage();
}

describe('A direct message', () => {
  it('is answered with the card, the numbers of its next steps, and what they lead to', async () => {
    const card = await write('ada', 'ship the last image again?');
    expect(card.message.author.kind).toBe('app');
    expect(card.plainText()).toContain('ship the last image again');
    expect(card.plainText()).toContain('Write a number: 1 What runs my code? · 2 Where do logs go?');
    expect(posts()).toHaveLength(1);
    expect((await write('ada', '2')).plainText()).toContain('Logs go to standard output');
    expect((await write('ada', 'back')).plainText()).toContain('ship the last image again');
    expect((await write('ada', 'Next')).plainText()).toContain('Servers');
    expect((await write('ada', 'next.')).plainText()).toContain('Logs go to standard output');
    expect((await write('ada', 'back')).plainText()).toContain('Servers');
    await write('ada', 'topics');
    expect((await write('ada', 'next')).plainText()).toContain('Write a number from 1 to 3');
  });

  it('with “checklist” shows the list of the page, and “back” the page', async () => {
    await write('ada', 'ship the last image again?');
    const preview = await write('ada', 'checklist');
    expect(preview.plainText()).toContain('Tell the team');
    expect((await write('ada', 'back')).plainText()).toContain('Release and rollback');
  });

  it.each([
    ['topics', 'Servers', '3', 'Servers'],
    ['help', 'next, back, checklist, topics or help', '1', 'You asked'],
    ['how do I bake a sourdough pizza?', 'no page that answers', '1', ''],
  ])('with “%s” can be answered with a number', async (text, says, number, leadsTo) => {
    const answer = await write('ada', text);
    expect(answer.plainText()).toContain(says);
    expect(answer.plainText()).toMatch(/Write a number: 1 /);
    const next = await write('ada', number);
    expect(next.plainText()).toContain(leadsTo);
    expect(next.plainText()).not.toContain('There is no list');
  });

  it('of thanks gets a word, and “next” still is about the last answer', async () => {
    await write('ada', 'ship the last image again?');
    expect((await write('ada', 'Thanks!')).plainText()).toBe('You’re welcome. Ask again at any time.');
    expect((await write('ada', 'next')).plainText()).toContain('Servers');
  });

  it('with “settings” says where they are', async () => {
    const answer = await write('ada', 'settings');
    expect(answer.plainText()).toContain('Settings belong to a channel');
    expect(answer.buttons()).toEqual([]);
  });

  it('with a number that was not shown says which were', async () => {
    await write('ada', 'ship the last image again?');
    expect((await write('ada', '7')).plainText()).toBe('The last list has the numbers 1 to 2.');
  });

  it('of one person is none of another’s, and nothing is shown before the first answer', async () => {
    await write('ada', 'ship the last image again?');
    expect((await write('ben', '1')).plainText()).toContain('There is no list to choose from');
    expect((await write('ben', 'back')).plainText()).toContain('There is no page to go back to');
  });

  it('has the line for new people on the first card', async () => {
    expect((await write('ben', 'ship the last image again?')).plainText()).toContain('This is your first answer');
    expect((await write('ben', 'ship the last image again?')).plainText()).not.toContain('your first answer');
  });

  it('goes on after a press, from what is shown then', async () => {
    const card = await write('ada', 'ship the last image again?');
    await card.press('What runs my code?');
    await workspace.slack.settled();
    expect(inMessages('ada').lastMessage().plainText()).toContain('Write a number: 1 Where do logs go?');
    expect((await write('ada', '1')).plainText()).toContain('Logs go to standard output');
  });

  it('goes on after a restart, and is a question of its own without the database', async () => {
    await write('ada', 'ship the last image again?');
    await workspace.restartApp();
    expect((await write('ada', '1')).plainText()).toContain('Servers');
    workspace.withDatabase((database) => database.exec('alter table conversations rename to away'));
    expect((await write('ada', 'ship the last image again?')).plainText()).toContain('ship the last image again');
    workspace.withDatabase((database) => database.exec('alter table away rename to conversations'));
  });

  it('from a bot, from the app, or an edit gets nothing, and a repeated delivery nothing more', async () => {
    const event = (fields: object) => ({
      type: 'message',
      channel_type: 'im',
      channel: inMessages('ada').channel.id,
      user: workspace.slack.workspace.as('ada').person.id,
      text: 'logs',
      ts: '1700000000.000200',
      event_ts: '1700000000.000200',
      ...fields,
    });
    await workspace.slack.event(event({ bot_id: 'B1' }));
    await workspace.slack.event(event({ user: workspace.slack.workspace.app.botUserId }));
    await workspace.slack.event(event({ subtype: 'message_changed', message: { text: 'x' } }));
    await workspace.slack.event(event({ channel_type: 'mpim' }));
    await workspace.slack.settled();
    expect(posts()).toEqual([]);
    await write('ada', 'logs');
    const last = workspace.slack.requests.at(-1);
    if (last === undefined) throw new Error('The event was not sent.');
    expect(await workspace.repeat(last)).toBe(200);
    await workspace.slack.settled();
    expect(posts()).toHaveLength(1);
  });
});

describe('Messages, opened for the first time', () => {
  it('says once what can be asked, with questions of this guide', async () => {
    const chika = workspace.slack.workspace.as('chika');
    await chika.openHome('messages');
    await workspace.slack.settled();
    const first = inMessages('chika').lastMessage();
    expect(first.buttons()).toContain('Why does a process restart?');
    await chika.openHome('messages');
    await workspace.slack.settled();
    expect(posts()).toHaveLength(1);
    await first.press('Why does a process restart?');
    await workspace.slack.settled();
    expect(inMessages('chika').lastMessage().plainText()).toContain('A process manager restarts it');
    expect((await write('chika', '1')).plainText()).toContain('Logs go to standard output');
  });

  it('is left alone by the app once somebody has written', async () => {
    await write('ben', 'logs');
    workspace.slack.clearJournal();
    await workspace.slack.workspace.as('ben').openHome('messages');
    await workspace.slack.settled();
    expect(posts()).toEqual([]);
  });
});
