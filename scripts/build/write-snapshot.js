import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Parses and indexes the guide that ships, so that a start need not. A guide with mistakes gets no snapshot: the start tells them.
 * @returns what the server knows the index by, if there is one: the guide's revision and the index's digest
 */
export async function writeSnapshot(root, out) {
  const load = (file) => import(pathToFileURL(join(root, out, file)));
  const [{ readFolder }, { parsePages }, { encodeSnapshot }, { loadGuide }, { createIndexData }, { encodeIndex }] =
    await Promise.all(
      [
        'guide/read-folder.js',
        'guide/parse/parse-pages.js',
        'guide/snapshot.js',
        'guide/load.js',
        'search/create-index-data.js',
        'search/index-file.js',
      ].map(load),
    );
  const folder = join(root, 'content');
  const { files, problems } = await readFolder(folder);
  const pages = await parsePages(files);
  if (problems.length > 0 || pages.some(({ draft }) => draft === undefined)) return undefined;
  const snapshot = join(root, out, 'guide-snapshot.json');
  await writeFile(snapshot, encodeSnapshot(files, pages));
  const { guide } = await loadGuide({ folder, snapshot });
  const { bytes, digest } = encodeIndex(createIndexData(guide));
  await writeFile(join(root, out, 'guide-index.bin'), bytes);
  return `${guide.revision} ${digest}`;
}
