import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { encodeBuiltGuide, readBuiltGuide } from '../src/built-guide.js';
import { loadGuide } from '../src/guide/load.js';
import { loadIndexedGuide } from '../src/indexed-guide.js';
import { packageFile } from '../src/package-file.js';
import { buildIndexData } from '../src/search/build-index.js';
import { PARAMETERS } from '../src/search/parameters.js';
import { createSearch } from '../src/search/search.js';
import { inTemporaryFolder } from './guide/temporary-folder.js';
import { BUILT_GUIDE } from './process/program.js';

const FILES = {
  'a.md': '# Databases\n\nSee [servers](b.md).\n\n- [ ] Copy {{fact:name}}\n',
  'b.md': '# Servers\n\n| a | b |\n| - | - |\n| 1 | https://docs.example.com/a.html |\n',
  'facts.yml': 'name: {value: "them", source: "https://example.com/", checked: 2026-11-20}\n',
  'guidepost.yml': 'synonyms: {pond: database}\n',
};

/** A guide in a folder, and the file in which a build has stored it. */
function withBuiltGuide(use: (folder: string, file: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(FILES, (folder) =>
    inTemporaryFolder({}, async (build) => {
      const file = join(build, 'built-guide');
      const { guide, problems } = await loadGuide({ folder });
      await writeFile(file, encodeBuiltGuide(guide, buildIndexData(guide), problems.length));
      await use(folder, file);
    }),
  );
}

describe('a guide that the build has parsed and indexed', () => {
  it('is the guide of the folder, with its index', () =>
    withBuiltGuide(async (folder, file) => {
      const built = await readBuiltGuide(file, { folder });
      const { index, ...loaded } = await loadIndexedGuide({ folder });
      expect(built).toMatchObject(loaded);
      expect(built && { ...built.index, corrector: undefined }).toEqual({ ...index, corrector: undefined });
      const found = createSearch(loaded.guide, PARAMETERS, built?.index).find('pond');
      expect(found.matches[0]?.page.slug).toBe('a');
    }));

  it.each([
    ['a page has changed', (folder: string) => writeFile(join(folder, 'a.md'), '# Databases\n')],
    ['a page is new', (folder: string) => writeFile(join(folder, '0.md'), '# New\n')],
    ['a page is gone', (folder: string) => rm(join(folder, 'b.md'))],
    ['a page has another name', (folder: string) => rename(join(folder, 'b.md'), join(folder, 'c.md'))],
    ['a fact has changed', (folder: string) => writeFile(join(folder, 'facts.yml'), '')],
    ['the settings have changed', (folder: string) => writeFile(join(folder, 'guidepost.yml'), '')],
  ])('is not used if %s', (_, change) =>
    withBuiltGuide(async (folder, file) => {
      await change(folder);
      expect(await readBuiltGuide(file, { folder })).toBeUndefined();
    }),
  );

  it('is not used if its pages have links to the address where they are published', () =>
    withBuiltGuide(async (folder, file) => {
      const at = (guideUrl: string) => readBuiltGuide(file, { folder, guideUrl });
      expect(await at('https://docs.example.com/{slug}.html')).toBeUndefined();
      expect(await at('https://guide.example.com/{slug}.html')).toBeDefined();
    }));

  it.each([
    ['is empty', () => Buffer.alloc(0)],
    ['is cut short', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['has only its beginning', (bytes: Buffer) => bytes.subarray(0, 32)],
    ['has one other bit', (bytes: Buffer) => flip(bytes, bytes.length >> 1)],
    ['begins differently', (bytes: Buffer) => flip(bytes, 0)],
  ])('is not used if its file %s', (_, damage) =>
    withBuiltGuide(async (folder, file) => {
      await writeFile(file, damage(await readFile(file)));
      expect(await readBuiltGuide(file, { folder })).toBeUndefined();
    }),
  );

  it('may be missing', () =>
    withBuiltGuide(async (folder, file) => {
      expect(await readBuiltGuide(`${file}.old`, { folder })).toBeUndefined();
    }));

  it('is there for the guide that ships, so that a start parses none of its pages', async () => {
    const built = await readBuiltGuide(BUILT_GUIDE, { folder: packageFile('content') });
    expect(built?.guide.pages.length).toBeGreaterThan(30);
  });
});

function flip(bytes: Buffer, place: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}
