import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const chapters = { shipping: 'Ship it', watching: 'Watch it', 'z-asking': 'Ask about it' };

const guide = await guideOf({
  'index.md': '---\ntitle: Welcome\n---\nWhere everything starts.\n',
  ...Object.fromEntries(
    Object.entries(chapters).flatMap(([folder, title], place) => [
      [`${folder}/_category_.json`, JSON.stringify({ label: title, position: -place })],
      ...Array.from({ length: 18 }, (_, n) => [
        `${folder}/page-${n}.md`,
        `---\nsidebar_position: ${20 - n}\n---\n# ${title}, part ${n}\n\nWhat part ${n} says.\n`,
      ]),
    ]),
  ),
});

let workspace: TestWorkspace;
function as(person: string) {
  return workspace.slack.workspace.as(person);
}

beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

describe('a guide in folders', () => {
  it('lists its topics under headings, in the order of the folders, and leads to each from a menu', async () => {
    const topics = await as('ada').in('#general').command('/guide topics');
    expect(topics.plainText()).toContain('55 pages · part 1 of');
    expect(topics.plainText()).toMatch(/Ask about it\n[\s\S]*Ask about it, part 17[\s\S]*Ask about it, part 16/);
    await topics.choose('Go to…', 'Watch it');
    await workspace.slack.settled();
    expect(topics.plainText()).toMatch(/Watch it\n[\s\S]*Watch it, part 17/);
    await topics.press('Open', { nth: 0 });
    await workspace.slack.settled();
    expect(topics.plainText()).toMatch(/What part \d+ says\./);
  });

  it('shows them in the same groups on Home, with a way to the pages that have no room there', async () => {
    const home = await as('ada').openHome();
    await workspace.slack.until(() => home.plainText().includes('Topics'), { what: 'Home' });
    expect(home.plainText()).toMatch(/Ask about it[\s\S]*Watch it[\s\S]*Ship it/);
    expect(home.buttons()).not.toContain('Ship it, part 1');
    await home.press('All 18', { nth: 2 });
    await workspace.slack.until(
      () => as('ada').hasDialog && as('ada').dialog().plainText().includes('Ship it, part 17'),
      {
        what: 'the dialog',
      },
    );
    expect(as('ada').dialog().plainText()).toMatch(/part \d+ of \d+/);
  });
});
