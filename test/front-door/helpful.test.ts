import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'servers.md': `---
title: Servers
summary: What to do on a new server.
choices:
  - {text: "Where are its logs?", to: logs}
---
## First steps

Turn off password login over ssh, and set up a firewall such as ufw.
`,
  'logs.md': '# Logs\n\nLogs go to standard output.\n',
};

let workspace: TestWorkspace;
afterEach(() => workspace.stop());

async function start({ settings = '', askLog = true }: { settings?: string; askLog?: boolean } = {}): Promise<void> {
  workspace = await startWorkspace(await guideOf({ ...files, ...(settings && { 'guidepost.yml': settings }) }), {
    askLog,
  });
}

const ada = () => workspace.slack.workspace.as('ada');
const ask = (question: string): Promise<PostedMessage> => ada().in('#deployments').command(`/guide ${question}`);

async function press(card: PostedMessage, label: string): Promise<void> {
  await card.press(label);
  await workspace.slack.settled();
}

interface Judged {
  readonly helpful: number;
  readonly question: string | null;
  readonly pages: string;
  readonly comment: string | null;
}

async function judged(count: number): Promise<Judged[]> {
  const rows = (): Judged[] =>
    workspace.withDatabase(
      (database) => database.prepare("select * from asks where kind = 'judged' order by at").all() as Judged[],
    );
  await workspace.slack.until(() => rows().length >= count, { what: `${count} verdicts` });
  return rows();
}

const YES = ':thumbsup:';
const NO = ':thumbsdown:';

describe('Was this helpful?', () => {
  it('is thanked for in place after a Yes, and nothing is posted', async () => {
    await start();
    const card = await ask('set up ufw');
    // Next to Read the page, so that they take no row of their own.
    expect(card.buttons()).toEqual(['Where are its logs?', 'Read the page', YES, NO]);
    workspace.slack.clearJournal();
    await press(card, YES);
    expect(card.plainText()).toContain('Thanks. You said that this was helpful.');
    expect(card.plainText()).toContain('set up a firewall such as ufw');
    expect(card.buttons()).not.toContain(YES);
    expect(workspace.slack.calls.map(({ method }) => method)).toEqual([]);
    expect(await judged(1)).toMatchObject([
      { helpful: 1, question: 'set up ufw', pages: '["servers"]', comment: null },
    ]);
  });

  it('asks after a No what was missing, and keeps that', async () => {
    await start();
    const card = await ask('set up ufw');
    await press(card, NO);
    expect(card.plainText()).toContain('You said that this was not helpful.');
    const dialog = ada().dialog();
    expect(dialog.plainText()).toContain('What were you looking for on “Servers”?');
    expect(dialog.plainText()).toContain('You asked: set up ufw');
    dialog.fill({ actionId: 'missing' }, 'An example for ipv6, not ada@example.com');
    await dialog.submit();
    expect(ada().dialog().plainText()).toContain('The authors of the guide will read it');
    const [first, second] = await judged(2);
    expect(first).toMatchObject({ helpful: 0, comment: null });
    expect(second).toMatchObject({ helpful: 0, comment: 'An example for ipv6, not [e-mail]', question: 'set up ufw' });
  });

  it('can be said later what was missing, if the dialog was closed', async () => {
    await start();
    const card = await ask('set up ufw');
    await press(card, NO);
    await ada().dialog().close();
    await press(card, 'Say what was missing…');
    expect(ada().dialog().plainText()).toContain('What were you looking for on “Servers”?');
    expect(await ada().dialog().submit()).toEqual({ kind: 'closed' });
  });

  it('is asked below a next step, in the search dialog, and in direct messages, and the card stays the same', async () => {
    await start();
    const card = await ask('servers');
    await press(card, 'Where are its logs?');
    await press(card, YES);
    expect(card.plainText()).toContain('Servers › Logs');
    expect(card.buttons()).toContain('Back');

    ada().in('@guidepost').say('set up ufw');
    await workspace.slack.settled();
    const direct = ada().in('@guidepost').lastMessage();
    await press(direct, YES);
    expect(direct.plainText()).toContain('Thanks. You said that this was helpful.');
    expect(direct.plainText()).toContain('Write a number: 1 Where are its logs?');

    await ada().shortcut('search');
    await workspace.slack.settled();
    const search = ada().dialog();
    const field = { label: 'What are you looking for?' };
    const [line] = await search.suggest(field, 'first st');
    await search.choose(field, line?.text ?? '');
    await workspace.slack.settled();
    expect(ada().dialog().buttons()).toContain(YES);
    await ada().dialog().press(NO);
    await workspace.slack.settled();
    expect(ada().dialog().plainText()).toContain('What were you looking for on “Servers”?');
    await ada().dialog().close();
    expect(ada().dialog().plainText()).toContain('You said that this was not helpful.');
  });

  it('is thanked for in the dialog of “Answer with the guide”, whose card can still be posted', async () => {
    await start();
    const said = workspace.slack.workspace.as('ben').in('#deployments').say('how do I set up ufw');
    await workspace.slack.settled();
    for (const [verdict, words] of [
      [YES, 'You said that this was helpful.'],
      [NO, 'You said that this was not helpful.'],
    ] as const) {
      await said.as('ada').shortcut('answer-message');
      await workspace.slack.settled();
      await ada().dialog().press(verdict);
      await workspace.slack.settled();
      if (verdict === NO) {
        expect(ada().dialog().plainText()).toContain('The message: how do I set up ufw');
        await ada().dialog().close();
      }
      expect(ada().dialog().plainText()).toContain(words);
      expect(ada().dialog().view.submit).toMatchObject({ text: 'Reply in thread' });
      await ada().dialog().close({ all: true });
    }
  });

  it('is not asked on what everyone sees', async () => {
    await start();
    const said = ada().in('#deployments').say('@guidepost set up ufw');
    await workspace.slack.settled();
    const [answer] = ada().in('#deployments').messages({ threadTs: said.ts }).slice(-1);
    expect(answer?.buttons()).not.toContain(YES);
  });

  it.each([
    ['a guide turns it off', { settings: 'feedback: off\nowner: U0BEN00002\n' }],
    ['nothing is kept and nobody can be asked', { askLog: false }],
  ])('is not asked where %s', async (_, options) => {
    await start(options);
    const card = await ask('set up ufw');
    expect(card.buttons()).not.toContain(YES);
    expect((await ask('which hamster')).buttons()).not.toContain('Ask the authors…');
  });

  it('says what a screen reader needs to tell the two buttons apart', async () => {
    await start();
    const card = await ask('set up ufw');
    const labels = JSON.stringify(card.blocks);
    expect(labels).toContain('Yes, this was helpful');
    expect(labels).toContain('No, this was not helpful');
    expect(card.text).toContain('Yes, this was helpful, No, this was not helpful');
    expect(card.text).not.toContain('thumbs');
  });
});
