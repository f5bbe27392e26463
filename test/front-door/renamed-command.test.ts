import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readManifest } from '../../src/read-manifest.js';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
function ada() {
  return workspace.slack.workspace.as('ada').in('#deployments');
}

beforeAll(async () => {
  const manifest = await readManifest();
  workspace = await startWorkspace(
    await guideOf({
      'backups.md': '---\ntitle: Backups\nsummary: Copies that can be restored.\n---\n\nTry one each month.\n',
    }),
    { manifest: { ...manifest, commands: manifest.commands.map((each) => ({ ...each, command: '/docs' })) } },
  );
});
afterAll(() => workspace.stop());

describe('a command that the workspace renamed', () => {
  it('has its new name in help, and in replies to presses', async () => {
    const help = await ada().command('/docs help');
    expect(help.plainText()).toContain('/docs checklists');
    const card = await ada().command('/docs backups');
    await card.choose({ actionId: 'menu:choose' }, 'Share…');
    await workspace.slack.settled();
    await workspace.slack.workspace.as('ada').dialog().submit();
    await workspace.slack.settled();
    const shared = ada()
      .messages()
      .find(({ visibleTo }) => visibleTo === undefined);
    expect(shared?.plainText()).toContain('with /docs');
    for (const message of [help, card, ...ada().messages()]) expect(message.plainText()).not.toContain('/guide');
  });
});
