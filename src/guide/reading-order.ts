import { type Menus, NO_MENUS } from './dialects/menus.js';
import { isFolderPage } from './file-kinds.js';
import { type Folder, growTree } from './folder-tree.js';
import type { PageDraft } from './parse/page-draft.js';
import { compareFiles } from './source-file.js';

/** A page in its place in the guide. */
export interface PlacedPage {
  readonly draft: PageDraft;
  /** The names of the parts of the guide that it stands in, the outermost first; absent if it stands in none. */
  readonly group?: readonly string[];
}

/**
 * Puts pages into reading order. A menu of the whole guide comes first. Otherwise, and for pages that it does not name, pages are ordered in
 * their folder, and folders by the place of their index page or by their own menu, then by name.
 */
export function arrangePages(
  drafts: readonly PageDraft[],
  { nav, folderMenus, areNumbersPlaces }: Menus = NO_MENUS,
): PlacedPage[] {
  const inFolders = [...walk(growTree(drafts, folderMenus), [], areNumbersPlaces ? numberOf : () => LAST)];
  const byFile = new Map(inFolders.map((each) => [each.draft.file, each]));
  const hasSections = nav.some(({ file, section }) => section.length > 0 && byFile.has(file));
  const listed = new Map<string, Place>();
  for (const { file, section } of nav) {
    const place = byFile.get(file);
    if (place === undefined || listed.has(file)) continue;
    listed.set(file, hasSections ? { draft: place.draft, path: section, isNamed: true } : place);
  }
  const sectionOf = sectionsOfFolders(listed);
  const others = inFolders
    .filter(({ draft }) => !listed.has(draft.file))
    .map((place) => (hasSections ? { ...place, path: sectionOf(place.draft.file) } : place));
  return nameGroups([...listed.values(), ...others]);
}

interface Place {
  readonly draft: PageDraft;
  /** The names of the parts that it stands in. */
  readonly path: readonly string[];
  /** An author named the part, so that it stays even for one page. */
  readonly isNamed: boolean;
}

/** The section of a menu that all its pages of a folder are in, for the pages that it leaves out. */
function sectionsOfFolders(listed: ReadonlyMap<string, Place>): (file: string) => readonly string[] {
  const sections = new Map<string, readonly string[]>();
  for (const [file, { path }] of listed) {
    const folder = folderOf(file);
    const known = sections.get(folder);
    sections.set(folder, known === undefined || isSame(known, path) ? path : []);
  }
  return (file) => (folderOf(file) === '' ? [] : (sections.get(folderOf(file)) ?? []));
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** A page or a folder among others. */
interface Child {
  /** As a folder's menu writes it. */
  readonly name: string;
  readonly file: string;
  readonly order: number;
  readonly content: PageDraft | Folder;
  /** What a menu calls it. */
  readonly label?: string;
}

/** @param placeOf a name whose page or folder says none */
function* walk(folder: Folder, path: readonly string[], placeOf: (name: string) => number): Generator<Place> {
  const { page, menu } = folder;
  const own = page === undefined ? [] : [childOf(page, placeOf)];
  const others = [
    ...folder.pages.map((each) => childOf(each, placeOf)),
    ...folder.folders.map((each) => childOfFolder(each, placeOf)),
  ].sort((a, b) => a.order - b.order || compareFiles(a.file, b.file));
  const children = [...own, ...others];
  let inPart = path;
  const inOrder: readonly InMenu[] = menu === undefined ? children : inMenuOrder(children, menu.entries);
  for (const each of inOrder) {
    if ('part' in each) inPart = [...path, each.part];
    else if (!('pages' in each.content)) yield { draft: each.content, path: inPart, isNamed: inPart !== path };
    else yield* walk(each.content, [...inPart, each.label ?? each.content.title], placeOf);
  }
}

type InMenu = Child | { readonly part: string };

/** What a folder's menu does not name comes where it says so, or last. Its index page comes first. */
function inMenuOrder(children: readonly Child[], entries: NonNullable<Folder['menu']>['entries']): InMenu[] {
  const left = new Map<Child, true>(children.map((each) => [each, true]));
  const named = new Map<string, Child[]>();
  for (const child of children) named.set(child.name, [...(named.get(child.name) ?? []), child]);
  const listed = entries.map((entry): InMenu[] | 'rest' => {
    if (entry.kind === 'rest') return 'rest';
    if (entry.kind === 'part') return [{ part: entry.title }];
    // "ops" is the page and the folder of this name.
    return (named.get(entry.name) ?? []).flatMap((child) =>
      left.delete(child) ? [{ ...child, ...(entry.title !== undefined && { label: entry.title }) }] : [],
    );
  });
  const rest = [...left.keys()];
  const index = rest.filter(({ name }) => name === 'index');
  const others = rest.filter(({ name }) => name !== 'index');
  const hasPlace = listed.includes('rest');
  const ordered = listed.flatMap((each): readonly InMenu[] => (each === 'rest' ? others.splice(0) : each));
  return [...index, ...ordered, ...(hasPlace ? [] : others)];
}

/** What comes without an order comes last, and the start page first. */
const LAST = Number.MAX_SAFE_INTEGER;
const FIRST = Number.MIN_SAFE_INTEGER;

function childOf(page: PageDraft, placeOf: (name: string) => number): Child {
  const name = nameOf(page.file);
  const isIndex = isFolderPage(name);
  return {
    name: isIndex ? 'index' : name,
    file: page.file,
    order: page.order ?? (isIndex ? FIRST : placeOf(name)),
    content: page,
  };
}

function childOfFolder(folder: Folder, placeOf: (name: string) => number): Child {
  const order = folder.menu?.position ?? folder.page?.order ?? placeOf(nameOf(folder.path));
  return { name: nameOf(folder.path), file: `${folder.path}/index.md`, order, content: folder };
}

/** "02-branches" has its place among those that say theirs, as in Docusaurus. */
function numberOf(name: string): number {
  const [, number] = /^(\d{1,3})\s*[-_.]+\s*(?=\p{L})/u.exec(name) ?? [];
  return number === undefined ? LAST : Number(number);
}

function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.(?:md|markdown|mdx|mdown|mkd)$/i, '');
}

