import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadGuide } from '../src/guide/load.js';
import { readGuideBeside } from '../src/read-guide-beside.js';
import { createIndexData } from '../src/search/create-index-data.js';
import { inTemporaryFolder } from './guide/temporary-folder.js';

describe('a guide that a thread of its own reads', () => {
  it('is the same as one that is read here, with its index, however many portions it comes in', () => {
    // Beyond one portion.
    const long = 'A sentence about *proxies*, [workers](page-1.md) and `gunicorn`.\n\n'.repeat(400);
    const files = Array.from({ length: 12 }, (_, page) => [`page-${page}.md`, `# Page ${page}\n\n${long}`]);
    return inTemporaryFolder(
      { ...Object.fromEntries(files), 'last.md': '# Last\n\n![](gone.png)\n' },
      async (folder) => {
        const { guide, warnings } = await loadGuide({ folder });
        const read = await readGuideBeside({ folder });
        expect(read).toEqual({ guide, index: createIndexData(guide), warnings: warnings.length });
      },
    );
  });

  it('is refused with every mistake that it has', () =>
    inTemporaryFolder({ 'a.md': '---\ntitle: [\n---\n', 'b.md': '---\norder: first\n---\n# B\n' }, async (folder) => {
      const reason = await readGuideBeside({ folder }).catch((error: Error) => error.message);
      expect(reason).toContain('a.md');
      expect(reason).toContain('b.md');
    }));

  it('says that there is no such folder', async () => {
    await expect(readGuideBeside({ folder: join('nowhere', 'at', 'all') })).rejects.toThrow(/nowhere/);
  });
});
