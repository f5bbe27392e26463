import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const platform = (name: string) => `---
title: ${name}
summary: Run an app on ${name}.
---
## Secrets

Set secrets on ${name} with its command.
`;

const guide = await guideOf({
  'alpha-cloud.md': platform('Alpha Cloud'),
  'beta-host.md': platform('Beta Host'),
  'logs.md': '# Logs\n\nLogs go to standard output.\n',
});

let workspace: TestWorkspace;
const as = (person: string) => workspace.slack.workspace.as(person);
beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

async function ask(text: string, { by = 'ada', channel = '#deployments' } = {}) {
  await as(by).in(channel).command(`/guide ${text}`);
  return as(by).in(channel).lastMessage();
}

async function openSettings({ by = 'ada', channel = '#deployments' } = {}) {
  await as(by).in(channel).command('/guide settings');
  await workspace.slack.until(() => as(by).hasDialog, { what: 'the dialog' });
  return as(by).dialog();
}

describe('The settings of a channel', () => {
  it('prefer a page that answers about as well as another one, only in this channel, and the card says so', async () => {
    const dialog = await openSettings();
    expect(dialog.title).toBe('Channel settings');
    expect(dialog.plainText()).not.toContain('Changed last');
    await dialog.choose('Preferred page', 'beta-HOST');
    await dialog.submit();
    expect(as('ada').hasDialog).toBe(false);
    const card = await ask('how do I set secrets?', { by: 'ben' });
    expect(card.plainText()).toContain('Set secrets on Beta Host with its command.');
    expect(card.plainText()).toContain('First because this channel prefers this page');
    expect(card.buttons()).toContain('Alpha Cloud');
    // A page that is asked for by its name, or answers far better, is still that page.
    expect((await ask('alpha cloud')).plainText()).toContain('Run an app on Alpha Cloud.');
    expect((await ask('where do logs go?')).plainText()).toContain('standard output');
    const elsewhere = await ask('how do I set secrets?', { channel: '#general' });
    expect(elsewhere.plainText()).not.toContain('prefers');
    expect((await openSettings({ by: 'ben' })).plainText()).toContain('Changed last by');
  });

  it('refuse a page that the guide does not have, name the closest, and can be emptied', async () => {
    const dialog = await openSettings();
    await dialog.choose('Preferred page', 'Beta');
    await dialog.submit();
    expect(as('ada').dialog().errors).toEqual({ preferred: 'The guide has no page “Beta”. The closest: Beta Host.' });
    await as('ada').dialog().choose('Preferred page', 'Beta Host');
    await as('ada').dialog().submit();
    expect((await ask('how do I set secrets?')).plainText()).toContain('prefers');
    const again = await openSettings();
    expect(JSON.stringify(again.view.blocks)).toContain('"initial_value":"Beta Host"');
    await again.choose('Preferred page', '');
    await again.submit();
    expect((await ask('how do I set secrets?')).plainText()).not.toContain('prefers');
  });

  it('turn mentions off: who mentions the app is told privately, and nobody else sees anything', async () => {
    const dialog = await openSettings();
    await dialog.choose('When somebody mentions me', 'Do not answer');
    await dialog.submit();
    const said = as('ben').in('#deployments').say('@guidepost how do I set secrets?');
    await workspace.slack.settled();
    const told = as('ben').in('#deployments').lastMessage();
    expect(told.plainText()).toContain('Mentions are not answered in this channel.');
    expect(told.visibleTo).toBe(as('ben').person.id);
    expect(as('ada').in('#deployments').messages({ threadTs: said.ts })).toEqual([]);
    const again = await openSettings();
    await again.choose('When somebody mentions me', 'Answer in the thread, for everyone');
    await again.submit();
    const second = as('ben').in('#deployments').say('@guidepost how do I set secrets?');
    await workspace.slack.settled();
    const thread = as('ada').in('#deployments').messages({ threadTs: second.ts });
    expect(thread.filter(({ message }) => message.author.kind === 'app')).toHaveLength(1);
  });

  it('name a person who can be asked what the guide does not answer; nobody is asked without a press', async () => {
    expect((await ask('who feeds the zebra?')).buttons()).not.toContain('Ask a colleague…');
    const dialog = await openSettings();
    await dialog.choose('Who to ask when the guide has no answer', ['ben']);
    await dialog.submit();
    const nothing = await ask('who feeds the zebra?', { by: 'chika' });
    await workspace.slack.settled();
    expect(as('ben').in('@guidepost').messages()).toEqual([]);
    await nothing.press('Ask a colleague…');
    await workspace.slack.until(() => as('chika').hasDialog, { what: 'the dialog' });
    expect(as('chika').dialog().plainText()).toContain('This goes to @U0BEN00002, with your name.');
    await as('chika').dialog().submit();
    await workspace.slack.until(() => as('ben').in('@guidepost').messages().length > 0, { what: 'the question' });
    const question = as('ben').in('@guidepost').lastMessage();
    expect(question.plainText()).toContain('who feeds the zebra?');
    await question.press('Answer…');
    await workspace.slack.until(() => as('ben').hasDialog, { what: 'the dialog' });
    as('ben').dialog().fill({ actionId: 'answer' }, 'The keeper, at noon.');
    await as('ben').dialog().submit();
    await workspace.slack.until(() => as('chika').in('@guidepost').messages().length > 0, { what: 'the answer' });
    expect(as('chika').in('@guidepost').lastMessage().plainText()).toContain('The keeper, at noon.');
  });

  it('hold in the dialog of a message, too: for the page that it shows, and for who can be asked', async () => {
    const dialog = await openSettings();
    await dialog.choose('Preferred page', 'Beta Host');
    await dialog.choose('Who to ask when the guide has no answer', ['ben']);
    await dialog.submit();
    const said = as('ada').in('#deployments').say('who feeds the zebra?');
    await said.as('chika').shortcut('answer-message');
    await workspace.slack.settled();
    const answer = as('chika').dialog();
    expect(answer.buttons()).toContain('Ask a colleague…');
    answer.fill('Ask in your own words', 'how do I set secrets?');
    await answer.submit();
    await workspace.slack.settled();
    expect(as('chika').dialog().plainText()).toContain('First because this channel prefers this page');
    as('chika').dialog().fill('Or ask something else', 'who feeds the zebra?');
    await as('chika').dialog().submit();
    await workspace.slack.settled();
    await as('chika').dialog().press('Ask a colleague…');
    await workspace.slack.settled();
    expect(as('chika').dialog().plainText()).toContain('This goes to @U0BEN00002, with your name.');
  });

  it('say in a direct message that they belong to a channel', async () => {
    await as('ada').in('@guidepost').command('/guide settings');
    expect(as('ada').in('@guidepost').lastMessage().plainText()).toContain('Type /guide settings in the channel.');
  });

  it('offer a button where the dialog could not open in time', async () => {
    workspace.slack.faults.next('views.open', { error: 'expired_trigger_id' });
    const offer = await ask('settings');
    await offer.press('Channel settings');
    await workspace.slack.until(() => as('ada').hasDialog, { what: 'the dialog' });
    expect(as('ada').dialog().title).toBe('Channel settings');
  });

  it('are not needed for an answer while the database is away', async () => {
    await workspace.changeDatabase('alter table channel_settings rename to gone');
    expect((await ask('where do logs go?')).plainText()).toContain('standard output');
    expect((await ask('settings')).buttons()).toContain('Channel settings');
  });
});

describe('Home and the first card', () => {
  it('show a line on the first card only, what somebody read lately, and examples that the guide answers', async () => {
    const first = await ask('where do logs go?', { by: 'chika' });
    expect(first.plainText()).toContain('This is your first answer, and only you see it. /guide help shows');
    expect((await ask('alpha cloud', { by: 'chika' })).plainText()).not.toContain('Your first answer');
    await workspace.restartApp();
    expect((await ask('beta host', { by: 'chika' })).plainText()).not.toContain('Your first answer');
    const home = await as('chika').openHome();
    await workspace.slack.until(() => home.plainText().includes('Recently read'), { what: 'Home' });
    expect(home.plainText()).toMatch(/Recently read\s+\[Beta Host\] \[Alpha Cloud\] \[Logs\]/);
    const other = await as('ben').openHome();
    await workspace.slack.until(() => other.view !== undefined, { what: 'Home' });
    expect(other.plainText()).not.toContain('Recently read');
    expect(other.plainText()).toContain('For example:');
  });
});
