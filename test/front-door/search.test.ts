import type { OpenDialog } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
function as(person: string) {
  return workspace.slack.workspace.as(person);
}
const FIELD = 'What are you looking for?';

const guide = await guideOf({
  'deploying.md': `---
title: Deploying
summary: How a change goes live & stays there.
aliases: [release, ship it]
choices:
  - {text: "What about backups?", to: backups}
---
Ready, steady.

## Rolling back

Put the *last* release back; then ask R&D for the cause.

## Deploying checklist

- [ ] Tell everyone
`,
  'backups.md': '---\ntitle: Backups\nsummary: Copies that can be restored.\n---\n\nTry one each month.\n',
});

beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

async function dialogOf(person: string, text: string): Promise<OpenDialog> {
  await workspace.slack.until(() => as(person).hasDialog && as(person).dialog().plainText().includes(text), {
    what: `a dialog with “${text}”`,
  });
  return as(person).dialog();
}

async function openSearch(person: string): Promise<OpenDialog> {
  await as(person).shortcut('search');
  return dialogOf(person, FIELD);
}

async function offered(dialog: OpenDialog, typed: string): Promise<string[]> {
  return (await dialog.suggest(FIELD, typed)).map(({ text }) => text);
}

/** Types a text, and chooses a line of the suggestions. */
async function choose(dialog: OpenDialog, typed: string, line: string): Promise<void> {
  await dialog.suggest(FIELD, typed);
  await dialog.choose(FIELD, line);
}

function answeredLines() {
  return workspace.log.filter((line) => line.includes('"Answered"')).map((line) => JSON.parse(line));
}