/** Fewer pages than this are no group of their own: they belong to the one around it. */
const MIN_PAGES = 2;

/** Names that all groups begin with are left out: everything is in "Docs". */
function nameGroups(places: readonly Place[]): PlacedPage[] {
  const shared = sharedStart(places);
  const paths = mergeSmall(places.map((place) => ({ ...place, path: place.path.slice(shared) })));
  return places.map(({ draft }, index) => {
    const group = paths[index] ?? [];
    return { draft, ...(group.length > 0 && { group }) };
  });
}

function sharedStart(places: readonly Place[]): number {
  const inGroups = places.map(({ path }) => path).filter(({ length }) => length > 0);
  const [first = []] = inGroups;
  let shared = 0;
  while (shared < first.length && inGroups.every((path) => path[shared] === first[shared])) shared += 1;
  // One folder and some pages outside it: its name says something.
  const isOnlyOne = inGroups.every(({ length }) => length === shared);
  const hasMeaning = places.length - inGroups.length >= MIN_PAGES || places.some(({ isNamed }) => isNamed);
  return isOnlyOne && hasMeaning ? Math.max(0, shared - 1) : shared;
}

/** Whether a part stays for one page: not if it says no more than the page's title. */
function isNamedFor(place: Place | undefined): boolean {
  return place?.isNamed === true && place.path.at(-1)?.toLowerCase() !== place.draft.title.toLowerCase();
}

function mergeSmall(places: readonly Place[]): (readonly string[])[] {
  const paths = places.map(({ path }) => path);
  const deepest = Math.max(0, ...paths.map(({ length }) => length));
  for (let depth = deepest; depth > 0; depth--) {
    const members = new Map<string, number[]>();
    for (const [index, path] of paths.entries()) {
      if (path.length !== depth) continue;
      const key = JSON.stringify(path);
      members.set(key, [...(members.get(key) ?? []), index]);
    }
    for (const indexes of members.values()) {
      const isNamed = depth === 1 && indexes.some((index) => isNamedFor(places[index]));
      if (indexes.length >= MIN_PAGES || isNamed) continue;
      for (const index of indexes) paths[index] = (paths[index] ?? []).slice(0, -1);
    }
  }
  return paths;
}
