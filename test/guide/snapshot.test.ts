import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dependsOnOthers } from '../../src/guide/dialects/context.js';
import { fillFacts } from '../../src/guide/facts/fill-facts.js';
import { readFacts } from '../../src/guide/facts/read-facts.js';
import { loadGuide } from '../../src/guide/load.js';
import { parsePages } from '../../src/guide/parse/parse-page.js';
import { readFolder } from '../../src/guide/read-folder.js';
import { encodeSnapshot } from '../../src/guide/snapshot.js';
import { packageFile } from '../../src/package-file.js';
import { inTemporaryFolder } from './temporary-folder.js';

const FILES = { 'a.md': '# Parsed\n\nSee [b](b.md).\n', 'b.md': '# Other\n\nText.\n' };

/** A folder with a snapshot of its pages in which one title is different, to see which of the two was read. */
function inSnapshotFolder(use: (folder: string, snapshot: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(FILES, async (folder) => {
    const { files } = await readFolder(folder);
    const pages = JSON.stringify(await parsePages(files)).replace('Parsed', 'Remembered');
    const snapshot = join(folder, 'snapshot.json');
    await writeFile(snapshot, encodeSnapshot(files, JSON.parse(pages)));
    await use(folder, snapshot);
  });
}

async function titles(folder: string, snapshot: string): Promise<string[]> {
  return (await loadGuide({ folder, snapshot })).guide.pages.map(({ title }) => title);
}

describe('a snapshot of parsed pages', () => {
  it('is used instead of parsing unchanged files', () =>
    inSnapshotFolder(async (folder, snapshot) => {
      expect(await titles(folder, snapshot)).toEqual(['Remembered', 'Other']);
    }));

  it('gives the same guide as parsing does', () =>
    inSnapshotFolder(async (folder, snapshot) => {
      const { files } = await readFolder(folder);
      await writeFile(snapshot, encodeSnapshot(files, await parsePages(files)));
      expect(await loadGuide({ folder, snapshot })).toEqual(await loadGuide({ folder }));
    }));

  it.each([
    ['a changed text', (folder: string) => writeFile(join(folder, 'b.md'), '# New\n'), ['Remembered', 'New']],
    ['a new file', (folder: string) => writeFile(join(folder, '0.md'), '# New\n'), ['New', 'Remembered', 'Other']],
    ['a removed file', (folder: string) => rm(join(folder, 'b.md')), ['Remembered']],
  ])('serves the other pages after %s elsewhere', (_, change, expected) =>
    inSnapshotFolder(async (folder, snapshot) => {
      await change(folder);
      expect(await titles(folder, snapshot)).toEqual(expected);
    }),
  );

  it.each([
    ['another text', (folder: string) => writeFile(join(folder, 'a.md'), '# Parsed\n\nSee [b](b.md)!\n')],
    ['another name', (folder: string) => rename(join(folder, 'a.md'), join(folder, 'a2.md'))],
  ])('is not used for a page of %s', (_, change) =>
    inSnapshotFolder(async (folder, snapshot) => {
      await change(folder);
      expect((await titles(folder, snapshot)).sort()).toEqual(['Other', 'Parsed']);
    }),
  );

  it('gives each page to its own file when other files have changed', () =>
    inTemporaryFolder({ 'a.md': '# A\n', 'b.md': '# B\n', 'c.md': '# C\n', 'd.md': '# D\n' }, async (folder) => {
      const { files } = await readFolder(folder);
      const snapshot = join(folder, 'snapshot.json');
      await writeFile(snapshot, encodeSnapshot(files, await parsePages(files)));
      await writeFile(join(folder, 'b.md'), '# Second\n');
      await writeFile(join(folder, 'd.md'), '# Fourth\n');
      expect(await loadGuide({ folder, snapshot })).toEqual(await loadGuide({ folder }));
    }));

  it.each([
    ['is empty', () => ''],
    ['is cut short', (text: string) => text.slice(0, -10)],
    ['has one other letter', (text: string) => text.replace('Remembered', 'Remembereb')],
    ['begins differently', (text: string) => `x${text}`],
    ['has only its first line', (text: string) => text.slice(0, text.indexOf('\n') + 1)],
  ])('is ignored if it %s', (_, damage) =>
    inSnapshotFolder(async (folder, snapshot) => {
      await writeFile(snapshot, damage(await readFile(snapshot, 'utf8')));
      expect((await titles(folder, snapshot))[0]).toBe('Parsed');
    }),
  );

  it('may be missing', () =>
    inSnapshotFolder(async (folder) => {
      expect((await titles(folder, join(folder, 'nowhere.json')))[0]).toBe('Parsed');
    }));
});

describe('a page that depends on other files', () => {
  it('is one with links by name, values or parts, but not with code, nor with variables of its own', () => {
    const texts = {
      link: 'See [[Rollback]].',
      value: 'Ask {{ team }}.',
      tag: '{% include part.md %}',
      partInCode: '```\n--8<-- "part.sh"\n```',
      code: 'Write `{{ name }}` or `[[x]]`.\n\n```toml\n[[checks]]\nx = "{{ y }}"\n```\n\n~~~\n{% raw %}\n~~~\n',
      own: '---\nvariables: [service]\n---\n# Ship\n\n- [ ] Ship {{service}}\n',
    };
    const found = Object.entries(texts).flatMap(([name, text]) => (dependsOnOthers(text) ? [name] : []));
    expect(found).toEqual(['link', 'value', 'tag', 'partInCode']);
  });

  it('is none of the guide that ships, so that a start parses none of its pages', async () => {
    const content = await readFolder(packageFile('content'));
    const { files } = fillFacts(content.files, content.facts && readFacts(content.facts));
    expect(files.length).toBeGreaterThan(30);
    expect(files.flatMap(({ file, text }) => (dependsOnOthers(text) ? [file] : []))).toEqual([]);
  });
});
