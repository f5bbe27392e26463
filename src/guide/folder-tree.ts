import type { FolderMenu } from './dialects/menus.js';
import { isFolderPage, withoutExtension, withoutIds } from './file-kinds.js';
import type { PageDraft } from './parse/page-draft.js';
import { readableName } from './slugs.js';
import { compareFiles } from './source-file.js';
import { saysLittle } from './titles.js';

/** A folder, or the pages that name a page as the one above them. */
export interface Folder {
  /** Empty for the guide's own. */
  readonly path: string;
  /** What people call it. */
  readonly title: string;
  /** The page that stands for it: its index, or `ops.md` next to `ops/`. */
  readonly page?: PageDraft;
  /** The pages in it, but not `page`. */
  readonly pages: readonly PageDraft[];
  readonly folders: readonly Folder[];
  readonly menu?: FolderMenu;
}

/** What is deeper counts as part of the last of these folders. */
const MAX_DEPTH = 30;

type Growing = { -readonly [Key in keyof Folder]: Folder[Key] } & { pages: PageDraft[]; folders: Growing[] };

/** The folders of a guide with their pages. In Jekyll, `parent: Ops` puts a page below the page with this title. */
export function growTree(given: readonly PageDraft[], menus: readonly FolderMenu[]): Folder {
  const drafts = [...given].sort((a, b) => compareFiles(a.file, b.file));
  const placeOf = findPlaces(drafts);
  const nodes = new Map<string, Growing>();
  const nodeAt = (path: string): Growing => {
    let node = nodes.get(path);
    if (node === undefined) {
      node = { path, title: '', pages: [], folders: [] };
      nodes.set(path, node);
      if (path !== '') nodeAt(above(path));
    }
    return node;
  };
  const root = nodeAt('');
  for (const draft of drafts) nodeAt(placeOf(draft));
  for (const draft of drafts) {
    const node = isIndex(draft) ? nodeAt(folderOf(draft.file)) : root;
    if (node !== root && node.page === undefined) node.page = draft;
  }
  for (const draft of drafts) {
    const own = nodes.get(pathOf(draft.file));
    if (own !== undefined && own !== root && own.page === undefined) own.page = draft;
    if (nodes.get(ownPath(draft))?.page !== draft) nodeAt(placeOf(draft)).pages.push(draft);
  }
  for (const menu of menus) {
    const node = nodes.get(menu.folder);
    if (node !== undefined) node.menu = { ...node.menu, ...menu };
  }
  linkNodes(nodes, (page) => (isIndex(page) ? above(folderOf(page.file)) : placeOf(page)));
  for (const node of nodes.values()) nameFolders(node.folders);
  return root;
}

/** Hangs each folder below the one around it, or where its page is. Whatever pages say of each other, all hang below the guide's own. */
function linkNodes(nodes: ReadonlyMap<string, Growing>, placeOfPage: (page: PageDraft) => string): void {
  const up = new Map<string, string>();
  for (const { path, page } of nodes.values()) if (path !== '') up.set(path, page ? placeOfPage(page) : above(path));
  for (const path of up.keys()) {
    const seen = new Set<string>();
    for (let at: string | undefined = path; at !== undefined; at = up.get(at)) {
      if (seen.has(at)) {
        up.set(path, '');
        break;
      }
      seen.add(at);
    }
  }
  for (const [path, place] of up) {
    const node = nodes.get(path);
    if (node !== undefined) nodes.get(place)?.folders.push(node);
  }
}

/** The path of the folder that each page is in. */
function findPlaces(drafts: readonly PageDraft[]): (draft: PageDraft) => string {
  const byTitle = new Map<string, PageDraft>();
  for (const draft of drafts) {
    const title = draft.title.toLowerCase();
    if (!byTitle.has(title)) byTitle.set(title, draft);
  }
  return (draft) => {
    const parent = draft.parent === undefined ? undefined : byTitle.get(draft.parent.toLowerCase());
    return parent === undefined || parent === draft || isIndex(draft) ? folderOf(draft.file) : ownPath(parent);
  };
}

function isIndex({ file }: PageDraft): boolean {
  return isFolderPage(pathOf(file).split('/').at(-1) ?? '') && folderOf(file) !== '';
}

/** The path of the folder that a page would stand for. */
function ownPath(draft: PageDraft): string {
  return isIndex(draft) ? folderOf(draft.file) : pathOf(draft.file);
}

function pathOf(file: string): string {
  return withoutExtension(file).split('/').slice(0, MAX_DEPTH).join('/');
}

function folderOf(file: string): string {
  return withoutIds(file).split('/').slice(0, -1).slice(0, MAX_DEPTH).join('/');
}

function above(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** A longer title is a sentence, and not a name. */
const MAX_TITLE = 60;
/** Files are put into order by numbers: `01-start`. */
const NUMBER = /^\d{1,3}[-_.\s]+(?=\p{L})/u;

/** @param folders in the same folder: one that begins with a number may be called so, several are numbered */
function nameFolders(folders: readonly Growing[]): void {
  const names = folders.map(({ path }) => path.split('/').at(-1) ?? path);
  const isNumbered = names.filter((name) => NUMBER.test(name)).length > 1;
  for (const [index, node] of folders.entries()) {
    const name = names[index] ?? '';
    const bare = isNumbered || name.startsWith('0') ? name.replace(NUMBER, '') : name;
    node.title = titleOf(node) ?? readableName(`${bare}/index.md`);
  }
}

function titleOf({ page, menu }: Growing): string | undefined {
  if (menu?.title !== undefined) return menu.title;
  return page !== undefined && page.title.length <= MAX_TITLE && !saysLittle(page.title) ? page.title : undefined;
}
