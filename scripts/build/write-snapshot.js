import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Parses the guide that ships, so that a start need not. A guide with mistakes gets no snapshot: the start lists them. */
export async function writeSnapshot(root, out) {
  const load = (file) => import(pathToFileURL(join(root, out, file)));
  const [{ readFolder }, { parsePages }, { encodeSnapshot }] = await Promise.all(
    ['guide/read-folder.js', 'guide/parse-pages.js', 'guide/snapshot.js'].map(load),
  );
  const { files, problems } = await readFolder(join(root, 'content'));
  const pages = await parsePages(files, 2_000);
  if (problems.length > 0 || pages.some(({ draft }) => draft === undefined)) return;
  await writeFile(join(root, out, 'guide-snapshot.json'), encodeSnapshot(files, pages));
}
