import { writeFile } from 'node:fs/promises';
import { fillFacts } from './guide/facts/fill-facts.js';
import { readFacts } from './guide/facts/read-facts.js';
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
const content = await readFolder(folder);
const source = content.facts;
const read = source && readFacts(source);
const { files, problems } = fillFacts(content.files, read);
const pages = await parsePages(files);
if (
  [...content.problems, ...(read?.problems ?? []), ...problems].length === 0 &&
  pages.every(({ draft, isHidden }) => draft !== undefined || isHidden)
) {
  await writeFile(snapshot, encodeSnapshot(files, pages, source && read && { source, read }));
  const { guide, problems: found } = await loadGuide({ folder, snapshot });
  if (found.some(isError)) throw new GuideError(folder, found);
  await writeFile(indexBeside(snapshot), encodeIndexFile(guide.revision, buildIndexData(guide)));
}
