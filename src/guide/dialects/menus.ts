import { posix } from 'node:path';
import { slug as slugify } from 'github-slugger';
import type { Fields, FieldValue } from '../front-matter/fields.js';
import type { MenusAbove } from '../read-menus.js';
import type { SourceFile } from '../source-file.js';
import type { Dialect } from './detect.js';
import type { MkDocsSettings, Redirect } from './mkdocs-nav.js';
import { isRecord, type NavEntry, pageIds, parseJson, readJsonNav, readSidebar, readSummary } from './nav.js';

/** The files that say in which order the pages of a folder come, and the pages. */
export interface MenuFiles {
  readonly files: readonly SourceFile[];
  readonly fragments: readonly SourceFile[];
  readonly menus?: readonly SourceFile[];
  readonly menusAbove?: MenusAbove;
}

/** What the menus of a folder say about its pages. */
export interface Menus {
  /** Paths count from the guide's folder. */
  readonly nav: readonly NavEntry[];
  /** The file that `nav` is from, such as `../mkdocs.yml`. */
  readonly navFile?: string;
  readonly folderMenus: readonly FolderMenu[];
  /** Where the pages are published. */
  readonly siteUrl?: string;
  /** What `{{ name }}` stands for, if the tool fills it in. */
  readonly values?: ReadonlyMap<string, string>;
  /** What addresses of the site begin with: `/handbook`. */
  readonly bases: readonly string[];
  /** Where pages were before. */
  readonly redirects?: readonly Redirect[];
  /** The pages are a part of a larger site, which absolute paths may lead to. */
  readonly isPartOfSite?: boolean;
  /** The number that a name begins with is its place among those that say theirs. */
  readonly areNumbersPlaces?: boolean;
}

export const NO_MENUS: Menus = { nav: [], folderMenus: [], bases: [] };

interface Nav {
  readonly file: string;
  readonly entries: readonly NavEntry[];
}

/**
 * Reads the menus of a folder. One above it counts only if it names a page of the folder.
 * @param pageNamed the file of the page that a wiki link names
 */
export async function readMenus(
  folder: MenuFiles,
  dialect: Dialect,
  pageNamed: (name: string) => string | undefined,
): Promise<Menus> {
  const folderMenus = await readFolderMenus(folder.menus ?? []);
  const mkdocs = dialect === 'mkdocs' ? await findMkDocs(folder) : undefined;
  const navs = [
    ...(mkdocs ? [{ file: mkdocs.file, entries: mkdocs.nav }] : []),
    ...(dialect === 'wiki' ? sidebars(folder, pageNamed) : []),
    ...(dialect === 'gitbook' || dialect === 'mdbook' || dialect === 'mkdocs' ? summaries(folder) : []),
    ...(dialect === 'docusaurus' || dialect === 'mdx' ? jsonNavs(folder) : []),
  ];
  const nav = navs.find(namesPageOf(folder));
  return {
    nav: nav?.entries ?? [],
    folderMenus,
    ...(dialect === 'docusaurus' && { areNumbersPlaces: true }),
    bases: basesIn(folder.menus ?? []),
    ...(nav && { navFile: nav.file }),
    ...(mkdocs && { redirects: mkdocs.redirects, isPartOfSite: mkdocs.isTechDocs }),
    ...(mkdocs?.values && { values: mkdocs.values }),
    ...(mkdocs?.siteUrl !== undefined && { siteUrl: mkdocs.siteUrl }),
  };
}

/** The tool of a menu that names pages of the folder, if there is one from which a tool can be told. */
export function toolOfMenu(folder: MenuFiles): 'mdbook' | 'docusaurus' | 'mdx' | undefined {
  const isFound = namesPageOf(folder);
  if (summaries(folder).some(isFound)) return 'mdbook';
  const json = jsonNavs(folder).find(isFound);
  if (json === undefined) return undefined;
  return json.file.endsWith('sidebars.json') ? 'docusaurus' : 'mdx';
}

function namesPageOf({ files }: MenuFiles): (nav: Nav) => boolean {
  const known = new Set(files.map(({ file }) => file));
  return ({ entries }) => entries.some(({ file }) => known.has(file));
}

