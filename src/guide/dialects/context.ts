import { posix } from 'node:path';
import { isFolderPage, withoutExtension } from '../file-kinds.js';
import type { PageContext } from '../parse/parse-page.js';
import { readableName } from '../slugs.js';
import { withoutMarks } from '../text.js';
import { type Dialect, type Folder, type FoundDialect, findDialect } from './detect.js';
import type { Menus } from './menus.js';
import { wikiName } from './wikis.js';

/** What the pages of a folder depend on besides their own text. */
export interface FolderContext extends FoundDialect {
  readonly page: PageContext;
  /** Files that pages include, and the pages that do, as far as pages were parsed. */
  readonly included: ReadonlyMap<string, ReadonlySet<string>>;
}

export async function readFolderContext(folder: Folder, wanted: Dialect | undefined): Promise<FolderContext> {
  const byName = new Map<string, string>();
  // The first one of two: files are in order, and the ones at the top come first.
  const nameAll = (namesOf: (file: string) => string[]): void => {
    for (const { file } of folder.files)
      for (const name of namesOf(file)) if (!byName.has(name)) byName.set(name, file);
  };
  nameAll((file) => [wikiName(file), wikiName(posix.basename(file))]);
  // An index goes by the name of its folder, if no page has that.
  nameAll((file) => {
    const place = posix.dirname(file);
    const isIndex = isFolderPage(withoutExtension(posix.basename(file))) && place !== '.';
    return isIndex ? [wikiName(place), wikiName(posix.basename(place))] : [];
  });
  const texts = new Map([...folder.files, ...folder.fragments].map(({ file, text }) => [file, text]));
  const pageNamed = (name: string): string | undefined => byName.get(wikiName(name));
  const found = await findDialect(folder, wanted, pageNamed);
  const titles = menuTitles(folder, found.menus);
  const titleOf = (file: string): string | undefined =>
    titles.get(file) ?? (found.dialect === 'wiki' ? readableName(file) : undefined);
  let byFileName: Map<string, string[]> | undefined;
  // Tools are told where parts of pages are (`base_path` of MkDocs), so a part is the only file whose path ends so.
  const onlyFileAt = (path: string): string | undefined => {
    byFileName ??= groupByName([...texts.keys()]);
    const end = `/${posix.normalize(path).replace(/^[./]+/, '')}`;
    const found = byFileName.get(posix.basename(path))?.filter((file) => `/${file}`.endsWith(end)) ?? [];
    return found.length === 1 ? found[0] : undefined;
  };
  const included = new Map<string, Set<string>>();
  const fragment = (path: string, from: string): string | undefined => {
    // Never above the folder: these are names in a map, not files on the disk.
    const places = [
      path,
      posix.join(posix.dirname(from), path),
      posix.join('docs', path),
      posix.join('_includes', path),
    ];
    const file =
      places.map((place) => posix.normalize(place).replace(/^\/+/, '')).find((place) => texts.has(place)) ??
      onlyFileAt(path);
    if (file === undefined) return undefined;
    included.set(file, (included.get(file) ?? new Set()).add(from));
    return texts
      .get(file)
      ?.replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n')
      .replace(/^---\n[\s\S]*?\n---(?:\n|$)/, '');
  };
  return {
    ...found,
    page: {
      fragment,
      pageNamed,
      titleOf,
      dialect: found.dialect,
      ...(found.menus.values && { values: found.menus.values }),
    },
    included,
  };
}

function groupByName(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const name = posix.basename(file);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [file]);
    else group.push(file);
  }
  return groups;
}

/** What menus call the pages, by their files. */
function menuTitles({ files }: Folder, { nav, folderMenus }: Menus): Map<string, string | undefined> {
  const titles = new Map<string, string | undefined>();
  const items = folderMenus.flatMap(({ folder, entries }) =>
    entries.map((entry) => [entry.kind === 'item' ? posix.join(folder, entry.name) : '', entry] as const),
  );
  if (items.length > 0) {
    const byPath = new Map(files.map(({ file }) => [withoutExtension(file), file]));
    for (const [path, entry] of items) {
      const file = byPath.get(path);
      if (file !== undefined && entry.kind === 'item') titles.set(file, entry.title && withoutMarks(entry.title));
    }
  }
  for (const { file, title } of nav) titles.set(file, title && withoutMarks(title));
  return titles;
}
