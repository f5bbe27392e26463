import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aRepository, type TestRepository } from '../git/a-repository.js';
import { describeWithGit } from '../git/describe-with-git.js';
import { itLong } from '../long-tests.js';
import { type ServedApp, startServed } from './start-served.js';
import { startSite } from './start-site.js';

const GUIDE_AUTHORS = 'U0ADA00001,U0BEN00002';
const ZEBRAS = '# Zebras\n\nHow to keep zebras.\n';
const BROKEN = '---\norder: first\n---\n# Zebras\n';

let apps: ServedApp[];
beforeEach(() => {
  apps = [];
});
afterEach(async () => {
  for (const app of apps.reverse()) await app.stop();
});
async function start(environment: Record<string, string>): Promise<ServedApp> {
  const app = await startServed({ GUIDE_AUTHORS, ...environment });
  apps.push(app);
  if (environment.GUIDE_REPO !== undefined) await app.looked();
  return app;
}
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describeWithGit('the authors of a guide in a repository', () => {
  let origin: TestRepository;
  beforeEach(() => {
    origin = aRepository({ 'docs/zebras.md': ZEBRAS, 'docs/otters.md': '# Otters\n\nHow to keep otters.\n' });
  });
  afterEach(() => origin.remove());

  itLong(
    'each get one message when a revision is refused, and one when it is fixed, also from two processes and after a restart',
    async () => {
      const settings = { GUIDE_REPO: origin.url, GUIDE_PATH: 'docs' };
      const first = await start(settings);
      const second = await start({ ...settings, ...first.shared });
      const everyone = [first, second];
      const looked = async (): Promise<void> => {
        for (const app of everyone) await app.reload();
      };
      const commit = origin.commit({ 'docs/zebras.md': BROKEN });
      await looked();
      const refused = new RegExp(`guide of commit ${commit.slice(0, 7)} is refused`);
      await Promise.all(everyone.map((app) => app.says(refused)));
      await until(() => first.messagesTo('ada').length > 0 && first.messagesTo('ben').length > 0);
      await second.restart();
      await second.says(new RegExp(`${refused.source}[\\s\\S]*${refused.source}`));
      await first.slack.settled();
      for (const person of ['ada', 'ben']) {
        const [message = '', ...others] = first.messagesTo(person);
        expect(others).toEqual([]);
        expect(message).toContain(`The guide was not updated (commit ${commit.slice(0, 7)})`);
        expect(message).toMatch(/docs\/zebras\.md:2 order/);
      }
      expect(first.messagesTo('chika')).toEqual([]);

      const fixed = origin.commit({ 'docs/zebras.md': ZEBRAS });
      await looked();
      await Promise.all(everyone.map((app) => app.says(new RegExp(`Commit ${fixed.slice(0, 7)} does not change`))));
      await until(() => first.messagesTo('ada').length > 1 && first.messagesTo('ben').length > 1);
      await first.slack.settled();
      expect(first.messagesTo('ada').slice(1)).toEqual([
        expect.stringContaining(`The guide is fine again (commit ${fixed.slice(0, 7)})`),
      ]);
      expect(first.messagesTo('ben')).toHaveLength(2);
    },
  );

  itLong('are told when new pages are left out, and when the folder is gone from the repository', async () => {
    const app = await start({ GUIDE_REPO: origin.url, GUIDE_PATH: 'docs' });
    origin.commit({ 'docs/okapis.md': BROKEN });
    await app.reload();
    await until(() => app.messagesTo('ada').length > 0);
    expect(app.messagesTo('ada')[0]).toMatch(
      /is in use \(commit \w+\), but without the files[\s\S]*docs\/okapis\.md:2/,
    );
    origin.git('mv', 'docs', 'guide');
    origin.commit({});
    await app.reload();
    await until(() => app.messagesTo('ada').length > 1);
    expect(app.messagesTo('ada')[1]).toMatch(/not updated[\s\S]*docs .* has no folder docs in its default branch/);
    expect(await app.ask('zebras')).toContain('How to keep zebras');
  });

  it('are told when nothing can be read and nothing was there before', async () => {
    origin.commit({ 'docs/zebras.md': BROKEN, 'docs/otters.md': undefined });
    const app = await start({ GUIDE_REPO: origin.url, GUIDE_PATH: 'docs' });
    expect(await app.ask('zebras')).toContain("I can't answer yet");
    await until(() => app.messagesTo('ada').length > 0);
    expect(app.messagesTo('ada')[0]).toMatch(/cannot be used[\s\S]*nobody gets an answer[\s\S]*docs\/zebras\.md:2/);
    expect((await app.health()).guide).toMatchObject({ state: 'waiting for the repository', refused: {} });
    origin.commit({ 'docs/zebras.md': ZEBRAS });
    await app.reload();
    await until(() => app.messagesTo('ada').length > 1);
    expect(await app.ask('zebras')).toContain('How to keep zebras');
  });
});

