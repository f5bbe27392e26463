import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function place(person: string, channel = '#deployments') {
  return as(person).in(channel);
}
function settled() {
  return workspace.slack.settled();
}
/** Waits until the posted message shows what the store has. */
function until(condition: () => boolean, what = 'the redraw') {
  return workspace.slack.until(condition, { what });
}

async function post(topic = 'launch', channel = '#deployments'): Promise<PostedMessage> {
  return (await postChecklist(workspace.slack, { topic, in: channel })).posted;
}

/** Waits for a dialog with this title on top. */
async function dialogOf(person: string, title: string) {
  await until(() => as(person).hasDialog && as(person).dialog().title.startsWith(title), `the dialog “${title}”`);
  return as(person).dialog();
}

async function manage(posted: PostedMessage, person = 'ada') {
  await posted.as(person).press('Manage…');
  return dialogOf(person, 'Manage');
}

/** Opens the dialog of one item, from the posted message. */
async function edit(posted: PostedMessage, person: string, nth: number) {
  await closeAll(person);
  await (await manage(posted, person)).press('Edit', { nth });
  return dialogOf(person, 'Item');
}

async function closeAll(...people: string[]) {
  for (const person of people) if (as(person).hasDialog) await as(person).dialog().close({ all: true });
}

let guide: Guide;
beforeAll(async () => {
  guide = await guideOf(goingLiveFiles);
});
// A workspace for each test: updates have a budget, and a list would show the runs of other tests.
beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

describe('a run with a name', () => {
  it('shows the name after the colon in the preview and in the posted header', async () => {
    const preview = await place('ada').command('/guide checklist launch: shop-api 2.4');
    expect(preview.plainText()).toContain('Going live checklist – shop-api 2.4');
    await preview.press('Post to this channel');
    await until(() => preview.plainText().includes('Posted'), 'the posting');
    expect(place('ada').lastMessage().plainText()).toContain('Going live checklist – shop-api 2.4');
    expect(preview.plainText()).toContain('shop-api 2.4');
  });
});

describe('posting with options', () => {
  const open = async (line = '/guide checklist launch: shop-api') => {
    const preview = await place('ada').command(line);
    await closeAll('ada');
    await preview.press('Post with options…');
    return { preview, dialog: await dialogOf('ada', 'Post a') };
  };

  it('chooses the channel, names the run and leaves items out', async () => {
    const { dialog, preview } = await open();
    expect(dialog.plainText()).toContain('Going live checklist');
    await dialog.choose('Channel', '#general');
    dialog.fill('Name of this run', 'shop-api 2.5');
    await dialog.choose('Items', ['1. Restore a backup', '3. Tell everyone']);
    expect((await dialog.submit()).kind).toBe('closed');
    expect(preview.plainText()).toContain('is posted in');
    const posted = place('ben', '#general').lastMessage();
    expect(posted.plainText()).toContain('Going live checklist – shop-api 2.5');
    expect(posted.plainText()).toContain('0 of 2');
    expect(posted.plainText()).not.toContain('Watch the error rate');
  });

  it('posts to this channel if none is chosen, and offers every item of a long list', async () => {
    const { dialog } = await open('/guide checklist backups');
    expect(dialog.plainText()).toContain('60. Back up table 60');
    await dialog.submit();
    expect(place('ada').lastMessage().plainText()).toContain('0 of 60');
  });

  it('says at the field what is wrong, keeps what was entered, and posts after a correction', async () => {
    const { dialog } = await open();
    await dialog.choose('Items', []);
    expect(await dialog.submit()).toMatchObject({ kind: 'errors' });
    await dialog.choose('Items', ['2. Watch the error rate', '3. Tell everyone']);
    await dialog.choose('Channel', '#release-crew');
    const refused = await dialog.submit();
    expect(JSON.stringify(refused)).toContain('/invite @Guidepost');
    await dialog.choose('Channel', '#deployments');
    expect((await dialog.submit()).kind).toBe('closed');
    expect(place('ada').lastMessage().plainText()).toContain('0 of 2');
  });

  it('posts once, however often and late the submission is repeated', async () => {
    const { dialog } = await open();
    await dialog.submit();
    const before = place('ada').messages().length;
    const submission = workspace.slack.requests.filter(({ what }) => what === 'view_submission').at(-1);
    if (submission === undefined) throw new Error('nothing was submitted');
    await Promise.all([1, 2, 3].map(() => workspace.repeat(submission)));
    await settled();
    await workspace.repeat(submission);
    await settled();
    expect(place('ada').messages().length).toBe(before);
  });
});

