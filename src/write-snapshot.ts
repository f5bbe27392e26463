import { writeFile } from 'node:fs/promises';
import { loadGuide } from './guide/load.js';
import { parsePages } from './guide/parse/parse-page.js';
import { readFolder } from './guide/read-folder.js';
import { encodeSnapshot } from './guide/snapshot.js';
import { indexBeside } from './indexed-guide.js';
import { shippedSnapshot } from './package-file.js';
import { buildIndexData } from './search/build-index.js';
import { encodeIndexFile } from './search/index-file.js';

// Run by the build: parses and indexes the guide in content/, so that no start has to. A guide with mistakes gets no snapshot: the start
// reports them.
const folder = process.argv[2] ?? 'content';
const snapshot = shippedSnapshot();
const { files, problems } = await readFolder(folder);
const pages = await parsePages(files);
if (problems.length === 0 && pages.every(({ draft }) => draft !== undefined)) {
  await writeFile(snapshot, encodeSnapshot(files, pages));
  const { guide } = await loadGuide({ folder, snapshot });
  await writeFile(indexBeside(snapshot), encodeIndexFile(guide.revision, buildIndexData(guide)));
}
