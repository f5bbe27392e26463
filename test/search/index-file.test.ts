import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildIndexData } from '../../src/search/build-index.js';
import { encodeIndexFile, readIndexFile } from '../../src/search/index-file.js';
import { guideOf } from '../builders/guide-of.js';
import { inTemporaryFolder } from '../guide/temporary-folder.js';

const guide = await guideOf({
  'a.md': '# Crème brûlée\n\nBurn the sugar.\n',
  'b.md': '# Soup\n\n## Salt\n\nA pinch.\n',
});
const index = buildIndexData(guide);

function withFile(bytes: Buffer, use: (path: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder({}, async (folder) => {
    const path = join(folder, 'guide-index');
    await writeFile(path, bytes);
    await use(path);
  });
}

describe('the file of an index', () => {
  it('gives back the index of its revision', () =>
    withFile(encodeIndexFile('r1', index), async (path) => {
      expect(await readIndexFile(path, 'r1')).toEqual(index);
    }));

  it('gives nothing for another revision, or if there is no file', () =>
    withFile(encodeIndexFile('r1', index), async (path) => {
      expect(await readIndexFile(path, 'r2')).toBeUndefined();
      expect(await readIndexFile(`${path}.old`, 'r1')).toBeUndefined();
    }));

  it('gives nothing if any byte has changed or is missing', async () => {
    const bytes = encodeIndexFile('r1', index);
    for (const damaged of [
      bytes.subarray(0, -1),
      bytes.subarray(0, 20),
      Buffer.alloc(0),
      flip(bytes, bytes.length >> 1),
    ]) {
      await withFile(damaged, async (path) => expect(await readIndexFile(path, 'r1')).toBeUndefined());
    }
  });
});

function flip(bytes: Buffer, place: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}
