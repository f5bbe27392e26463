import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadGuide } from '../../src/guide/load.js';
import { readGuideInWorker } from '../../src/guide-worker/read-guide.js';
import { indexGuide } from '../../src/search/build-index.js';
import { PARAMETERS } from '../../src/search/parameters.js';
import { createSearch } from '../../src/search/search.js';
import { inTemporaryFolder } from '../guide/temporary-folder.js';

describe('reading a guide in a worker', () => {
  it('gives the same guide as reading it here, in as many messages as it takes', () => {
    const text = 'A sentence about *proxies*, [workers](page-1.md) and `gunicorn`.\n';
    const files = Array.from({ length: 12 }, (_, page) => [`page-${page}.md`, `# Page ${page}\n\n${text}`]);
    return inTemporaryFolder(
      {
        ...Object.fromEntries(files),
        'last.md': '# Last\n\n![](gone.png)\n',
        'wrong.md': '---\norder: first\n---\n# Wrong\n',
        'guidepost.yml': 'synonyms: {horse: worker}\nkeywords: {last: [the end]}\n',
      },
      async (folder) => {
        const { guide, problems } = await loadGuide({ folder });
        const read = await readGuideInWorker({ folder });
        const { index } = indexGuide(guide);
        expect({ ...read, index: { ...read.index, corrector: index.corrector } }).toEqual({
          guide,
          index,
          errors: [expect.objectContaining({ file: 'wrong.md', line: 2 })],
          warnings: problems.length - 1,
        });
        expect(read.guide.synonyms.size).toBe(1);
        expect(read.guide.leftOut).toEqual(['wrong.md']);
        expect(createSearch(read.guide, PARAMETERS, read.index).find('wrkers')).toEqual(
          createSearch(guide).find('wrkers'),
        );
      },
    );
  });

  it('fails with every mistake if no page can be read', () =>
    inTemporaryFolder({ 'a.md': '---\ntitle: [\n---\n', 'b.md': '---\norder: first\n---\n# B\n' }, async (folder) => {
      const reason = await readGuideInWorker({ folder }).catch((error: Error) => error.message);
      expect(reason).toContain('a.md');
      expect(reason).toContain('b.md');
    }));

  it('names a folder that does not exist', async () => {
    await expect(readGuideInWorker({ folder: join('nowhere', 'at', 'all') })).rejects.toThrow(/nowhere/);
  });
});
