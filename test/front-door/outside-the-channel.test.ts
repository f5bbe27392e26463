import type { AppHome, PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { itLong } from '../long-tests.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const guide = await guideOf(goingLiveFiles);
const PRIVATE = '#release-crew';

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await startWorkspace(guide);
  workspace.slack.workspace.inviteApp(PRIVATE);
});
afterEach(() => workspace.stop());

function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
async function dialogOf(person: string, title: string) {
  await until(() => as(person).hasDialog && as(person).dialog().title.startsWith(title), `the dialog “${title}”`);
  return as(person).dialog();
}
async function openHome(person: string): Promise<AppHome> {
  const before = as(person).home().view?.hash;
  const home = await as(person).openHome();
  await until(() => home.view !== undefined && home.view.hash !== before, 'Home');
  return home;
}

/** Opens an item's dialog from the message in the channel. */
async function edit(posted: PostedMessage, person: string, nth: number) {
  if (as(person).hasDialog) await as(person).dialog().close({ all: true });
  await posted.as(person).press('Manage…');
  await (await dialogOf(person, 'Manage')).press('Edit', { nth });
  return dialogOf(person, 'Item');
}

/** Ada and Ben have written much in the private channel. The third item is Chika's, who is not in it, or no longer. */
async function postPrivately(): Promise<PostedMessage> {
  const { posted } = await postChecklist(workspace.slack, { in: PRIVATE, topic: 'launch: Falcon' });
  const first = await edit(posted, 'ada', 0);
  first.fill('Note', 'The budget is gone.');
  await first.submit();
  const second = await edit(posted, 'ben', 1);
  second.fill('Note', 'Nobody trusts it.');
  await second.submit();
  const third = await edit(posted, 'ada', 2);
  await third.choose('Assigned to', 'chika');
  await third.submit();
  await until(() => /budget[\s\S]*trusts[\s\S]*chika/.test(posted.plainText()), 'all changes');
  return posted;
}

const OTHERS = /Falcon|budget|trusts|Restore a backup|Watch the error rate/;