/** `mkdocs.yml` at the top of the folder, or above it if it says that its pages are in this folder. */
export async function findMkDocs({
  menus = [],
  menusAbove,
}: Pick<MenuFiles, 'menus' | 'menusAbove'>): Promise<(MkDocsSettings & { readonly file: string }) | undefined> {
  const isMkDocs = ({ file }: SourceFile): boolean => /^(?:\.\.\/)?mkdocs\.ya?ml$/.test(file);
  const [own, above] = [menus.find(isMkDocs), menusAbove?.files.find(isMkDocs)];
  if (own === undefined && above === undefined) return undefined;
  // Loaded only if there is such a file: the shipped guide needs no YAML parser.
  const { readMkDocs } = await import('./mkdocs-nav.js');
  if (own !== undefined) return { ...readMkDocs(own), file: own.file };
  const settings = above && readMkDocs(above);
  if (above === undefined || settings === undefined || settings.docsFolder !== menusAbove?.folderName) return undefined;
  const redirects = settings.redirects.map(({ from, to }) => ({
    from: fromFolder(menusAbove, from),
    to: fromFolder(menusAbove, to),
  }));
  return { ...settings, file: above.file, nav: below(menusAbove, settings.nav), redirects };
}

function fromFolder({ folderName }: MenusAbove, path: string): string {
  return path.startsWith(`${folderName}/`) ? path.slice(folderName.length + 1) : path;
}

/** The entries of a menu above the folder that are in the folder, with paths from the folder. */
function below({ folderName }: MenusAbove, entries: readonly NavEntry[]): NavEntry[] {
  const start = `${folderName}/`;
  return entries.flatMap((entry) =>
    entry.file.startsWith(start) ? [{ ...entry, file: entry.file.slice(start.length) }] : [],
  );
}

function sidebars({ fragments }: MenuFiles, pageNamed: (name: string) => string | undefined): Nav[] {
  const sidebar = fragments.find(({ file }) => /^_sidebar\.md$/i.test(file));
  return sidebar === undefined ? [] : [{ file: sidebar.file, entries: readSidebar(sidebar, pageNamed) }];
}

function summaries({ fragments, menusAbove }: MenuFiles): Nav[] {
  const own = fragments.filter(({ file }) => posix.basename(file) === 'SUMMARY.md');
  const above = menusAbove?.files.find(({ file }) => file === '../SUMMARY.md');
  return [
    ...own.map((summary) => ({ file: summary.file, entries: readSummary(summary) })),
    ...(above && menusAbove
      ? [{ file: above.file, entries: below(menusAbove, readSummary({ file: 'SUMMARY.md', text: above.text })) }]
      : []),
  ];
}

function jsonNavs({ files, menus = [], menusAbove }: MenuFiles): Nav[] {
  const found = [...menus, ...(menusAbove?.files ?? [])].filter(({ file }) =>
    /^(?:\.\.\/)?(?:sidebars|docs|mint)\.json$/.test(file),
  );
  if (found.length === 0) return [];
  const idOf = pageIds(files);
  return found.map((menu) => ({ file: menu.file, entries: readJsonNav(menu, idOf) }));
}

