import { posix } from 'node:path';
import { slug as slugify } from 'github-slugger';
import type { Fields, FieldValue } from '../front-matter/fields.js';
import type { SourceFile } from '../source-file.js';
import { isRecord, parseJson } from './json-nav.js';

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

const MAX_ENTRIES = 5_000;

/** @param readYaml the fields of a YAML file; loaded only where there is one */
export function readFolderMenu(
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
    const entries = pages.slice(0, MAX_ENTRIES).flatMap((each): FolderEntry[] => {
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
    .slice(0, MAX_ENTRIES)
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
  return { ...titled(title?.kind === 'text' ? title.text : undefined), entries: entries.slice(0, MAX_ENTRIES) };
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
