import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { postChecklist, postingOver } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let guide: Guide;
let workspace: TestWorkspace;
beforeAll(async () => {
  guide = await guideOf(goingLiveFiles);
});
beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function place(person: string) {
  return as(person).in('#deployments');
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
function faults() {
  return workspace.slack.faults;
}
function callsOf(wanted: string): number {
  return workspace.slack.calls.filter(({ method }) => method === wanted).length;
}
async function dialogOf(person: string, title: string) {
  await until(() => as(person).hasDialog && as(person).dialog().title.startsWith(title), `the dialog “${title}”`);
  return as(person).dialog();
}
function errorsLogged(): string[] {
  return workspace.log.filter((line) => line.includes('"level":"error"'));
}

describe('a reply that Slack did not write', () => {
  it.each(['html', 'cut', 'empty'] as const)('posts nothing twice: %s', async (garbleReply) => {
    faults().next('chat.postMessage', { garbleReply });
    const { preview, posted } = await postChecklist(workspace.slack);
    expect(preview.plainText()).toContain('Posted to this channel');
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'), 'the tick');
    expect(callsOf('chat.postMessage')).toBe(1);
  });

  it('holds up no update', async () => {
    const { posted } = await postChecklist(workspace.slack);
    faults().next('chat.update', { garbleReply: 'html', undone: true });
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'), 'the tick');
  });

  it('as an answer to a rate limit without a usable time holds up no posting', async () => {
    faults().next('chat.postMessage', { error: 'ratelimited', retryAfter: -5 });
    const { preview } = await postChecklist(workspace.slack);
    expect(preview.plainText()).toContain('Posted to this channel');
  });
});

describe('an update that Slack refuses for good', () => {
  it.each([
    ['invalid_blocks', 'Slack refused to change its message (invalid_blocks). The progress is saved.'],
    ['missing_scope', 'I no longer have permission to change its message. The progress is saved.'],
    ['is_inactive', 'The channel was archived. The progress is saved.'],
  ])('is told where people look, and tried again with the next change: %s', async (error, told) => {
    const { posted } = await postChecklist(workspace.slack);
    faults().every('chat.update', { error });
    await posted.press('Done', { nth: 0 });
    await until(() => callsOf('chat.update') === 1, 'the refusal');
    await workspace.slack.settled();

    const home = await as('ada').openHome();
    await until(() => home.plainText().includes(told), 'the reason on Home');
    await home.press({ actionId: 'run:manage' });
    const manage = await dialogOf('ada', 'Manage');
    expect(manage.plainText()).toContain(told);
    expect(manage.plainText()).toContain('1 of 3 done');
    await manage.close({ all: true });
    expect((await place('ada').command('/guide checklists')).plainText()).toContain(told);
    expect(callsOf('chat.update')).toBe(1);

    // The message still shows the item as open, so somebody presses once more.
    const again = await posted.press('Done', { nth: 0 });
    await until(() => again.messages().length > 0, 'the answer');
    expect(again.messages()[0]?.plainText()).toContain('Your change is saved, but this message does not show it.');
    expect(again.messages()[0]?.plainText()).toContain(told);

    faults().off();
    await posted.press('Done', { nth: 1 });
    await until(() => posted.plainText().includes('2 of 3'), 'the update');
    expect((await place('ada').command('/guide checklists')).plainText()).not.toContain(told);
  });
});

describe('a posting that Slack refuses for good', () => {
  it.each([
    ['restricted_action_non_threadable_channel', 'Only some people may post in this channel'],
    ['msg_blocks_too_long', 'Slack finds the message too long'],
    ['team_access_not_granted', 'Ask an admin to install me again'],
    ['a_code_of_next_year', 'Slack refused the message (a_code_of_next_year)'],
  ])('is told to the person who posted it: %s', async (error, told) => {
    faults().every('chat.postMessage', { error });
    const preview = await place('ada').command('/guide checklist launch');
    await preview.press('Post to this channel');
    await postingOver(workspace.slack, preview);
    expect(preview.plainText()).toContain(told);
    expect(callsOf('chat.postMessage')).toBe(1);
  });
});

describe('a press whose trigger has expired', () => {
  const LATE = 'That took too long. Please press again.';

  it.each(['expired_trigger_id', 'trigger_expired'])('on a message is answered below it: %s', async (error) => {
    const { posted } = await postChecklist(workspace.slack);
    faults().next('views.open', { error });
    const reply = await posted.press('Manage…');
    await until(() => reply.messages().length > 0, 'the answer');
    expect(reply.messages().map((message) => message.plainText())).toEqual([LATE]);
    await posted.press('Manage…');
    await dialogOf('ada', 'Manage');
    expect(errorsLogged()).toEqual([]);
  });

  it('in a dialog is answered on top of the dialog, which stays', async () => {
    const { posted } = await postChecklist(workspace.slack);
    await posted.press('Manage…');
    const manage = await dialogOf('ada', 'Manage');
    faults().every('views.push', { error: 'expired_trigger_id' });
    await manage.press('Edit', { nth: 0 });
    await until(() => manage.plainText().startsWith(LATE), 'the answer');
    expect(manage.plainText()).toContain('0 of 3 done');
    await manage.press('Edit', { nth: 0 });
    await workspace.slack.settled();
    expect(manage.plainText().split(LATE)).toHaveLength(2);
    faults().off();
    await manage.press('Edit', { nth: 0 });
    await dialogOf('ada', 'Item');
    expect(errorsLogged()).toEqual([]);
  });

  it('on Home is answered on Home', async () => {
    await postChecklist(workspace.slack);
    const home = await as('ada').openHome();
    await until(() => home.buttons().length > 0, 'Home');
    faults().every('views.open', { error: 'expired_trigger_id' });
    await home.press({ actionId: 'run:manage' });
    await until(() => home.plainText().startsWith(LATE), 'the answer');
    faults().off();
    await home.press({ actionId: 'run:manage' });
    await dialogOf('ada', 'Manage');
    expect(errorsLogged()).toEqual([]);
  });

  it('with a shortcut is answered in a direct message', async () => {
    faults().every('views.open', { error: 'expired_trigger_id' });
    await as('ada').shortcut('search');
    const direct = as('ada').in('@guidepost');
    await until(() => direct.messages().length > 0, 'the answer');
    expect(direct.lastMessage().plainText()).toContain('That took too long.');
    expect(errorsLogged()).toEqual([]);
  });

  it('with a command leaves a button that opens the dialog', async () => {
    faults().next('views.open', { error: 'expired_trigger_id' });
    const reply = await place('ada').command('/guide search');
    await reply.press({ actionId: 'search:open' });
    await dialogOf('ada', 'Search');
    expect(errorsLogged()).toEqual([]);
  });
});
