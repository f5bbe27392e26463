import { writeFile } from 'node:fs/promises';
import { loadGuide } from './guide/load.js';
import { parsePages } from './guide/parse/parse-page.js';
import { readFolder } from './guide/read-folder.js';
import { encodeSnapshot } from './guide/snapshot.js';
import { shippedSnapshot } from './package-file.js';

// Run by the build: parses the guide that ships, so that no start has to. A guide with mistakes gets no snapshot: the start reports them.
const folder = process.argv[2] ?? 'content';
const { files, problems } = await readFolder(folder);
const pages = await parsePages(files);
if (problems.length === 0 && pages.every(({ draft }) => draft !== undefined)) {
  await writeFile(shippedSnapshot(), encodeSnapshot(files, pages));
  await loadGuide({ folder, snapshot: shippedSnapshot() });
}