describe('managing items', () => {
  it('skips an item with a reason, shows it and counts the item as settled, and reopens it with one press', async () => {
    const posted = await post();
    const dialog = await edit(posted, 'ada', 1);
    await dialog.choose('State', 'skipped');
    expect(await dialog.submit()).toMatchObject({ kind: 'errors', errors: { reason: expect.any(String) } });
    dialog.fill('Reason for skipping', 'Nobody is awake <!here>');
    expect((await dialog.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('1 skipped'));
    expect(posted.plainText()).toContain('0 of 3 done · 1 skipped');
    expect(posted.plainText()).toContain('reason: Nobody is awake <!here>');
    expect(JSON.stringify(posted.blocks)).not.toContain('<!here>');
    // The dialog below shows it too.
    await until(() => as('ada').dialog().plainText().includes('Nobody is awake'), 'the dialog below');
    await closeAll('ada');
    await posted.press('Reopen');
    await until(() => !posted.plainText().includes('skipped'));
  });

  it('assigns an item to a person, notifies them once, and shows the due date and the note in one line', async () => {
    const posted = await post();
    const before = place('chika', '@guidepost').messages().length;
    const dialog = await edit(posted, 'ada', 0);
    await dialog.choose('Assigned to', 'chika');
    await dialog.choose('Due', '2031-11-24');
    dialog.fill('Note', 'Use the copy in Frankfurt.');
    await dialog.submit();
    await until(() => posted.plainText().includes('chika'));
    expect(posted.plainText()).toMatch(/chika · due Mon,? 24 Nov 2031 · note: Use the copy in Frankfurt\./);
    await until(() => place('chika', '@guidepost').messages().length > before, 'the direct message');
    const notification = place('chika', '@guidepost').lastMessage();
    expect(notification.plainText()).toContain('assigned you an item');
    expect(notification.plainText()).toContain('Restore a backup');

    const again = await edit(posted, 'ada', 0);
    again.fill('Note', 'Use the copy in Paris.');
    await again.submit();
    await until(() => posted.plainText().includes('Paris'));
    await settled();
    expect(place('chika', '@guidepost').messages().length).toBe(before + 1);
    await closeAll('ada');
  });

  it.each([
    [
      'refused',
      { error: 'messages_tab_disabled' },
      'could not be told: Slack refused the message (messages_tab_disabled)',
    ],
    ['may be lost', { garbleReply: 'html' }, 'It is not certain that'],
  ] as const)('says in the history that the message to an assignee %s', async (_, fault, told) => {
    const posted = await post();
    const dialog = await edit(posted, 'ada', 0);
    await dialog.choose('Assigned to', 'ben');
    workspace.slack.faults.next('chat.postMessage', fault);
    await dialog.submit();
    await until(
      () => workspace.log.some((line) => line.includes('A message about a checklist was not sent')),
      'the log',
    );
    await closeAll('ada');
    const seen = async (): Promise<string> => {
      await closeAll('ada');
      await (await manage(posted)).press('History');
      return (await dialogOf('ada', 'History')).plainText();
    };
    // It is recorded just after it is logged.
    while (!(await seen()).includes(told));
    expect(await seen()).toContain('assigned 1. ');
  });

  it('removes an assignee and a due date', async () => {
    const posted = await post();
    const dialog = await edit(posted, 'ada', 2);
    await dialog.choose('Assigned to', 'ada');
    await dialog.choose('Due', '2031-12-01');
    await dialog.submit();
    await until(() => posted.plainText().includes('1 Dec 2031'));
    const again = await edit(posted, 'ben', 2);
    await again.choose('Remove', ['assignee', 'due']);
    await again.submit();
    await until(() => !posted.plainText().includes('1 Dec 2031'));
    expect(posted.plainText()).not.toContain('↳');
    await closeAll('ada', 'ben');
  });

  it('keeps both changes when two people edit the same item at the same time', async () => {
    const posted = await post();
    const [hers, his] = [await edit(posted, 'ada', 0), await edit(posted, 'ben', 0)];
    hers.fill('Note', 'Mind the size.');
    await his.choose('State', 'done');
    await Promise.all([hers.submit(), his.submit()]);
    await until(() => posted.plainText().includes('Mind the size.') && posted.plainText().includes('1 of 3'));
    expect(posted.plainText()).toContain('Done by ben');
    await closeAll('ada', 'ben');
  });

  it('shows all items of a long run, part by part', async () => {
    const posted = await post('backups');
    const dialog = await manage(posted);
    expect(dialog.plainText()).toContain('40. Back up table 40');
    expect(dialog.plainText()).not.toContain('41. Back up table 41');
    await dialog.press('Next part');
    await until(() => dialog.plainText().includes('41. Back up table 41'), 'the next part');
    expect(dialog.plainText()).toContain('60. Back up table 60');
    await dialog.press('Edit', { nth: 19 });
    const item = await dialogOf('ada', 'Item 60');
    await item.choose('State', 'done');
    await item.submit();
    await until(() => posted.plainText().includes('1 of 60'));
    await until(() => dialog.plainText().includes('Done by ada'), 'the dialog below');
    await closeAll('ada');
  });

  it('changes nothing when each payload is repeated three times, at once and late', async () => {
    const posted = await post();
    const from = workspace.slack.requests.length;
    const before = place('ben', '@guidepost').messages().length;
    const dialog = await edit(posted, 'ada', 0);
    await dialog.choose('State', 'done');
    await dialog.choose('Assigned to', 'ben');
    dialog.fill('Note', 'first');
    await dialog.submit();
    await closeAll('ada');
    await until(() => posted.plainText().includes('1 of 3'));
    await posted.press('Done');
    await until(() => posted.plainText().includes('2 of 3'));
    const sent = workspace.slack.requests.slice(from).filter(({ what }) => what !== 'command');
    for (const request of sent) {
      const statuses = await Promise.all([1, 2, 3].map(() => workspace.repeat(request)));
      expect(statuses).toEqual([200, 200, 200]);
    }
    // The same item was changed since then: late requests must not undo it.
    await posted.press('Reopen', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'));
    const shown = posted.plainText();
    const seen = place('ada').messages().length;
    for (const request of sent) await workspace.repeat(request);
    await settled();
    expect(posted.plainText()).toBe(shown);
    expect(place('ada').messages().length).toBe(seen);
    expect(as('ada').hasDialog).toBe(false);
    expect(place('ben', '@guidepost').messages().length).toBeLessThanOrEqual(before + 1);
  });
});

describe('a long run', () => {
  it('has new block ids at each update', async () => {
    const posted = await post('backups');
    const ids = () => posted.blocks.map(({ block_id }) => block_id);
    const before = ids();
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 60'));
    expect(ids().filter((id) => before.includes(id))).toEqual([]);
  });
});

describe('the completion of a run', () => {
  it('is shown in the header with duration and people, and once in the thread; reopening removes it silently', async () => {
    const posted = await post();
    const skip = await edit(posted, 'ada', 2);
    await skip.choose('State', 'skipped');
    skip.fill('Reason for skipping', 'Told already.');
    await skip.submit();
    await closeAll('ada');
    await until(() => posted.plainText().includes('1 skipped'));
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'));
    await posted.as('ben').press('Done');
    await until(() => posted.plainText().includes('2 of 3'));
    await until(() => posted.replies().length > 0, 'the line in the thread');
    expect(posted.plainText()).toContain('all done');
    expect(posted.plainText()).toMatch(
      /Finished in less than a minute, by .*ada.*ben|Finished in less than a minute, by .*ben.*ada/,
    );
    expect(posted.replies().map(({ text }) => text)).toEqual([expect.stringContaining('2 of 3 items')]);
    const messages = place('ada').messages().length;
    await posted.press('Reopen', { nth: 0 });
    await until(() => posted.replies().length === 0, 'the line to go');
    await until(() => !posted.plainText().includes('all done'));
    await settled();
    expect(place('ada').messages().length).toBe(messages);
  });
});

describe('/guide checklists', () => {
  const list = (person = 'ada', channel = '#deployments') => place(person, channel).command('/guide checklists');
  it('shows this channel’s open runs with progress and a link, above the guide’s own', async () => {
    const posted = await post('launch: listed', '#general');
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'));
    const reply = await list('ben', '#general');
    expect(reply.visibleTo).toBeDefined();
    const text = reply.plainText();
    expect(text).toContain('Open in this channel');
    expect(text).toContain('Going live checklist – listed');
    expect(text).toContain('1 of 3 done');
    expect(text.indexOf('In the guide')).toBeGreaterThan(text.indexOf('listed'));
    expect(JSON.stringify(reply.blocks)).toContain(
      `https://simulated-team.slack.com/archives/${posted.channel}/p${posted.ts.replace('.', '')}|`,
    );
    expect(reply.buttons()).toEqual(expect.arrayContaining(['Show all', 'Repost here', 'Archive', 'Open']));
    expect((await list('ada', '#release-crew')).plainText()).not.toContain('listed');
  });

  it('reposts a run once: the old message points to the new one, and no one is notified', async () => {
    const posted = await post('launch: down', '#general');
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'));
    const reply = await list('ada', '#general');
    const before = place('ada', '#general').messages().length;
    const nth = 0; // The newest comes first.
    await Promise.all([reply.press('Repost here', { nth }), reply.press('Repost here', { nth })]);
    await until(() => posted.plainText().includes('was reposted'));
    await settled();
    expect(place('ada', '#general').messages().length).toBe(before + 1);
    const reposted = place('ada', '#general').lastMessage();
    expect(reposted.plainText()).toContain('1 of 3');
    expect(JSON.stringify(posted.blocks)).toContain(`/p${reposted.ts.replace('.', '')}|`);
    expect(JSON.stringify(reposted.blocks)).not.toContain('<@');
    await reposted.press('Done', { nth: 0 });
    await until(() => reposted.plainText().includes('2 of 3'));
    expect(posted.plainText()).not.toContain('of 3');
  });

  it('archives a run, removes it from the list, and says so in its message', async () => {
    const posted = await post('launch: away', '#general');
    const reply = await list('ada', '#general');
    await reply.press('Archive', { nth: 0 });
    await until(() => posted.plainText().includes('Archived by'));
    await settled();
    expect(reply.plainText()).not.toContain('– away');
    expect(posted.buttons()).toEqual(['Show all', 'Manage…']);
  });

  it('offers to post a run again if its message was deleted', async () => {
    const posted = await post('launch: deleted', '#general');
    const dialog = await edit(posted, 'ada', 0);
    workspace.slack.workspace.deleteMessage('#general', posted.ts);
    await dialog.choose('State', 'done');
    await dialog.submit();
    await closeAll('ada');
    let reply = await list('ada', '#general');
    await workspace.slack.until(() => workspace.log.some((line) => line.includes('message_not_found')), {
      what: 'the warning about the undeliverable run',
    });
    await settled();
    reply = await list('ada', '#general');
    expect(reply.plainText()).toContain('Its message was deleted');
    const before = place('ada', '#general').messages().length;
    await reply.press('Post again', { nth: 0 });
    await until(() => place('ada', '#general').messages().length > before, 'the posting');
    const reposted = place('ada', '#general').lastMessage();
    expect(reposted.plainText()).toContain('Going live checklist – deleted');
    expect(reposted.plainText()).toContain('1 of 3');
  });

  it('stops updating a run whose channel is archived, and says so in the list', async () => {
    const posted = await post('launch: dusty', '#general');
    workspace.slack.workspace.archive('#general');
    try {
      await posted.press('Done', { nth: 0 });
      await workspace.slack.until(() => workspace.log.some((line) => line.includes('is_inactive')), {
        what: 'the warning about the undeliverable run',
      });
      await settled();
    } finally {
      workspace.slack.workspace.archive('#general', false);
    }
    const reply = await list('ada', '#general');
    expect(reply.plainText()).toContain('The channel was archived');
    const before = place('ada', '#general').messages().length;
    await reply.press('Post again', { nth: 0 });
    await until(() => place('ada', '#general').messages().length > before, 'the posting');
    expect(place('ada', '#general').lastMessage().plainText()).toContain('1 of 3');
  });

  it('shows who did what and when, and gives the run as Markdown', async () => {
    const posted = await post('launch: told', '#general');
    await posted.as('ben').press('Done', { nth: 1 });
    await until(() => posted.plainText().includes('1 of 3'));
    const reply = await list('ada', '#general');
    await reply.choose({ actionId: 'menu:choose', nth: 0 }, 'History');
    expect((await dialogOf('ada', 'History')).plainText()).toMatch(
      /ben completed 2\. Watch the error rate[\s\S]*ada posted the checklist/,
    );
    await closeAll('ada');
    await reply.choose({ actionId: 'menu:choose', nth: 0 }, 'Copy as Markdown');
    const text = JSON.stringify((await dialogOf('ada', 'Copy')).blocks);
    expect(text).toContain('# Going live checklist – told');
    expect(text).toMatch(/- \[x\] Watch the error rate \(done by ben on \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/);
    expect(text).toContain('- [ ] Restore a backup');
    const copied = async (format: string) => {
      await as('ada').dialog().press(`Copy as ${format}`);
      return (await dialogOf('ada', `Copy as ${format}`)).blocks
        .map(({ element }) => (element as { initial_value?: string } | undefined)?.initial_value ?? '')
        .join('');
    };
    const { history, name, progress } = JSON.parse(await copied('JSON'));
    expect({ name, done: progress.done, events: history.map(({ event }: { event: string }) => event) }).toEqual({
      name: 'told',
      done: 1,
      events: ['posted', 'done'],
    });
    expect(await copied('CSV')).toMatch(/^run,name,phase,[\s\S]*,Watch the error rate,,done,ben,/);
    expect(await copied('Markdown')).toContain('- [x] Watch the error rate');
    expect((await as('ada').dialog().submit()).kind).toBe('closed');
  });
});

describe('a press that could not be saved', () => {
  it('is reported to the presser only, with a reference that is also in the log, and leaves the message unchanged', async () => {
    const posted = await post();
    const shown = JSON.stringify(posted.blocks);
    workspace.withDatabase((database) =>
      database.exec(`
      CREATE TRIGGER broken BEFORE INSERT ON item_events BEGIN SELECT RAISE(ABORT, 'broken'); END
    `),
    );
    await posted.as('ben').press('Done', { nth: 0 });
    await until(() => place('ben').lastMessage().visibleTo !== undefined, 'the message to the presser');
    const reference = /reference ([0-9A-F]{8})/.exec(place('ben').lastMessage().plainText())?.[1] ?? 'none';
    expect(workspace.log.join('\n')).toContain(reference);
    expect(place('ada').lastMessage().ts).toBe(posted.ts);

    const dialog = await edit(posted, 'ada', 0);
    dialog.fill('Note', 'kept in the dialog');
    expect(JSON.stringify(await dialog.submit())).toMatch(/reference [0-9A-F]{8}/);
    expect(JSON.stringify(posted.blocks)).toBe(shown);

    workspace.withDatabase((database) => database.exec('DROP TRIGGER broken'));
    expect((await dialog.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('kept in the dialog'));
    expect(posted.plainText()).toContain('0 of 3');
  });

  it('changes nothing at all if one part of a dialog cannot be saved', async () => {
    const posted = await post();
    const shown = JSON.stringify(posted.blocks);
    const before = place('chika', '@guidepost').messages().length;
    workspace.withDatabase((database) =>
      database.exec(`
      CREATE TRIGGER broken BEFORE INSERT ON item_events WHEN new.part = 'due' BEGIN SELECT RAISE(ABORT, 'broken'); END
    `),
    );
    const dialog = await edit(posted, 'ada', 0);
    await dialog.choose('State', 'done');
    await dialog.choose('Assigned to', 'chika');
    await dialog.choose('Due', '2031-12-01');
    dialog.fill('Note', 'all or nothing');
    expect(JSON.stringify(await dialog.submit())).toMatch(/reference [0-9A-F]{8}/);
    await settled();
    expect(JSON.stringify(posted.blocks)).toBe(shown);
    expect(place('chika', '@guidepost').messages().length).toBe(before);
    const events = () => workspace.withDatabase((database) => database.prepare('SELECT part FROM item_events').all());
    expect(events()).toEqual([]);

    workspace.withDatabase((database) => database.exec('DROP TRIGGER broken'));
    expect((await dialog.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('all or nothing'));
    expect(posted.plainText()).toContain('1 of 3');
    expect(events()).toHaveLength(4);
  });

  it('is acknowledged and reported as not saved yet if saving takes long, and is still saved', async () => {
    const posted = await post();
    const release = workspace.withDatabase((database) => {
      database.exec('BEGIN IMMEDIATE');
      return () => database.exec('COMMIT');
    });
    const press = posted.as('ben').press('Done', { nth: 0 });
    await until(() => place('ben').lastMessage().visibleTo !== undefined, 'the message to the presser');
    expect((await press).outcome).toEqual({ kind: 'ok' });
    expect(place('ben').lastMessage().plainText()).toContain("isn't saved yet");
    release();
    await until(() => posted.plainText().includes('1 of 3'));
  });
});

describe('a message that can no longer be changed', () => {
  it('keeps what was ticked and says what to do after the app was removed from a private channel', async () => {
    workspace.slack.workspace.inviteApp('#release-crew');
    const posted = await post('launch', '#release-crew');
    workspace.slack.workspace.removeApp('#release-crew');
    await posted.press('Done', { nth: 0 });
    await until(
      () => workspace.log.some((line) => line.includes('channel_not_found')),
      'the warning about the undeliverable run',
    );
    await settled();
    const reply = await place('ada', '#release-crew').command('/guide checklists');
    expect(reply.plainText()).toContain('/invite @Guidepost');
    await reply.press('Post again');
    await until(() => place('ada', '#release-crew').lastMessage().plainText().includes('not reposted'), 'the refusal');
    workspace.slack.workspace.inviteApp('#release-crew');
    await reply.press('Post again');
    await until(() => place('ada', '#release-crew').lastMessage().plainText().includes('1 of 3'), 'the posting');
  });
});

describe('when the guide has changed since', () => {
  it('keeps the run as it was posted, says that the guide has changed, and offers to start a new run', async () => {
    const posted = await post('launch: steady');
    const changed = await guideOf({
      ...goingLiveFiles,
      'going-live.md': goingLiveFiles['going-live.md'].replace('Tell everyone', 'Tell all'),
    });
    await workspace.restartApp(changed);
    await until(() => posted.plainText().includes('The guide has changed since'));
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'));
    expect(posted.plainText()).toContain('Tell everyone');
    const { messages } = await posted.press('Start a new run');
    await until(() => messages().length > 0, 'the preview');
    expect(messages()[0]?.plainText()).toContain('Tell all');
    expect(messages()[0]?.plainText()).toContain('– steady');
    expect(posted.plainText()).toContain('Tell everyone');

    // When the change is reverted, the line disappears, and a further restart updates nothing.
    await workspace.restartApp();
    await until(() => !posted.plainText().includes('The guide has changed since'));
    await settled();
    const updates = workspace.slack.calls.filter(({ method }) => method === 'chat.update').length;
    await workspace.restartApp();
    await settled();
    expect(workspace.slack.calls.filter(({ method }) => method === 'chat.update').length).toBe(updates);
  });

  it('says nothing if only other pages have changed', async () => {
    const posted = await post();
    await workspace.restartApp(await guideOf({ ...goingLiveFiles, 'more.md': '# More\n\nText.\n' }));
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'));
    expect(posted.plainText()).not.toContain('has changed');
  });
});

describe('with only commands and chat:write granted', () => {
  it('still posts, ticks, manages and lists', async () => {
    const { scopes } = workspace.slack.workspace.app;
    workspace.slack.workspace.grantScopes(['commands', 'chat:write', 'chat:write.public']);
    try {
      const posted = await post('launch: plain', '#general');
      const dialog = await edit(posted, 'ada', 0);
      await dialog.choose('Assigned to', 'chika');
      await dialog.submit();
      await until(() => posted.plainText().includes('a teammate'));
      await closeAll('ada');
      expect((await place('ada', '#general').command('/guide checklists')).plainText()).toContain('– plain');
    } finally {
      workspace.slack.workspace.grantScopes([...scopes]);
    }
  });
});

describe('when the one workspace removes the app', () => {
  it('keeps every checklist, and logs what the operator has to do', async () => {
    const posted = await post();
    for (const type of ['app_uninstalled', 'tokens_revoked']) {
      const event = type === 'app_uninstalled' ? { type } : { type, tokens: { bot: ['U0BOTUSER1'] } };
      expect(await workspace.slack.event(event)).toEqual({ kind: 'ok' });
    }
    await until(
      () => workspace.log.filter((line) => line.includes('removed from its workspace')).length === 2,
      'the log',
    );
    expect(workspace.log.join('\n')).toContain('put the new token into SLACK_BOT_TOKEN. Its checklists are still');
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'));
  });
});
