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
  'rack.md': `# Build a rack

From parts.

## Rack checklist

- [ ] Mount it
  - [ ] Rails
  - [ ] Feet
- [ ] Label \\*both\\* sides
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
async function postRack(): Promise<PostedMessage> {
  return (await postChecklist(workspace.slack, { topic: 'rack' })).posted;
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

  it('is shown without its link if that is too long for a message of Slack, and the message goes on', async () => {
    const posted = await post();
    await posted.as('ben').press('Done…');
    const dialog = await dialogOf('ben', 'Mark as done');
    dialog.fill('Link', `https://ci.example/runs?${'id=7&'.repeat(390)}`);
    expect((await dialog.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('1 of 4'), 'the tick');
    expect(posted.plainText()).toContain('ci.example/runs');
    await posted.press('Show all');
    expect((await dialogOf('ada', 'All items')).plainText()).toContain('ci.example/runs');
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

  it('is the role that may tick it, whose holder can be told, and which a person can take', async () => {
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
    await until(() => as('ben').dialog().plainText().includes('Only the lead of this checklist'), 'the reason');
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

describe('editing an item', () => {
  /** Opens the dialog of the last item of the rack. */
  async function editLast(posted: PostedMessage, person: string) {
    await (await manage(posted, person)).press('Edit', { nth: 3 });
    return dialogOf(person, 'Item');
  }

  it('refuses a day that is over for the person, also where it is not over elsewhere', async () => {
    const item = await editLast(await postRack(), 'chika');
    const hoursAhead = 9; // Tokyo has no summer time.
    const yesterday = new Date(Date.now() + (hoursAhead - 24) * 3_600_000).toISOString().slice(0, 10);
    await item.choose('Due', yesterday);
    const refused = await item.submit();
    expect(refused.kind).toBe('errors');
    expect(JSON.stringify(refused)).toContain('This due date is in the past');
  });

  it('shows the addresses of a note as links, whole where the note is cut', async () => {
    const posted = await postRack();
    const item = await editLast(posted, 'ada');
    const address = `https://wiki.example/rack_7/_draft_?${'side=left&'.repeat(12)}`;
    item.fill('Note', `(https://cmdb.example/_7) <!channel> *T* ${address}`);
    expect((await item.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('cmdb.example'), 'the note');
    const blocks = JSON.stringify(posted.blocks);
    expect(blocks).toContain('(<https://cmdb.example/_7>)');
    expect(blocks).toContain(`<${address.replaceAll('&', '&amp;')}|https://wiki.example/rack`);
    expect(blocks).not.toContain('<!channel>');
  });

  it('keeps the message up to date when everything that is said is long', async () => {
    const posted = await postRack();
    const item = await editLast(posted, 'ada');
    item.fill('Note', '& https://x.example '.repeat(50).trim());
    await item.choose('State', 'skipped');
    item.fill('Reason for skipping', '<>'.repeat(150));
    expect((await item.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('1 skipped'), 'the message');
    await as('ada').dialog().close({ all: true });
    await posted.press('Show all');
    expect((await dialogOf('ada', 'All items')).plainText()).toContain('Skipped by ada');
  });

  it('names items by the numbers of the message, in its title and in the history', async () => {
    const posted = await postRack();
    expect(posted.plainText()).toContain('2. Label');
    const item = await editLast(posted, 'ada');
    expect(item.title).toBe('Item 2');
    // An asterisk inside of the bold title does not end it.
    expect(JSON.stringify(item.blocks)).toContain('*Label ∗both∗ sides*');
    await item.choose('State', 'done');
    await item.submit();
    await until(() => posted.plainText().includes('1 of 2'), 'the tick');
    const managed = await dialogOf('ada', 'Manage');
    await managed.press('Edit', { nth: 2 });
    const part = await dialogOf('ada', 'Item');
    expect(part.title).toBe('Item 1.2');
    await part.choose('State', 'done');
    await part.submit();
    await (await dialogOf('ada', 'Manage')).press('Roles…');
    const roles = await dialogOf('ada', 'Roles');
    await roles.choose('Lead', 'ben');
    await roles.submit();
    await until(() => posted.plainText().includes('led by ben'), 'the new lead');
    await (await dialogOf('ada', 'Manage')).press('History');
    const history = (await dialogOf('ada', 'History')).plainText();
    expect(history).toContain('ada completed 1.2. Feet');
    expect(history).toMatch(/ada completed 2\. Label/);
    expect(history).toContain('ada gave the role lead to ben');
  });

  it('says who took a role', async () => {
    const posted = await post();
    await (await manage(posted, 'ben')).press('Roles…');
    const roles = await dialogOf('ben', 'Roles');
    await roles.choose('Role “operator”', 'ben');
    await roles.submit();
    const managed = await dialogOf('ben', 'Manage');
    await until(() => managed.plainText().includes('operator: ben'), 'the role');
    await managed.press('History');
    expect((await dialogOf('ben', 'History')).plainText()).toContain('ben took the role operator');
  });
});
