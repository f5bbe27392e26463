import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadGuide } from '../src/guide/load.js';
import { parsePages } from '../src/guide/parse/parse-page.js';
import { readFolder } from '../src/guide/read-folder.js';
import { encodeSnapshot } from '../src/guide/snapshot.js';
import { indexBeside, loadBuiltGuide } from '../src/indexed-guide.js';
import { buildIndexData } from '../src/search/build-index.js';
import { encodeIndexFile } from '../src/search/index-file.js';
import { PARAMETERS } from '../src/search/parameters.js';
import { createSearch } from '../src/search/search.js';
import { inTemporaryFolder } from './guide/temporary-folder.js';

describe('a guide that the build has parsed and indexed', () => {
  it('has its synonyms and keywords, until guidepost.yml changes', () =>
    inTemporaryFolder(
      { 'a.md': '# Databases\n\nText.', 'b.md': '# Servers\n\nText.', 'guidepost.yml': 'synonyms: {pond: database}' },
      (folder) =>
        inTemporaryFolder({}, async (build) => {
          const snapshot = join(build, 'guide-snapshot');
          const { files } = await readFolder(folder);
          await writeFile(snapshot, encodeSnapshot(files, await parsePages(files)));
          const { guide } = await loadGuide({ folder, snapshot });
          await writeFile(indexBeside(snapshot), encodeIndexFile(guide.revision, buildIndexData(guide)));

          const built = await loadBuiltGuide({ folder, snapshot });
          expect(built?.guide).toEqual(guide);
          const found = createSearch(guide, PARAMETERS, built?.index).find('pond');
          expect(found.matches[0]?.page.slug).toBe('a');

          await writeFile(join(folder, 'guidepost.yml'), 'synonyms: {pond: server}');
          expect(await loadBuiltGuide({ folder, snapshot })).toBeUndefined();
        }),
    ));
});
