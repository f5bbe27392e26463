import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(launchFiles), { over: 'socket' });
});
afterAll(() => workspace.stop());
function place(person: string) {
  return workspace.slack.workspace.as(person).in('#deployments');
}
function ask() {
  return place('ada').command('/guide launch');
}

describe('over Socket Mode', () => {
  it('answers with a card whose buttons work', async () => {
    const card = await ask();
    expect(card.plainText()).toContain('The day.');
    await card.press('Backups?');
    await workspace.slack.until(() => card.plainText().includes('Copies that can be restored.'));
    expect(workspace.slack.requests.map(({ transport }) => transport)).toEqual(['socket', 'socket']);
  });

  it('posts a checklist that people tick off', async () => {
    await postChecklist(workspace.slack);
    const posted = place('ben').lastMessage();
    await posted.press('Done', { nth: 0 });
    await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
  });

  it('opens the search dialog without a message, and suggests pages while somebody types', async () => {
    await place('chika').command('/guide search');
    const chika = workspace.slack.workspace.as('chika');
    await workspace.slack.until(() => chika.hasDialog);
    expect(
      place('chika')
        .messages()
        .filter(({ visibleTo }) => visibleTo !== undefined),
    ).toEqual([]);
    await chika.dialog().suggest('What are you looking for?', 'bac');
    await chika.dialog().choose('What are you looking for?', 'Backups');
    await workspace.slack.until(() => chika.dialog().plainText().includes('Copies that can be restored.'));
  });

  it.each(['refresh_requested', 'silently'] as const)(
    'reconnects after a dropped connection: %s',
    async (how) => {
      const connections = () => workspace.slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
      const before = connections();
      workspace.slack.faults.dropSockets(how);
      await workspace.slack.until(() => connections() > before && workspace.slack.faults.active.sockets > 0, {});
      const reply = await ask();
      expect(reply.plainText()).toContain('The day.');
    },
    20_000,
  );
});
