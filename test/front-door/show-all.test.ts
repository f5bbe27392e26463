import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const table = Array.from({ length: 90 }, (_, n) => `- [ ] Move table ${n + 1}\n\n  How to move it.`).join('\n');
const files = {
  'move.md': `# Move\n\nTo another machine.\n\n## Move checklist\n\n${table}\n`,
  'short.md': '# Short\n\nQuick.\n\n## Short checklist\n\n- [ ] Lock\n\n  Turn the key twice.\n- [ ] Leave\n',
};

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files));
});
afterAll(() => workspace.stop());

function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
async function post(topic: string): Promise<PostedMessage> {
  return (await postChecklist(workspace.slack, { topic })).posted;
}
async function showAll(posted: PostedMessage, person: string) {
  await posted.as(person).press('Show all');
  await until(() => as(person).hasDialog && as(person).dialog().title === 'All items', 'the dialog');
  return as(person).dialog();
}

describe('Show all', () => {
  it('shows every item with its whole detail, and ticks there too', async () => {
    const posted = await post('short');
    const dialog = await showAll(posted, 'ada');
    expect(dialog.plainText()).toContain('Turn the key twice.');
    await dialog.press('Done', { nth: 1 });
    await until(() => dialog.plainText().includes('1 of 2 done'), 'the dialog to follow');
    await until(() => posted.plainText().includes('1 of 2'), 'the message');
    expect(dialog.plainText()).toMatch(/✅ +2\. Leave[\s\S]*Done by ada/);
    await dialog.press('Reopen');
    await until(() => posted.plainText().includes('0 of 2'), 'the message');
    await dialog.close();
  });

  it('is each person’s own: what one opens or turns never moves the other’s, nor the message', async () => {
    const posted = await post('move');
    const [hers, his] = [await showAll(posted, 'ada'), await showAll(posted, 'ben')];
    const before = posted.plainText();
    await his.press('Next part');
    await until(() => his.plainText().includes('Part 2 of'), 'the next part');
    expect(hers.plainText()).toContain('Part 1 of');
    await his.press('Done', { nth: 0 });
    await until(() => his.plainText().includes('1 of 90 done'), 'his dialog');
    expect(his.plainText()).toContain('Part 2 of');
    expect(hers.plainText()).toContain('0 of 90 done');
    await until(() => posted.plainText().includes('1 of 90'), 'the message');
    expect(posted.plainText().split('\n').slice(4, 8)).toEqual(before.split('\n').slice(4, 8));
    await hers.close();
    await his.close();
  });

  it('counts twelve ticks in quick succession as twelve, and shows all of them in the end', async () => {
    const posted = await post('move');
    const dialog = await showAll(posted, 'ada');
    await Promise.all(Array.from({ length: 12 }, (_, nth) => dialog.press('Done', { nth })));
    await until(() => posted.plainText().includes('12 of 90'), 'the message');
    await until(() => dialog.plainText().includes('12 of 90 done'), 'the dialog');
    await dialog.close();
  });
});