/** The `baseurl:` of Jekyll. */
function basesIn(menus: readonly SourceFile[]): string[] {
  const settings = menus.find(({ file }) => file === '_config.yml')?.text ?? '';
  const base = /^baseurl:[ \t]*["']?([^"'#\s]+)/m.exec(settings)?.[1];
  return base === undefined ? [] : [base];
}

async function readFolderMenus(menus: readonly SourceFile[]): Promise<FolderMenu[]> {
  const ofFolders = menus.filter(({ file }) => /^(?:_category_\.|_?meta\.json$|\.pages$)/.test(posix.basename(file)));
  const needsYaml = ofFolders.some(({ file }) => !file.endsWith('.json'));
  const readYaml = needsYaml ? (await import('./mkdocs-nav.js')).readForeignYaml : () => new Map();
  return ofFolders.flatMap((menu) => readFolderMenu(menu, readYaml) ?? []);
}

/** What a file in a folder says of the folder: `_category_.json`, `_meta.json`, `meta.json`, `.pages`. */
export interface FolderMenu {
  /** The folder's path; empty for the guide's own. */
  readonly folder: string;
  /** The file that says it. */
  readonly file: string;
  readonly title?: string;
  /** Where the site may have a list of the folder. */
  readonly addresses?: readonly string[];
  /** The folder's place among the pages and folders around it. */
  readonly position?: number;
  /** The order of what is in the folder. What is not listed comes where `rest` is, or last. */
  readonly entries: readonly FolderEntry[];
}

export type FolderEntry =
  /** A page or a folder, by its name without an extension. */
  | { readonly kind: 'item'; readonly name: string; readonly title?: string }
  /** What follows is a part with this name. */
  | { readonly kind: 'part'; readonly title: string }
  | { readonly kind: 'rest' };

const MAX_FOLDER_ENTRIES = 5_000;

/** @param readYaml the fields of a YAML file; loaded only where there is one */
function readFolderMenu(
  { file, text }: SourceFile,
  readYaml: (text: string, file: string) => Fields,
): FolderMenu | undefined {
  const folder = posix.dirname(file) === '.' ? '' : posix.dirname(file);
  const name = posix.basename(file);
  if (name === '.pages') return { folder, file, ...readPagesFile(readYaml(text, file)) };
  if (name.endsWith('.json')) {
    const data = parseJson(text);
    if (!isRecord(data)) return undefined;
    return { folder, file, ...(name === '_category_.json' ? readCategory(data) : readMeta(data)) };
  }
  return { folder, file, ...readCategory(toData(readYaml(text, file))) };
}

type FolderData = Omit<FolderMenu, 'folder' | 'file'>;

/** Docusaurus: a name and a place for the folder. */
function readCategory({ label, position, link }: Record<string, unknown>): FolderData {
  const isList = isRecord(link) && link.type === 'generated-index';
  const address = !isList ? undefined : typeof link.slug === 'string' ? link.slug : categoryAddress(label);
  const bare = address?.replace(/^\/+/, '');
  const place = typeof position === 'string' && position.trim() !== '' ? Number(position) : position;
  return {
    ...titled(label),
    ...(bare !== undefined && { addresses: [bare, `docs/${bare}`] }),
    ...(typeof place === 'number' && Number.isFinite(place) && { position: place }),
    entries: [],
  };
}

function categoryAddress(label: unknown): string | undefined {
  return typeof label === 'string' ? `category/${slugify(label)}` : undefined;
}

/** Fumadocs lists the pages; Nextra has one key for each. */
function readMeta(data: Record<string, unknown>): FolderData {
  const { title, pages } = data;
  if (Array.isArray(pages)) {
    const entries = pages.slice(0, MAX_FOLDER_ENTRIES).flatMap((each): FolderEntry[] => {
      if (typeof each !== 'string') return [];
      const part = /^-{3}(?:\[[^\]]*\])?(.*?)-{3}$/.exec(each)?.[1]?.trim();
      if (part !== undefined) return part === '' ? [] : [{ kind: 'part', title: part }];
      if (each === '...' || each === 'z...a') return [{ kind: 'rest' }];
      // "!name" leaves out of the menu, "...name" takes the folder's pages, "[text](address)" is a link.
      if (/^[![]/.test(each)) return [];
      return [{ kind: 'item', name: each.replace(/^(?:\.{3}|\.\/)/, '') }];
    });
    return { ...titled(title), entries };
  }
  // A folder that has only a name: {"title": "Guides"} of Fumadocs.
  if (typeof title === 'string' && !('index' in data) && Object.keys(data).every((key) => FUMADOCS.has(key)))
    return { title, entries: [] };
  const entries = Object.entries(data)
    .slice(0, MAX_FOLDER_ENTRIES)
    .flatMap(([key, value]): FolderEntry[] => {
      if (key === '*') return [];
      const label = isRecord(value) ? value.title : value;
      if (isRecord(value) && value.type === 'separator')
        return typeof label === 'string' && label.trim() !== '' ? [{ kind: 'part', title: label.trim() }] : [];
      if (isRecord(value) && typeof value.href === 'string') return [];
      return [{ kind: 'item', name: key, ...titled(label) }];
    });
  return { entries };
}

const FUMADOCS = new Set(['title', 'description', 'icon', 'root', 'defaultOpen', 'collapsible']);

/** The plugin awesome-pages of MkDocs. */
function readPagesFile(fields: Fields): FolderData {
  const list = fields.get('nav') ?? fields.get('arrange');
  const entries = list?.kind === 'list' ? list.items.flatMap((item) => pagesEntry(item)) : [];
  const title = fields.get('title');
  return { ...titled(title?.kind === 'text' ? title.text : undefined), entries: entries.slice(0, MAX_FOLDER_ENTRIES) };
}

function pagesEntry(value: FieldValue, title?: string): FolderEntry[] {
  if (value.kind === 'text') {
    if (/^\.{3}/.test(value.text)) return [{ kind: 'rest' }];
    return [{ kind: 'item', name: value.text.replace(/\.md$|\/$/i, ''), ...titled(title) }];
  }
  if (value.kind === 'map') return [...value.entries].flatMap(([key, inner]) => pagesEntry(inner, key));
  if (value.kind !== 'list') return [];
  const inner = value.items.flatMap((item) => pagesEntry(item));
  return title === undefined ? inner : [{ kind: 'part', title }, ...inner];
}

function titled(title: unknown): { title?: string } {
  return typeof title === 'string' && title.trim() !== '' ? { title: title.trim() } : {};
}

function toData(fields: Fields): Record<string, unknown> {
  return Object.fromEntries([...fields].map(([key, value]) => [key, value.kind === 'text' ? value.text : undefined]));
}