describe('a checklist in a private channel, outside of the channel', () => {
  itLong('shows an assignee their own item and nothing that others wrote, and lets them change it', async () => {
    const posted = await postPrivately();
    const home = await openHome('chika');
    expect(home.plainText()).toContain('1 open item assigned to you');
    expect(JSON.stringify(home.blocks)).not.toMatch(OTHERS);
    await home.press('Your items…');
    const own = await dialogOf('chika', 'Your items');
    expect(own.plainText()).toContain('Tell everyone');
    expect(JSON.stringify(own.blocks)).not.toMatch(OTHERS);
    expect(own.buttons()).toEqual(['Edit']);
    await own.press('Edit');
    const item = await dialogOf('chika', 'Item');
    expect(JSON.stringify(item.blocks)).not.toMatch(OTHERS);
    await item.choose('State', 'done');
    expect((await item.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('1 of 3'), 'the tick in the channel');
    await until(() => own.plainText().includes('Done by chika'), 'the tick in the dialog below');
    expect(JSON.stringify(own.blocks)).not.toMatch(OTHERS);
    expect(own.buttons()).toEqual(['Edit']);
    const message = as('chika').in('@guidepost').lastMessage();
    expect(message.plainText()).toContain('Tell everyone');
    expect(JSON.stringify(message.blocks)).not.toMatch(OTHERS);
  });

  it('changes nothing from a dialog whose item has been given to somebody else meanwhile', async () => {
    const posted = await postPrivately();
    await (await openHome('chika')).press('Your items…');
    await (await dialogOf('chika', 'Your items')).press('Edit');
    const item = await dialogOf('chika', 'Item');
    const other = await edit(posted, 'ada', 2);
    await other.choose('Assigned to', 'ben');
    await other.submit();
    await until(
      () => posted.plainText().includes('ben · ') || /Tell everyone[\s\S]*ben/.test(posted.plainText()),
      'Ben',
    );
    await item.choose('State', 'done');
    await item.submit();
    await until(() => as('chika').dialog().plainText().includes('in its channel'), 'the reason');
    await workspace.slack.settled();
    expect(posted.plainText()).toContain('0 of 3');
    expect(JSON.stringify(as('chika').dialog().blocks)).not.toMatch(OTHERS);
  });

  it('shows people who posted it or worked on it how far it is, with a link, and nothing that others wrote', async () => {
    await postPrivately();
    for (const person of ['ada', 'ben']) {
      const home = await openHome(person);
      expect(home.plainText()).toContain('0 of 3 done');
      expect(JSON.stringify(home.blocks)).toContain('/archives/');
      // Ada gave the run its name when she posted it.
      expect(JSON.stringify(home.blocks)).not.toMatch(person === 'ada' ? /budget|trusts|Restore|Watch/ : OTHERS);
      expect(home.plainText().includes('Falcon')).toBe(person === 'ada');
      expect(home.buttons()).not.toContain('Manage…');
      expect(home.buttons()).not.toContain('Your items…');
    }
  });

  it('opens only the own items from a Home that was published when the channel was public', async () => {
    const { posted } = await postChecklist(workspace.slack, { in: '#deployments', topic: 'launch: Falcon' });
    const item = await edit(posted, 'ada', 2);
    await item.choose('Assigned to', 'chika');
    await item.submit();
    await until(() => posted.plainText().includes('chika'), 'the assignee');
    const home = await openHome('chika');
    workspace.withDatabase((database) => database.exec('update runs set is_public = 0'));
    await home.press('Manage…');
    const own = await dialogOf('chika', 'Your items');
    expect(own.plainText()).toContain('Tell everyone');
    expect(JSON.stringify(own.blocks)).not.toMatch(OTHERS);
  });
});

it('opens the whole checklist from Home if everyone may read its channel', async () => {
  const { posted } = await postChecklist(workspace.slack, { in: '#deployments', topic: 'launch: open' });
  // It was posted by an earlier release, or from a dialog: the channel is not known until somebody presses something in it.
  workspace.withDatabase((database) => database.exec('update runs set is_public = null'));
  expect((await openHome('ada')).buttons()).toContain('Manage…');
  await posted.as('ben').press('Done', { nth: 0 });
  await until(() => posted.plainText().includes('1 of 3'), 'the tick');
  expect((await openHome('ben')).buttons()).toContain('Manage…');
  workspace.withDatabase((database) => database.exec('update runs set is_public = null'));
  expect((await openHome('ben')).buttons()).not.toContain('Manage…');
  await (await openHome('ada')).press('Manage…');
  expect((await dialogOf('ada', 'Manage')).buttons()).toEqual(
    expect.arrayContaining(['History', 'Copy as Markdown', 'Edit', 'Edit', 'Edit']),
  );
});

describe('assigning an item to somebody who is not in the channel', () => {
  const WARNING = /chika is not in #C\w+\. They get a message[\s\S]* see nothing else/;

  async function choose(posted: PostedMessage, person: string) {
    const item = await edit(posted, 'ada', 2);
    item.fill('Note', 'Ask for *the* keys.');
    await item.choose('Assigned to', person);
    return item;
  }

  it('is said before they get a message, and what was entered stays', async () => {
    const { posted } = await postChecklist(workspace.slack, { in: PRIVATE, topic: 'launch: Falcon' });
    workspace.slack.workspace.removePerson(PRIVATE, 'chika');
    const item = await choose(posted, 'chika');
    expect((await item.submit()).kind).toBe('updated');
    const asked = await dialogOf('ada', 'Item');
    expect(asked.plainText()).toMatch(WARNING);
    expect(posted.plainText()).not.toContain('chika');
    expect(as('chika').in('@guidepost').messages()).toHaveLength(0);
    expect((await asked.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('chika'), 'the assignee');
    await until(() => as('chika').in('@guidepost').messages().length === 1, 'the message to them');
    expect(JSON.stringify(posted.blocks)).toContain('keys');
  });

  it('asks once more for another one, and not for those who are in the channel', async () => {
    const { posted } = await postChecklist(workspace.slack, { in: PRIVATE, topic: 'launch: Falcon' });
    for (const person of ['chika', 'ben']) workspace.slack.workspace.removePerson(PRIVATE, person);
    const item = await choose(posted, 'chika');
    await item.submit();
    const asked = await dialogOf('ada', 'Item');
    await asked.choose('Assigned to', 'ben');
    expect((await asked.submit()).kind).toBe('updated');
    const again = await dialogOf('ada', 'Item');
    expect(again.plainText()).toMatch(/ben is not in/);
    await again.choose('Assigned to', 'ada');
    expect((await again.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('keys'), 'the assignee');
    expect([...as('chika').in('@guidepost').messages(), ...as('ben').in('@guidepost').messages()]).toHaveLength(0);
  });

  it('is not asked where Slack does not say who is in the channel', async () => {
    const { posted } = await postChecklist(workspace.slack, { in: PRIVATE, topic: 'launch: Falcon' });
    workspace.slack.workspace.removePerson(PRIVATE, 'chika');
    workspace.slack.workspace.grantScopes(['chat:write', 'commands', 'users:read']);
    expect((await (await choose(posted, 'chika')).submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('chika'), 'the assignee');
  });
});
