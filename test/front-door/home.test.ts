import type { AppHome, PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { itLong } from '../long-tests.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}

const guide = await guideOf({
  'launch.md': `---
title: Launch & <go live>
summary: The last look before the launch.
choices:
  - {text: "Backups?", to: backups}
---
Ready, steady.

## Launch checklist

- [ ] Restore a backup
- [ ] Tell everyone
`,
  'backups.md': '---\ntitle: Backups\nsummary: Copies that can be restored.\n---\n\nTry one each month.\n',
});

beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

/** Opens Home and waits until the app has published it again. */
async function openHome(person: string): Promise<AppHome> {
  const before = as(person).home().view?.hash;
  const home = await as(person).openHome();
  await until(() => home.view !== undefined && home.view.hash !== before, 'Home');
  return home;
}

async function dialogOf(person: string, text: string) {
  await until(
    () => as(person).hasDialog && `${as(person).dialog().title}\n${as(person).dialog().plainText()}`.includes(text),
    `a dialog with “${text}”`,
  );
  return as(person).dialog();
}

async function post(by: string, name: string, channel = '#deployments'): Promise<PostedMessage> {
  return (await postChecklist(workspace.slack, { by, in: channel, topic: `launch: ${name}` })).posted;
}

function published() {
  return workspace.slack.calls.filter(({ method }) => method === 'views.publish');
}

describe('Home', () => {
  it('explains how to ask, says that no checklist is open, and opens a topic as a card in a dialog with working buttons', async () => {
    const home = await openHome('ada');
    expect(home.plainText()).toContain('Type /guide and a question');
    expect(home.plainText()).toContain('None right now.');
    expect(home.buttons()).toContain('Launch & <go live>');
    await home.press('Launch & <go live>');
    const card = await dialogOf('ada', 'The last look before the launch.');
    expect(card.buttons()).toEqual(expect.arrayContaining(['Backups?', 'Checklist (2 items)']));
    await card.press('Read the page');
    expect((await dialogOf('ada', 'Ready, steady.')).title).toBe('Launch & <go live>');
  });

  it('answers a question in a dialog with working buttons; Share and Post ask for a channel', async () => {
    const home = await openHome('ada');
    await home.choose('Or ask here', 'what is the last look before the launch?');
    const card = await dialogOf('ada', 'The last look before the launch.');
    expect(card.buttons()).toEqual(expect.arrayContaining(['Backups?', 'Checklist (2 items)', 'Read the page']));
    expect(card.plainText()).toContain('[Share…]');
    await card.press('Backups?');
    await (await dialogOf('ada', 'Copies that can be restored.')).press('Back');
    await (await dialogOf('ada', 'The last look before the launch.')).press('Checklist (2 items)');
    const preview = await dialogOf('ada', 'Post it, and everyone');
    expect(preview.buttons()).not.toContain('Post to this channel');
    expect(workspace.slack.workspace.dialogs('ada')).toHaveLength(1);
    await preview.press('Post to a channel…');
    const options = await dialogOf('ada', 'Name of this run');
    await options.choose('Channel', '#deployments');
    await options.submit();
    await dialogOf('ada', 'Posted');
    // Home is below the dialogs and is not opened again.
    await until(() => as('ada').home().plainText().includes('0 of 2 done'), 'the checklist on Home');
    expect(as('ben').in('#deployments').lastMessage().plainText()).toContain('0 of 2');
  });

  it('does nothing for an empty question', async () => {
    const home = await openHome('ada');
    await home.choose('Or ask here', '   ');
    await workspace.slack.settled();
    expect(as('ada').hasDialog).toBe(false);
  });

  it('shows progress and a link to the people who posted, ticked or were assigned something, and to no one else', async () => {
    const posted = await post('ada', 'shop-api <2.4>');
    expect((await openHome('chika')).plainText()).toContain('None right now.');
    await posted.as('ben').press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 2'), 'the update');
    for (const person of ['ada', 'ben']) {
      const home = await openHome(person);
      expect(home.plainText()).toContain('1 of 2 done');
      expect(home.plainText()).toContain('shop-api <2.4>');
      expect(JSON.stringify(home.blocks)).toMatch(/<http[^|>]*\/archives\/C[A-Z0-9]+\/p\d+\|/);
    }
    expect((await openHome('chika')).plainText()).toContain('None right now.');
    await (await openHome('ben')).press('Manage…');
    await (await dialogOf('ben', 'Restore a backup')).press('Edit', { nth: 1 });
    const item = await dialogOf('ben', 'Reason for skipping');
    await item.choose('Assigned to', 'chika');
    await item.submit();
    expect((await openHome('chika')).plainText()).toContain('1 open item assigned to you');
    await posted.as('ben').press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('2 of 2'), 'the update');
    expect((await openHome('ben')).plainText()).toContain('None right now.');
  });

  it('immediately shows changes made in the dialogs opened from it', async () => {
    await post('ada', 'one');
    await (await openHome('ada')).press('Manage…');
    const change = async (nth: number, state: string): Promise<void> => {
      await (await dialogOf('ada', 'Restore a backup')).press('Edit', { nth });
      const item = await dialogOf('ada', 'Reason for skipping');
      await item.choose('State', state);
      await item.submit();
    };
    // The second change comes from the dialog that the first one updated.
    await change(0, 'Done');
    await until(() => as('ada').home().plainText().includes('1 of 2 done'), 'the progress on Home');
    await change(1, 'Done');
    await until(() => as('ada').home().plainText().includes('None right now.'), 'Home without it');
  });

  it('shows the latest state, however often the event is delivered, and ignores the Messages tab', async () => {
    await openHome('ada');
    const [visit] = workspace.slack.requests.filter(({ payload }) => payload.type === 'event_callback');
    if (visit === undefined) throw new Error('no event was sent');
    expect(await workspace.repeat(visit)).toBe(200);
    await until(() => published().length === 2, 'the second publication');
    await as('ada').openHome('messages');
    await workspace.slack.settled();
    expect(published()).toHaveLength(2);
    // The repeated visit carries the hash of an older Home, so it must not replace the newer one.
    const hash = as('ada').home().view?.hash;
    const visits = workspace.slack.requests.filter(({ payload }) => payload.type === 'event_callback');
    await openHome('ada');
    expect(as('ada').home().view?.hash).not.toBe(hash);
    const latest = as('ada').home().view?.hash;
    const last = workspace.slack.requests.filter(({ payload }) => payload.type === 'event_callback').at(-1);
    expect(visits.length).toBeGreaterThan(0);
    if (last === undefined) throw new Error('no event was sent');
    await workspace.repeat(last);
    await until(() => published().at(-1)?.reply?.error === 'hash_conflict', 'the refusal');
    expect(as('ada').home().view?.hash).toBe(latest);
    expect(workspace.log.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
  });

  it.each([
    ['a reply is lost', { garbleReply: 'html' }],
    ['a call is lost', { garbleReply: 'html', undone: true }],
    ['Slack fails', { error: 'internal_error' }],
  ] as const)('publishes Home once more when %s', async (_, fault) => {
    workspace.slack.faults.next('views.publish', fault);
    const home = await as('ada').openHome();
    await until(() => published().length === 2, 'the second publication');
    await workspace.slack.settled();
    expect(home.plainText()).toContain('Type /guide');
    expect(workspace.log.filter((line) => line.includes('Home could not be updated'))).toEqual([]);
  });

  it('keeps working when Slack refuses to publish Home, and logs a warning with the reason', async () => {
    workspace.slack.faults.next('views.publish', { error: 'not_enabled' });
    await as('ada').openHome();
    await until(() => workspace.log.some((line) => line.includes('not_enabled')), 'the warning');
    expect(workspace.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect((await openHome('ada')).plainText()).toContain('Type /guide');
  });

  it('shows the topics, and says that the checklists cannot be loaded, while the database fails', async () => {
    await post('ada', 'one');
    await workspace.changeDatabase('alter table runs rename to runs_away');
    const home = await openHome('ada');
    expect(home.plainText()).toContain("can't load your checklists");
    expect(home.buttons()).toContain('Backups');
    await workspace.changeDatabase('alter table runs_away rename to runs');
    expect((await openHome('ada')).plainText()).toContain('0 of 2 done');
  });

  itLong('says how many checklists do not fit', async () => {
    for (let n = 0; n < 17; n += 1) await post('ada', `run ${n}`);
    const home = await openHome('ada');
    expect(home.plainText()).toContain('and 9 more');
    expect(home.plainText()).toContain('run 16');
    expect(home.plainText()).not.toContain('– run 1\n');
  });
});
