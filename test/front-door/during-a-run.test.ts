import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import { guideOf } from '../builders/guide-of.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'move.md': `# Move the database

To another machine.

## Move checklist

### Before

- [ ] Stop the workers
- [ ] Check the copy {evidence=url}

### After

- [ ] Approve the move {sign-off=2}
- [ ] Start the workers {role=operator}
`,
};

let guide: Guide;
let workspace: TestWorkspace;
beforeAll(async () => {
  guide = await guideOf(files);
});
beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
async function post(): Promise<PostedMessage> {
  return (await postChecklist(workspace.slack, { topic: 'move' })).posted;
}
async function dialogOf(person: string, title: string) {
  await until(() => as(person).hasDialog && as(person).dialog().title.startsWith(title), `the dialog “${title}”`);
  return as(person).dialog();
}
async function manage(posted: PostedMessage, person: string) {
  await posted.as(person).press('Manage…');
  return dialogOf(person, 'Manage');
}

describe('what an item asks for', () => {
  it('is a link in a dialog before it is done, and the link is shown', async () => {
    const posted = await post();
    await posted.as('ben').press('Done…');
    const dialog = await dialogOf('ben', 'Mark as done');
    dialog.fill('Link', 'ftp://x');
    expect((await dialog.submit()).kind).toBe('errors');
    dialog.fill('Link', 'https://ci.example/runs/7');
    expect((await dialog.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('1 of 4'), 'the tick');
    expect(JSON.stringify(posted.blocks)).toContain('<https://ci.example/runs/7|ci.example/runs/7>');
  });

  it('is the approval of two different people, which each can take back', async () => {
    const posted = await post();
    await posted.press('Show all');
    const dialog = await dialogOf('ada', 'All items');
    await dialog.press('Approve');
    await until(() => dialog.plainText().includes('1 of 2 approvals: ada'), 'the first approval');
    await dialog.press('Withdraw');
    await until(() => dialog.plainText().includes('0 of 2 approvals'), 'the withdrawal');
    await dialog.press('Approve');
    await until(() => dialog.plainText().includes('1 of 2 approvals'), 'the approval again');
    await posted.as('ben').press('Show all');
    await (await dialogOf('ben', 'All items')).press('Approve');
    await until(() => posted.plainText().includes('1 of 4'), 'the sign-off');
  });

  it('is the role of whoever may tick it, who can be told and can take it', async () => {
    const posted = await post();
    await posted.as('ben').press('Show all');
    const all = await dialogOf('ben', 'All items');
    await all.press('Done', { nth: 1 });
    await until(() => as('ben').dialog().plainText().includes('which nobody has yet'), 'the reason');
    await as('ben').dialog().close({ all: true });
    await (await manage(posted, 'ben')).press('Roles…');
    const roles = await dialogOf('ben', 'Roles');
    await roles.choose('Role “operator”', 'ben');
    roles.fill('Note for the next person', 'Workers are on *two* machines.');
    expect((await roles.submit()).kind).toBe('closed');
    await until(() => posted.replies().length > 0, 'the line in the thread');
    expect(posted.replies()[0]?.text).toContain('has the role *operator* now');
    expect(posted.replies()[0]?.text).not.toContain(' *two* ');
    await until(() => as('ben').dialog().plainText().includes('operator: ben'), 'the dialog below');
    await as('ben').dialog().close({ all: true });
    await posted.as('ben').press('Show all');
    await (await dialogOf('ben', 'All items')).press('Done', { nth: 1 });
    await until(() => posted.plainText().includes('1 of 4'), 'the tick');
  });
});

it('offers the role that an item needs, and takes it with one press', async () => {
  const posted = await post();
  // From the message: the item is in the second phase, so the first one is settled before.
  await posted.as('ada').press('Done', { nth: 0 });
  await posted.as('ada').press('Done…');
  const evidence = await dialogOf('ada', 'Mark as done');
  evidence.fill('Link', 'https://ci.example/8');
  await evidence.submit();
  await until(() => posted.plainText().includes('2 of 4'), 'the first phase');
  await posted.as('ben').press('Done');
  const place = as('ben').in('#deployments');
  await until(() => place.lastMessage().buttons().includes('Take the role “operator”'), 'the offer');
  const offer = place.lastMessage();
  expect(offer.plainText()).toContain('which nobody has yet');
  await Promise.all([offer.press('Take the role “operator”'), offer.press('Take the role “operator”')]);
  await until(() => offer.plainText().includes('You have the role “operator” now'), 'the role');
  await posted.as('ben').press('Done');
  await until(() => posted.plainText().includes('3 of 4'), 'the tick');
  await until(() => posted.replies().length > 0, 'the line in the thread');
  expect(posted.replies().map(({ text }) => text)).toEqual([expect.stringContaining('has the role *operator* now')]);
});

describe('managing a run', () => {
  it('adds an item that is not in the guide, once, and says who added it', async () => {
    const posted = await post();
    await (await manage(posted, 'ben')).press('Add an item…');
    const dialog = await dialogOf('ben', 'Add an item');
    dialog.fill('What has to be done?', 'Tell *support*');
    await dialog.choose('At the end of', 'Before');
    expect((await dialog.submit()).kind).toBe('closed');
    const submission = workspace.slack.requests.filter(({ what }) => what === 'view_submission').at(-1);
    if (submission) await workspace.repeat(submission);
    await until(() => posted.plainText().includes('0 of 5'), 'the new item');
    expect(posted.plainText()).toMatch(/3\. Tell .?support[\s\S]*added by ben/);
    await workspace.slack.settled();
    expect(posted.plainText()).toContain('0 of 5');
  });

  it('archives only for who may, asks first, and brings a run back', async () => {
    const posted = await post();
    await (await manage(posted, 'ben')).press('Archive');
    await until(() => as('ben').dialog().plainText().includes('Only ada, who started and leads it'), 'the reason');
    await as('ben').dialog().close({ all: true });
    const dialog = await manage(posted, 'ada');
    expect(JSON.stringify(dialog.blocks)).toContain('Archive this checklist?');
    await dialog.press('Archive');
    await until(() => posted.plainText().includes('Archived by'), 'the archive');
    await until(() => dialog.buttons().includes('Unarchive'), 'the dialog');
    await dialog.press('Unarchive');
    await until(() => !posted.plainText().includes('Archived by'), 'the run to be back');
    expect(posted.buttons()).toContain('Done');
  });

  it('lets only the lead open the gate, with a reason that everyone reads, and closes it again', async () => {
    const posted = await post();
    await (await manage(posted, 'ben')).press('Open the gate…');
    await until(() => as('ben').dialog().plainText().includes('Only who leads this checklist'), 'the reason');
    expect(as('ben').dialog().buttons()).toContain('Take the role “lead”');
    await as('ben').dialog().close({ all: true });
    await (await manage(posted, 'ada')).press('Open the gate…');
    const dialog = await dialogOf('ada', 'Open the gate');
    await dialog.choose('For', 'Before');
    dialog.fill('Why?', '  ');
    expect((await dialog.submit()).kind).toBe('errors');
    dialog.fill('Why?', 'The *shop* is down <!channel>');
    expect((await dialog.submit()).kind).toBe('closed');
    const submission = workspace.slack.requests.filter(({ what }) => what === 'view_submission').at(-1);
    if (submission) await workspace.repeat(submission);
    await until(() => posted.plainText().includes('Gate opened for Before by ada'), 'the message');
    await until(() => posted.replies().length > 0, 'the line in the thread');
    expect(posted.replies()[0]?.text).toContain('opened the gate for *Before*, although items are open');
    expect(posted.replies()[0]?.text).not.toMatch(/ \*shop\* |<!channel>/);
    expect(JSON.stringify(posted.blocks)).not.toContain('<!channel>');
    expect(posted.plainText()).toContain('0 of 4');
    await posted.as('ben').press('Show all');
    expect((await dialogOf('ben', 'All items')).plainText()).toContain('Gate opened for Before by ada');
    await as('ben').dialog().close({ all: true });
    const managed = await manage(posted, 'ben');
    await managed.press('Close the gate');
    await until(() => !posted.plainText().includes('Gate opened'), 'the closed gate');
    await until(() => !managed.buttons().includes('Close the gate'), 'the dialog');
    await until(() => posted.replies().length > 1, 'the line about it');
    expect(posted.replies().map(({ text }) => text)[1]).toContain('closed the gate for *Before* again');
    await managed.press('History');
    const history = await dialogOf('ben', 'History');
    expect(history.plainText()).toMatch(
      /closed the gate for Before again[\s\S]*opened the gate for Before: “The .?shop/,
    );
  });

  it('gives an assignee the item with its buttons, and shows there what they did', async () => {
    const posted = await post();
    const before = as('chika').in('@guidepost').messages().length;
    await (await manage(posted, 'ada')).press('Edit', { nth: 0 });
    const item = await dialogOf('ada', 'Item');
    await item.choose('Assigned to', 'chika');
    await item.choose('Due', '2031-11-24');
    await item.choose('Time', '15:30');
    expect((await item.submit()).kind).toBe('closed');
    await until(() => as('chika').in('@guidepost').messages().length > before, 'the direct message');
    const told = as('chika').in('@guidepost').lastMessage();
    expect(told.plainText()).toContain('Stop the workers');
    expect(told.buttons()).toEqual(['Done', 'Edit', 'Open']);
    expect(JSON.stringify(posted.blocks)).toContain('<!date^');
    await told.as('chika').press('Done');
    await until(() => posted.plainText().includes('1 of 4'), 'the tick in the channel');
    await until(() => told.plainText().includes('Done by chika'), 'the message to the assignee');
    expect(told.buttons()).toEqual(['Reopen', 'Edit', 'Open']);
  });
});
