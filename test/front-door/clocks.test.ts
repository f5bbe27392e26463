import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { everyCase } from '../every-case.js';
import { itLong } from '../long-tests.js';
import { postChecklist, postingOver } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const guide = await guideOf(goingLiveFiles);

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await workspace.stop();
});

function ada() {
  return workspace.slack.workspace.as('ada');
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
async function post(): Promise<PostedMessage> {
  return (await postChecklist(workspace.slack)).posted;
}

/** Opens the dialog of one item. */
async function edit(posted: PostedMessage, nth: number) {
  if (ada().hasDialog) await ada().dialog().close({ all: true });
  await posted.press('Manage…');
  await until(() => ada().hasDialog, 'the dialog with all items');
  await ada().dialog().press('Edit', { nth });
  await until(() => ada().dialog().title.startsWith('Item'), 'the dialog of the item');
  return ada().dialog();
}

const clocks: [string, number][] = [
  ['120 s ahead of', -120_000],
  ['240 s behind', 240_000],
];
if (everyCase) clocks.push(['5 s behind', 5_000]);

describe.each(clocks)('when the app’s clock is %s Slack’s', (_, slackAhead) => {
  beforeEach(() => workspace.slack.faults.shiftClock(slackAhead));

  itLong('saves a dialog that comes after a press, and takes a press that comes after a dialog', async () => {
    const posted = await post();
    await posted.press('Done', { nth: 1 });
    await until(() => posted.plainText().includes('1 of 3'), 'the tick');
    const dialog = await edit(posted, 1);
    await dialog.choose('State', 'skipped');
    dialog.fill('Reason for skipping', 'Nobody is awake');
    expect((await dialog.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('0 of 3 done · 1 skipped'), 'the skipped item');
    await posted.press('Reopen');
    await until(() => !posted.plainText().includes('skipped'), 'the reopened item');
    const again = await edit(posted, 1);
    await again.choose('State', 'done');
    expect((await again.submit()).kind).toBe('closed');
    await until(() => posted.plainText().includes('1 of 3'), 'the tick of the dialog');
  });

  it('changes nothing when a dialog is delivered again after a later press', async () => {
    const posted = await post();
    const dialog = await edit(posted, 0);
    await dialog.choose('State', 'done');
    dialog.fill('Note', 'Use the copy in Frankfurt.');
    await dialog.submit();
    await until(() => posted.plainText().includes('1 of 3'), 'the tick');
    await posted.press('Reopen');
    await until(() => posted.plainText().includes('0 of 3'), 'the reopened item');
    const submission = workspace.slack.requests.filter(({ what }) => what === 'view_submission').at(-1);
    if (submission === undefined) throw new Error('nothing was submitted');
    expect(await workspace.repeat(submission)).toBe(200);
    await workspace.slack.settled();
    expect(posted.plainText()).toContain('0 of 3');
  });

  it('tells the history in the order in which things happened', async () => {
    const posted = await post();
    await posted.press('Done', { nth: 1 });
    await until(() => posted.plainText().includes('1 of 3'), 'the tick');
    const dialog = await edit(posted, 1);
    dialog.fill('Note', 'It was quiet.');
    await dialog.submit();
    await until(() => ada().dialog().plainText().includes('It was quiet.'), 'the note');
    // By this clock it was ticked long ago, so the message shows other items.
    const ben = workspace.slack.workspace.as('ben');
    await posted.as('ben').press('Show all');
    await until(() => ben.hasDialog, 'all items');
    await ben.dialog().press('Reopen');
    await until(() => posted.plainText().includes('0 of 3'), 'the reopened item');
    await ada().dialog().press('History');
    await until(() => ada().dialog().title === 'History', 'the history');
    expect(ada().dialog().plainText()).toMatch(
      /reopened [\s\S]*added a note [\s\S]*completed [\s\S]*posted the checklist/,
    );
  });

  it('reposts a checklist at once that was posted from a dialog', async () => {
    const place = ada().in('#general');
    const preview = await place.command('/guide checklist launch');
    await preview.press('Post with options…');
    await until(() => ada().hasDialog, 'the dialog to post with');
    await ada().dialog().submit();
    const posted = place.lastMessage();
    const list = await place.command('/guide checklists');
    await list.press('Repost here', { nth: 0 });
    await until(() => posted.plainText().includes('was reposted'), 'the link to the new message');
  });
});

describe('when the app’s clock is set back by four minutes', () => {
  /** The simulated Slack has its own clock, which stays right. */
  const setBack = (): void => {
    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() - 240_000);
  };

  it('goes on showing what is ticked', async () => {
    const posted = await post();
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'), 'the tick before');
    setBack();
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('2 of 3'), 'the tick after');
  });

  it('goes on showing what is ticked after a restart', async () => {
    const posted = await post();
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'), 'the tick before');
    setBack();
    await workspace.restartApp();
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('2 of 3'), 'the tick after');
  });

  it('posts a checklist', async () => {
    await post();
    setBack();
    const preview = await ada().in('#deployments').command('/guide checklist launch: later');
    await preview.press('Post to this channel');
    await postingOver(workspace.slack, preview);
    expect(ada().in('#deployments').lastMessage().plainText()).toContain('later');
  });
});
