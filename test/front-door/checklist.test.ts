import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { itLong } from '../long-tests.js';
import { postChecklist, postingOver } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
function place(person: string, channel = '#deployments') {
  return workspace.slack.workspace.as(person).in(channel);
}

function post(topic: string, channel = '#deployments') {
  return postChecklist(workspace.slack, { topic, in: channel });
}

/** Waits until the posted message shows what the store has. */
function drawn(condition: () => boolean) {
  return workspace.slack.until(condition, { what: 'the update' });
}

beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(goingLiveFiles));
});
afterAll(() => workspace.stop());

describe('a checklist', () => {
  it('is previewed privately, then posted to the channel with one press', async () => {
    const { preview, posted } = await post('for going live');
    expect(preview.plainText()).toContain('Posted to this channel: Going live');
    expect(posted.visibleTo).toBeUndefined();
    expect(posted.plainText()).toContain('0 of 3');
    expect(posted.plainText()).toContain('See backups, and time it.');
    expect(posted.buttons()).toEqual(['Done', 'Done', 'Done', 'Show all', 'Manage…']);
  });

  it('is posted once, however often the button is pressed', async () => {
    const preview = await place('ada').command('/guide checklist launch');
    const before = place('ada').messages().length;
    workspace.slack.faults.next('chat.postMessage', { delayMs: 100 });
    const value = JSON.stringify(preview.blocks);
    await Promise.all([preview.press('Post to this channel'), preview.press('Post to this channel')]);
    await postingOver(workspace.slack, preview);
    await workspace.slack.settled();
    expect(value).toContain('post');
    expect(place('ada').messages().length).toBe(before + 1);
  });

  it('shows who ticked an item and when, in place, to everyone', async () => {
    const { posted } = await post('launch');
    await posted.as('ben').press('Done', { nth: 1 });
    await drawn(() => posted.plainText().includes('1 of 3'));
    expect(posted.buttons()).toEqual(['Done', 'Reopen', 'Done', 'Show all', 'Manage…']);
    const text = JSON.stringify(posted.blocks);
    expect(text).toContain(`slack://user?id=${workspace.slack.workspace.as('ben').person.id}|ben`);
    expect(text).toMatch(/<!date\^\d+\^\{date_short_pretty\} \{time\}\|/);
    expect(text).not.toContain('<@');
    await posted.as('ada').press('Reopen');
    await drawn(() => posted.plainText().includes('0 of 3'));
  });

  it('loses nothing when two people tick at the same time', async () => {
    const { posted } = await post('launch');
    await Promise.all([posted.as('ada').press('Done', { nth: 0 }), posted.as('ben').press('Done', { nth: 2 })]);
    await drawn(() => posted.plainText().includes('2 of 3'));
    expect(posted.buttons()).toEqual(['Reopen', 'Done', 'Reopen', 'Show all', 'Manage…']);
  });

  it('changes nothing when an item is set twice', async () => {
    const { posted } = await post('launch');
    await Promise.all([posted.as('ada').press('Done', { nth: 0 }), posted.as('ada').press('Done', { nth: 0 })]);
    await drawn(() => posted.plainText().includes('1 of 3'));
    expect(posted.buttons()).toEqual(['Reopen', 'Done', 'Done', 'Show all', 'Manage…']);
  });

  it('says in its header and once in its thread that everything is done', async () => {
    const { posted } = await post('launch');
    for (let n = 0; n < 3; n += 1) {
      await posted.press('Done', { nth: 0 });
      await drawn(() => posted.plainText().includes(`${n + 1} of 3`));
    }
    await drawn(() => posted.replies().length > 0);
    expect(posted.plainText()).toContain('all done');
    expect(posted.replies().map((reply) => reply.text)).toEqual([
      expect.stringContaining('All 3 items of *Going live checklist* are done'),
    ]);
  });

  it('survives a restart of the app, including a press whose update was not sent yet', async () => {
    const { posted } = await post('launch');
    workspace.slack.faults.every('chat.update', { status: 500 });
    await posted.press('Done', { nth: 0 });
    workspace.slack.faults.off();
    await workspace.restartApp();
    await drawn(() => posted.plainText().includes('1 of 3'));
  });

  it('shows six items of a long list, and the next six once these are ticked; the last tick can be undone', async () => {
    const { posted } = await post('backups');
    expect(posted.plainText()).toContain('0 of 60');
    expect(posted.plainText()).toContain('54 more items');
    expect(posted.plainText()).not.toContain('7. Back up table 7');
    for (let n = 0; n < 6; n += 1) {
      await posted.press('Done', { nth: 0 });
      await drawn(() => posted.plainText().includes(`${n + 1} of 60`));
      // Nothing moves while the six are worked off.
      if (n < 5) expect(posted.buttons().slice(0, 6).indexOf('Done')).toBe(n + 1);
    }
    expect(posted.buttons()).toEqual(['Done', 'Done', 'Done', 'Done', 'Done', 'Done', 'Undo', 'Show all', 'Manage…']);
    expect(posted.plainText()).toContain('7. Back up table 7');
    await posted.press('Undo');
    await drawn(() => posted.plainText().includes('5 of 60'));
    expect(posted.plainText()).toContain('6. Back up table 6');
  });

  // It takes half a minute.
  itLong('moves on by itself when nobody has ticked anything for a while', async () => {
    const { posted } = await post('launch');
    await posted.press('Done', { nth: 0 });
    await drawn(() => posted.plainText().includes('1 of 3'));
    expect(posted.plainText()).toContain('Done by');
    await workspace.slack.until(() => posted.buttons()[0] === 'Done' && posted.buttons().length === 4, {
      what: 'the ticked item to go',
    });
    expect(posted.plainText()).toContain('1. Restore a backup');
  });
});

