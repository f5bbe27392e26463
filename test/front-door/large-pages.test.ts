import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { itLong } from '../long-tests.js';
import { type ServedApp, startServed } from './start-served.js';

const line = '- say what was tried, with its time and its reason, in one line of the log of the release\n';
const release = (number: number): string => `\n## Release ${number}\n\n${line.repeat(25)}`;
const changes = `# Changes of the gateway\n\nWhat each release of the gateway changed.\n${Array.from({ length: 870 }, (_, number) => release(number)).join('')}
## The zebra migration

Run the zebra migration twice before the gateway starts.
`;

let folder: string;
let app: ServedApp | undefined;
afterEach(async () => {
  await app?.stop();
  rmSync(folder, { recursive: true });
});

itLong(
  'answers from the end of a page of 2 MB, and serves the rest of a guide whose other page is too large',
  async () => {
    expect(changes.length).toBeGreaterThan(1_900_000);
    folder = mkdtempSync(join(tmpdir(), 'guidepost-large-'));
    writeFileSync(join(folder, 'changes.md'), changes);
    writeFileSync(join(folder, 'table.md'), `# Codes\n\n|a|b|\n|-|-|\n${'|a|b|\n'.repeat(100_000)}`);
    writeFileSync(join(folder, 'small.md'), '# Otters\n\nHow to keep otters at home.\n');
    app = await startServed({ GUIDE_DIR: folder });
    const ada = app.slack.workspace.as('ada');
    const card = await ada.in('#deployments').command('/guide how do I run the zebra migration?');
    expect(card.plainText()).toContain('Run the zebra migration twice');
    await card.press('Read the page');
    await app.slack.settled();
    expect(ada.dialog().plainText()).toContain('Run the zebra migration twice');
    expect(await app.ask('otters')).toContain('How to keep otters at home');
    expect((await app.health()).guide).toMatchObject({ pages: 2, leftOut: 1 });
    expect(app.log()).toMatch(
      /table\.md:\d+: error: the page has more than 100000 paragraphs, list items and cells of tables/,
    );
  },
);