describe('the authors of a guide for many workspaces', () => {
  it('are told each in their own workspace, and no more once it has removed the app', async () => {
    const [first, second] = ['T0FIRST001', 'T0SECOND02'] as const;
    const guideAuthors = [
      { installation: first, person: 'U0ADA00001' },
      { installation: second, person: 'U0BEN00002' },
    ];
    const site = await startSite({ guideAuthors });
    try {
      for (const workspace of [first, second]) await site.install(workspace);
      const messages = (workspace: string, person: string): string[] => {
        const place = site.slack.in(workspace).workspace.as(person).in('@guidepost');
        const texts = place.messages().map((message) => message.plainText());
        return texts.filter((text) => !text.startsWith('Guidepost is installed'));
      };
      const [app] = site.apps;
      app?.reportGuide({ outcome: 'left-out', errors: [{ file: 'deploy.md', line: 7, text: 'is not UTF-8' }] });
      await until(() => messages(first, 'ada').length > 0 && messages(second, 'ben').length > 0);
      expect(messages(first, 'ada')[0]).toContain('deploy.md:7');
      expect([messages(first, 'ben'), messages(second, 'ada')]).toEqual([[], []]);
      const rows = (): unknown =>
        site.withDatabase((database) => database.prepare('select installation, state from author_messages').all());
      await until(() => JSON.stringify(rows()).match(/"sent"/g)?.length === 2);
      await site.slack.uninstall(first);
      await until(() => JSON.stringify(rows()) === JSON.stringify([{ installation: second, state: 'sent' }]));
    } finally {
      await site.stop();
    }
  });
});

describe('the authors of a guide in a folder', () => {
  let folder: string;
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
    write('zebras.md', ZEBRAS);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are told at the start, and after a reload that is refused or fixes it', async () => {
    write('okapis.md', BROKEN);
    const app = await start({ GUIDE_DIR: folder });
    await until(() => app.messagesTo('ada').length > 0);
    expect(app.messagesTo('ada')[0]).toMatch(/is in use, but without the files[\s\S]*okapis\.md:2/);
    expect(app.messagesTo('ada')[0]).not.toContain(folder);
    write('zebras.md', BROKEN);
    await app.reload();
    await until(() => app.messagesTo('ada').length > 1);
    expect(app.messagesTo('ada')[1]).toMatch(/was not updated[\s\S]*zebras\.md:2/);
    expect((await app.health()).guide).toMatchObject({ refused: { since: expect.any(String) }, pages: 1 });
    write('zebras.md', ZEBRAS);
    write('okapis.md', ZEBRAS.replaceAll('ebras', 'orses'));
    await app.reload();
    await until(() => app.messagesTo('ada').length > 2);
    expect(app.messagesTo('ada')[2]).toContain('The guide is fine again');
    expect((await app.health()).guide).not.toHaveProperty('refused');
  });
});
