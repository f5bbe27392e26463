import { writeFile } from 'node:fs/promises';
import { loadGuide } from './guide/load.js';
import { parsePages } from './guide/parse/parse-page.js';
import { GuideError, isError } from './guide/problem.js';
import { readFolder } from './guide/read-folder.js';
import { encodeSnapshot } from './guide/snapshot.js';
import { indexBeside } from './indexed-guide.js';
import { shippedSnapshot } from './package-file.js';
import { buildIndexData } from './search/build-index.js';
import { encodeIndexFile } from './search/index-file.js';

// Run by the build: parses and indexes the guide in content/, so that no start has to. A guide that cannot be read as it is gets no snapshot,
// and one with another error fails the build.
const folder = process.argv[2] ?? 'content';
const snapshot = shippedSnapshot();
const { files, problems } = await readFolder(folder);
const pages = await parsePages(files);
if (problems.length === 0 && pages.every(({ draft, isHidden }) => draft !== undefined || isHidden)) {
  await writeFile(snapshot, encodeSnapshot(files, pages));
  const { guide, problems: found } = await loadGuide({ folder, snapshot });
  if (found.some(isError)) throw new GuideError(folder, found);
  await writeFile(indexBeside(snapshot), encodeIndexFile(guide.revision, buildIndexData(guide)));
}
