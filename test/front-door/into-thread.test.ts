import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'rollback.md': `---
title: Release and rollback
summary: Ship small. Keep a way back.
---
To undo a release, ship the last image again.

## Checklist

- [ ] Tell the team
- [ ] Ship the image
`,
  'servers.md': '# Servers\n\nA process manager restarts them.\n',
};

let workspace: TestWorkspace;
const ada = () => workspace.slack.workspace.as('ada');

beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files));
});
afterEach(async () => {
  while (ada().hasDialog) await ada().dialog().close({ all: true });
});
afterAll(() => workspace.stop());

/** The private card below the answer to a mention, in its thread. */
async function cardInThread(): Promise<{ thread: string; card: PostedMessage }> {
  const said = ada().in('#deployments').say('@guidepost how do I undo a release?');
  await workspace.slack.settled();
  const [answer] = said.replies();
  const pressed = await answer?.press('More');
  await workspace.slack.settled();
  const [card] = pressed?.messages() ?? [];
  if (card === undefined) throw new Error('There is no card.');
  return { thread: said.ts, card };
}

async function settled<T>(doing: Promise<T> | undefined): Promise<T | undefined> {
  const outcome = await doing;
  await workspace.slack.settled();
  return outcome;
}

const isPosted = ({ visibleTo, message }: PostedMessage) =>
  visibleTo === undefined && message.author.kind === 'app' && !message.text.includes('Remove');
const postedIn = (threadTs?: string) =>
  ada()
    .in('#deployments')
    .messages(threadTs === undefined ? {} : { threadTs })
    .filter(isPosted);

describe('A card of a thread', () => {
  it('is shared into that thread, unless the person chooses the channel', async () => {
    const { thread, card } = await cardInThread();
    await settled(card.choose({ actionId: 'menu:choose' }, 'Share…'));
    expect(ada().dialog().plainText()).toContain('In this thread');
    await settled(ada().dialog().submit());
    const [shared] = postedIn(thread);
    expect(shared?.plainText()).toContain('Shared by');
    const notice = ada().in('#deployments').messages({ threadTs: thread }).at(-1);
    expect(notice?.plainText()).toContain('Shared in this thread');
    await settled(notice?.press('Remove'));
    expect(shared?.deleted).toBe(true);
  });

  it('is shared in the channel if that is chosen, and the word about it stays in the thread', async () => {
    const { thread, card } = await cardInThread();
    await settled(card.choose({ actionId: 'menu:choose' }, 'Share…'));
    await ada().dialog().choose('Where', 'In the channel, outside the thread');
    await settled(ada().dialog().submit());
    expect(postedIn(thread)).toEqual([]);
    expect(postedIn().at(-1)?.plainText()).toContain('Shared by');
    const notice = ada().in('#deployments').messages({ threadTs: thread }).at(-1);
    expect(notice?.plainText()).not.toContain('in this thread');
    await settled(notice?.press('Remove'));
    expect(postedIn()).toEqual([]);
  });

  it('is shared from the page in a dialog with the same choice', async () => {
    const { thread, card } = await cardInThread();
    await settled(card.press('Read the page'));
    await settled(ada().dialog().press('Share…'));
    expect(ada().dialog().plainText()).toContain('In this thread');
    await settled(ada().dialog().submit());
    expect(postedIn(thread)).toHaveLength(1);
  });
});

describe('A card of a channel', () => {
  it('has no thread to choose', async () => {
    const card = await ada().in('#deployments').command('/guide servers');
    await settled(card.choose({ actionId: 'menu:choose' }, 'Share…'));
    expect(ada().dialog().plainText()).not.toContain('thread');
  });
});

describe('A checklist of a thread', () => {
  it('is posted into that thread by one press', async () => {
    const { thread, card } = await cardInThread();
    await settled(card.press('Checklist (2 items)'));
    expect(card.buttons().slice(0, 2)).toEqual(['Post to this thread', 'Post with options…']);
    await settled(card.press('Post to this thread'));
    expect(postedIn(thread)[0]?.plainText()).toContain('Tell the team');
    expect(card.plainText()).toContain('Posted to this thread');
  });

  it('asks with options where it goes, and the thread comes first', async () => {
    const { thread, card } = await cardInThread();
    await settled(card.press('Checklist (2 items)'));
    await settled(card.press('Post with options…'));
    const dialog = ada().dialog();
    expect(dialog.plainText()).toMatch(/In this thread.*In a channel/s);
    dialog.fill('Name of this run', 'with options');
    await settled(dialog.submit());
    expect(postedIn(thread)[0]?.plainText()).toContain('with options');
  });

  it('is posted in the channel if that is chosen', async () => {
    const { thread, card } = await cardInThread();
    await settled(card.press('Checklist (2 items)'));
    await settled(card.press('Post with options…'));
    const dialog = ada().dialog();
    dialog.fill('Name of this run', 'in the channel');
    await dialog.choose('Where', 'In a channel');
    await settled(dialog.submit());
    expect(postedIn(thread)).toEqual([]);
    expect(postedIn().at(-1)?.plainText()).toContain('in the channel');
  });

  it('is posted from the page in a dialog with the same choice', async () => {
    const { thread, card } = await cardInThread();
    await settled(card.press('Read the page'));
    await settled(ada().dialog().press('Checklist (2 items)'));
    await settled(ada().dialog().press('Post…'));
    ada().dialog().fill('Name of this run', 'from the page');
    await settled(ada().dialog().submit());
    expect(postedIn(thread)[0]?.plainText()).toContain('from the page');
    expect(ada().dialog().plainText()).toContain('Posted to this thread');
  });
});
