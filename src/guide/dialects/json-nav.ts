import { isFolderPage, withoutExtension } from '../file-kinds.js';
import type { SourceFile } from '../source-file.js';
import type { NavEntry } from './nav.js';

const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 20;

/** What a part of a menu is called, by the tool: Docusaurus, Mintlify. */
const LABELS = ['label', 'group', 'tab', 'anchor', 'dropdown', 'language', 'version'];
/** What a part consists of. */
const PARTS = ['items', 'pages', 'groups', 'tabs', 'anchors', 'dropdowns', 'languages', 'versions', 'navigation'];

/**
 * The pages of `sidebars.json` of Docusaurus or `docs.json` of Mintlify, in their order. Both are lists of pages, and of parts with a name and
 * a list of their own.
 * @param pageNamed the file of the page that the menu writes as `ops/deploy`
 */
export function readJsonNav({ text }: SourceFile, pageNamed: (id: string) => string | undefined): NavEntry[] {
  const root = parseJson(text);
  if (!isRecord(root)) return [];
  const entries: NavEntry[] = [];
  const add = (id: unknown, section: readonly string[], title?: string): void => {
    const file = typeof id === 'string' ? pageNamed(id) : undefined;
    if (file !== undefined && entries.length < MAX_ENTRIES) entries.push({ file, section, ...(title && { title }) });
  };
  const read = (value: unknown, section: readonly string[], depth: number): void => {
    if (depth > MAX_DEPTH) return;
    if (typeof value === 'string') add(value, section);
    else if (Array.isArray(value)) for (const item of value) read(item, section, depth + 1);
    else if (isRecord(value)) readPart(value, section, depth);
  };
  const readPart = (value: Record<string, unknown>, section: readonly string[], depth: number): void => {
    const label = LABELS.map((key) => value[key]).find((each): each is string => typeof each === 'string');
    const parts = PARTS.map((key) => value[key]).filter((each) => typeof each === 'object' && each !== null);
    if (value.type === 'doc' || value.type === 'ref') add(value.id, section, label);
    else if (parts.length > 0) {
      const inner = label === undefined ? section : [...section, label];
      if (isRecord(value.link)) add(value.link.id, inner);
      for (const part of parts) read(part, inner, depth + 1);
    } else if (value.type === undefined && label === undefined) {
      // A short form of Docusaurus: {"Guides": ["a", "b"]}.
      for (const [key, items] of Object.entries(value)) if (Array.isArray(items)) read(items, [...section, key], depth);
    }
  };
  if ('navigation' in root) read(root.navigation, [], 0);
  // The names of sidebars are not shown.
  else for (const sidebar of Object.values(root)) read(sidebar, [], 0);
  return entries;
}

const ID = /^---\n[\s\S]{0,2000}?^id:[ \t]*["']?([\w./-]+)/m;

/**
 * Finds a page by the id that a menu writes: its path without an extension, with or without the numbers that order the files (`01-ops/02-deploy`
 * is `ops/deploy`), or with the `id:` of its front matter as its name.
 */
export function pageIds(files: readonly SourceFile[]): (id: string) => string | undefined {
  const ids = new Map<string, string>();
  const add = (id: string, file: string): void => {
    for (const path of [id, id.replace(/^docs\//, '')])
      for (const name of [path, path.replace(/(^|\/)\d+[-_.]+/g, '$1')]) if (!ids.has(name)) ids.set(name, file);
  };
  for (const { file, text } of files) {
    const path = withoutExtension(file);
    const folder = path.split('/').slice(0, -1);
    const written = ID.exec(text.slice(0, 3_000).replaceAll('\r\n', '\n'))?.[1];
    if (written !== undefined) add([...folder, written].join('/'), file);
    add(path, file);
    if (folder.length > 0 && isFolderPage(path.split('/').at(-1) ?? '')) add(folder.join('/'), file);
  }
  return (id) => ids.get(id.replace(/^\/+/, '').replace(/\.mdx?$/, ''));
}

/** Undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
