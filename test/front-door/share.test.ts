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
---
## Rollback

Ship the last image again.

### Database

Restore the dump that the migration took.
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

async function openShare(channel: string, question = 'restore dump of the migration'): Promise<PostedMessage> {
  const card = await ada().in(channel).command(`/guide ${question}`);
  await card.choose({ actionId: 'menu:choose' }, 'Share…');
  await workspace.slack.settled();
  return card;
}

function sharedIn(channel: string): PostedMessage[] {
  return ada()
    .in(channel)
    .messages()
    .filter(({ visibleTo }) => visibleTo === undefined);
}

describe('Share', () => {
  it('shows first what will be posted and where, and posts nothing if the person cancels', async () => {
    const card = await openShare('#general');
    const dialog = ada().dialog();
    expect(dialog.plainText()).toContain(`Everyone in #${ada().in('#general').channel.id} will see this`);
    expect(dialog.plainText()).toContain('Rollback › Database');
    expect(JSON.stringify(dialog.blocks)).toContain('*Restore* the *dump* that the *migration* took.');
    await dialog.close();
    await workspace.slack.settled();
    expect(sharedIn('#general')).toEqual([]);
    expect(card.plainText()).toContain('You asked: restore dump');
  });

  it('posts the card in the asker’s name, tells them privately, and lets them take it back', async () => {
    await openShare('#general');
    expect(await ada().dialog().submit()).toEqual({ kind: 'closed' });
    await workspace.slack.settled();
    const [shared] = sharedIn('#general');
    expect(shared?.plainText()).toContain('Shared by');
    expect(shared?.plainText()).toContain('Restore the dump');
    // The question stays private.
    expect(shared?.plainText()).not.toContain('You asked');
    const notice = ada().in('#general').lastMessage();
    expect(notice.visibleTo).toBe(ada().person.id);
    expect(notice.plainText()).toContain('Shared in');

    // A press on a shared card answers the presser privately.
    const next = await shared?.as('ben').press('What runs my code?');
    await workspace.slack.settled();
    expect(next?.messages()[0]?.plainText()).toContain('A process manager restarts them');
    await shared?.as('ben').press('Read the page');
    await workspace.slack.settled();
    expect(workspace.slack.workspace.as('ben').dialog().plainText()).toContain('Restore the dump');
    await workspace.slack.workspace.as('ben').dialog().close();

    await notice.press('Remove');
    await workspace.slack.settled();
    expect(shared?.deleted).toBe(true);
    expect(notice.plainText()).toContain('Removed.');
  });

  it('says that a card is removed that somebody deleted before, and why Slack refused', async () => {
    await openShare('#general');
    await ada().dialog().submit();
    await workspace.slack.settled();
    const [shared] = sharedIn('#general');
    const notice = ada().in('#general').lastMessage();
    workspace.slack.faults.next('chat.delete', { error: 'compliance_exports_prevent_deletion' });
    const refused = await notice.press('Remove');
    await workspace.slack.settled();
    expect(refused.messages()[0]?.plainText()).toContain('compliance_exports_prevent_deletion');
    expect(shared?.deleted).toBe(false);
    workspace.slack.workspace.deleteMessage(shared?.channel ?? '', shared?.ts ?? '');
    await notice.press('Remove');
    await workspace.slack.settled();
    expect(notice.plainText()).toContain('Removed.');
  });

  it('reaches a conversation that the app is not in, and says that it cannot be taken back there', async () => {
    await openShare('#release-crew');
    await ada().dialog().submit();
    await workspace.slack.settled();
    expect(sharedIn('#release-crew')[0]?.plainText()).toContain('Shared by');
    const notice = ada().in('#release-crew').lastMessage();
    expect(notice.plainText()).toContain("I can't remove the card again");
    expect(notice.buttons()).toEqual([]);
  });

  it('does not post twice if Slack’s reply was lost', async () => {
    await openShare('#general');
    const before = sharedIn('#general').length;
    workspace.slack.faults.next('chat.postMessage', { loseReply: true });
    await ada().dialog().submit();
    await workspace.slack.settled();
    expect(sharedIn('#general')).toHaveLength(before + 1);
    expect(ada().dialog().plainText()).toContain('may or may not have arrived');
  });

  it('asks for a channel where there is none, and says there that it was shared', async () => {
    const home = await ada().openHome();
    await workspace.slack.settled();
    await home.choose({ actionId: 'search' }, 'rollback');
    await workspace.slack.settled();
    await ada().dialog().choose({ actionId: 'menu:choose' }, 'Share…');
    await workspace.slack.settled();
    const dialog = ada().dialog();
    expect(await dialog.submit()).toMatchObject({ kind: 'errors' });
    await dialog.choose('Channel', '#deployments');
    await dialog.submit();
    await workspace.slack.settled();
    const shared = sharedIn('#deployments').at(-1);
    expect(shared?.plainText()).toContain('Ship small. Keep a way back.');
    await ada().dialog().press('Remove');
    await workspace.slack.settled();
    expect(ada().dialog().plainText()).toContain('Removed.');
    expect(shared?.deleted).toBe(true);
  });
});

describe('the page in a dialog', () => {
  it('begins at the section that matched, and leads on, back, and to any other section', async () => {
    const card = await ada().in('#general').command('/guide restore dump of the migration');
    await card.press('Read the page');
    await workspace.slack.settled();
    const dialog = ada().dialog();
    expect(dialog.plainText()).toContain('Restore the dump');
    expect(dialog.plainText()).not.toContain('Ship the last image again');
    await dialog.choose({ actionId: 'menu:choose' }, 'Rollback');
    await workspace.slack.settled();
    expect(dialog.plainText()).toContain('Ship the last image again');
    await dialog.press('What runs my code?');
    await workspace.slack.settled();
    expect(dialog.title).toBe('Servers');
    await dialog.press('Back');
    await workspace.slack.settled();
    expect(dialog.title).toBe('Release and rollback');
    await dialog.press('Share…');
    await workspace.slack.settled();
    expect(ada().dialog().plainText()).toContain('will see this');
  });
});