describe('a channel where the app may not post', () => {
  it('shows why and how to invite it, and posts once it is invited', async () => {
    const { preview } = await post('launch', '#release-crew');
    expect(preview.plainText()).toContain('/invite');
    workspace.slack.workspace.inviteApp('#release-crew');
    await preview.press('Post to this channel');
    await workspace.slack.until(() => preview.plainText().includes('Posted'));
    expect(place('ada', '#release-crew').lastMessage().plainText()).toContain('0 of 3');
  });

  it('shows that it is archived', async () => {
    const preview = await place('ada', '#general').command('/guide checklist launch');
    workspace.slack.workspace.archive('#general');
    try {
      await preview.press('Post to this channel');
      await postingOver(workspace.slack, preview);
      expect(preview.plainText()).toContain('archived');
    } finally {
      workspace.slack.workspace.archive('#general', false);
    }
  });

  it('finds the message by itself when the reply was lost, if it may read the channel', async () => {
    workspace.slack.faults.next('chat.postMessage', { loseReply: true });
    const { preview, posted } = await post('launch');
    expect(preview.plainText()).toContain('Posted');
    expect(
      place('ada')
        .messages()
        .filter(({ ts }) => ts > preview.ts).length,
    ).toBe(1);
    await posted.press('Done', { nth: 0 });
    await drawn(() => posted.plainText().includes('1 of 3'));
  });

  it('says that the outcome is unknown if it may not read the channel, and finds the message by its first press', async () => {
    const { scopes } = workspace.slack.workspace.app;
    workspace.slack.workspace.grantScopes(scopes.filter((scope) => !scope.endsWith(':history')));
    const preview = await place('ada').command('/guide checklist launch');
    workspace.slack.faults.next('chat.postMessage', { loseReply: true });
    await preview.press('Post to this channel');
    await workspace.slack.until(() => preview.plainText().includes('may or may not have arrived'));
    workspace.slack.workspace.grantScopes([...scopes]);
    const posted = place('ada').lastMessage();
    expect(posted.plainText()).toContain('0 of 3');
    await posted.press('Done', { nth: 0 });
    await drawn(() => posted.plainText().includes('1 of 3'));
  });
});