describe('the search dialog', () => {
  it('opens by the global shortcut, and suggests titles, other names and headings from the second letter on', async () => {
    const dialog = await openSearch('ada');
    expect(dialog.title).toBe('Search the guide');
    expect(await dialog.suggest(FIELD, 'de')).toMatchObject([
      { text: 'Deploying', description: 'How a change goes live & stays there.' },
      { text: 'Deploying checklist › Deploying', description: 'Tell everyone' },
      { text: 'Search for “de”', description: 'Ask it as a question' },
    ]);
    expect(await dialog.suggest(FIELD, 'rel')).toMatchObject([{ text: 'release – Deploying' }, {}]);
    expect(await dialog.suggest(FIELD, 'roll')).toMatchObject([
      { text: 'Rolling back › Deploying', description: 'Put the last release back; then ask R&D for the cause.' },
      {},
    ]);
  });

  it('tolerates a typing error', async () => {
    const dialog = await openSearch('ada');
    expect((await offered(dialog, 'deplyo'))[0]).toBe('Deploying');
    expect((await offered(dialog, 'bakcups'))[0]).toBe('Backups');
  });

  it('shows the chosen page below the field at once, with buttons to go on, come back and search again', async () => {
    const dialog = await openSearch('ada');
    await choose(dialog, 'dep', 'Deploying');
    const card = await dialogOf('ada', 'How a change goes live & stays there.');
    expect(card.plainText()).toContain(FIELD);
    expect(card.buttons()).toEqual(['What about backups?', 'Checklist (1 item)', 'Read the page', 'Search again']);
    await card.press('What about backups?');
    const next = await dialogOf('ada', 'Copies that can be restored.');
    expect(next.plainText()).toContain('Deploying › Backups');
    await next.press('Back');
    await (await dialogOf('ada', 'How a change goes live')).press('Read the page');
    const page = await dialogOf('ada', 'Ready, steady.');
    expect(page.title).toBe('Deploying');
    await page.close();
    await (await dialogOf('ada', FIELD)).press('Search again');
    const empty = await dialogOf('ada', 'Type at least two letters');
    expect(empty.plainText()).not.toContain('How a change goes live');
    expect(workspace.slack.workspace.dialogs('ada')).toHaveLength(1);
    expect(empty.open && dialog.open).toBe(true);
  });

  it('keeps the choice in the field while its page is shown, and clears the field when another page opens', async () => {
    const dialog = await openSearch('ada');
    const fieldId = () => dialog.blocks[0]?.block_id;
    const before = fieldId();
    await choose(dialog, 'dep', 'Deploying');
    await dialogOf('ada', 'How a change goes live');
    expect(fieldId()).toBe(before);
    await dialog.press('What about backups?');
    await dialogOf('ada', 'Copies that can be restored.');
    expect(fieldId()).not.toBe(before);
  });

  it('shows the section of a chosen heading, and shows it again after Back', async () => {
    const dialog = await openSearch('ada');
    await choose(dialog, 'roll', 'Rolling back › Deploying');
    const card = await dialogOf('ada', 'then ask R&D for the cause');
    expect(card.plainText()).toContain('Rolling back');
    await card.press('What about backups?');
    await (await dialogOf('ada', 'Copies that can be restored.')).press('Back');
    await dialogOf('ada', 'then ask R&D for the cause');
  });

  it('asks the typed text as a question, and says so if nothing matches', async () => {
    const dialog = await openSearch('ada');
    await choose(dialog, 'what can be restored?', 'Search for “what can be restored?”');
    await dialogOf('ada', 'Copies that can be restored.');
    await (await dialogOf('ada', 'Copies')).press('Search again');
    const emptied = await dialogOf('ada', 'Type at least two letters');
    expect(await offered(emptied, '<!channel> & *zebra*')).toEqual(['Search for “<!channel> & *zebra*”']);
    await emptied.choose(FIELD, 'Search for “<!channel> & *zebra*”');
    const nothing = await dialogOf('ada', 'has no page that answers that');
    expect(nothing.plainText()).toContain('<!channel> & ∗zebra*');
    expect(JSON.stringify(nothing.blocks)).not.toContain('<!channel>');
    await nothing.press('Browse all topics');
    await dialogOf('ada', '2 pages');
  });

  it('also shows the choice when its button is pressed, and says what to do if nothing is chosen', async () => {
    const dialog = await openSearch('ada');
    await dialog.submit();
    expect(Object.keys(dialog.errors)).toHaveLength(1);
    await choose(dialog, 'back', 'Backups');
    await dialogOf('ada', 'Copies that can be restored.');
    expect(await dialog.submit()).toMatchObject({ kind: 'updated' });
    expect((await dialogOf('ada', 'Copies that can be restored.')).plainText()).toContain(FIELD);
  });

  it('works while the database is unavailable', async () => {
    await workspace.changeDatabase('alter table runs rename to runs_away');
    const dialog = await openSearch('ada');
    await choose(dialog, 'back', 'Backups');
    await dialogOf('ada', 'Copies that can be restored.');
    await dialog.submit();
    await dialogOf('ada', 'Copies that can be restored.');
  });

  it('opens by “/guide search” without a message, while “search for …” is a question', async () => {
    const reply = await as('ada').in('#deployments').command('/guide search');
    expect(reply.outcome).toEqual({ kind: 'ok' });
    expect(as('ada').in('#deployments').messages()).toEqual([]);
    await dialogOf('ada', FIELD);
    const question = await as('ben').in('#deployments').command('/guide search for copies that can be restored');
    expect(question.plainText()).toContain('Backups');
    expect(as('ben').hasDialog).toBe(false);
  });

  it('offers a button if the command cannot open it', async () => {
    workspace.slack.faults.next('views.open', { error: 'internal_error' });
    const reply = await as('ada').in('#deployments').command('/guide search');
    expect(reply.buttons()).toEqual(['Search as you type']);
    await reply.press('Search as you type');
    await dialogOf('ada', FIELD);
  });

  it('opens from Home and from help', async () => {
    const home = await as('ada').openHome();
    await workspace.slack.until(() => home.view !== undefined, { what: 'Home' });
    await home.press('Search as you type');
    await dialogOf('ada', FIELD);
    await (await as('ben').in('#deployments').command('/guide help')).press('Search as you type');
    await dialogOf('ben', FIELD);
  });

  it('says that a page was removed if that happened while somebody was typing', async () => {
    const dialog = await openSearch('ada');
    await dialog.suggest(FIELD, 'back');
    await workspace.restartApp(await guideOf({ 'deploying.md': '---\ntitle: Deploying\n---\n\nReady, steady.\n' }));
    await dialog.choose(FIELD, 'Backups');
    await dialogOf('ada', 'is no longer in the guide');
  });

  it('says nothing if the dialog was closed in the meantime, and reports an answer that cannot be shown', async () => {
    const dialog = await openSearch('ada');
    const views = () => workspace.slack.calls.filter(({ method }) => method.startsWith('views.'));
    workspace.slack.faults.next('views.update', { error: 'not_found' });
    await choose(dialog, 'back', 'Backups');
    await workspace.slack.settled();
    expect(views().map(({ method }) => method)).toEqual(['views.open', 'views.update']);
    expect(workspace.log.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
    workspace.slack.faults.next('views.update', { error: 'internal_error' });
    await choose(dialog, 'dep', 'Deploying');
    expect((await dialogOf('ada', 'Something went wrong in the app')).title).toBe('Guidepost');
  });

  it('logs a line for what is chosen, and none for what is typed', async () => {
    const dialog = await openSearch('ada');
    for (const typed of ['ba', 'bac', 'back']) await dialog.suggest(FIELD, typed);
    await dialog.choose(FIELD, 'Backups');
    await dialogOf('ada', 'Copies');
    await workspace.slack.settled();
    expect(answeredLines().map(({ kind, action, answer }) => [kind, action, answer])).toEqual([
      ['shortcut', 'search', undefined],
      ['press', 'search:choose', 'page'],
    ]);
  });
});
