import { posix } from 'node:path';
import { isFolderPage, withoutExtension } from '../file-kinds.js';
import type { SourceFile } from '../source-file.js';
import { wikiName } from './wikis.js';

/** A page in a menu. */
export interface NavEntry {
  /** The path of its file in the guide's folder. */
  readonly file: string;
  /** What the menu calls it. */
  readonly title?: string;
  /** The names of the parts of the menu that it stands in, the outermost first. */
  readonly section: readonly string[];
}

const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 12;

const LINK = /\[([^\]\n]{1,300})\]\(<?([^()\s<>]{0,500})>?/;
const WIKI_LINK = /\[\[([^[\]\n|]{1,200})(?:\|([^[\]\n|]{1,200}))?\]\]/;
const HEADING = /^(#{1,6})\s+(.{1,300})$/;
const BULLET = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$/;

/** The links of `SUMMARY.md`, the menu of GitBook and mdBook, in its order. */
export function readSummary({ file, text }: SourceFile): NavEntry[] {
  const folder = posix.dirname(file);
  return readOutline(text, (content) => {
    const path = LINK.exec(content)?.[2] ?? '';
    if (path === '' || /^[a-z]+:/i.test(path)) return undefined;
    return { file: posix.join(folder, decode(path.replace(/#.*$/, ''))), isNamed: true };
  });
}

/** The links of a wiki's `_Sidebar.md`, in its order. Pages go by name. */
export function readSidebar({ text }: SourceFile, pageNamed: (name: string) => string | undefined): NavEntry[] {
  return readOutline(text, (content) => {
    const wiki = WIKI_LINK.exec(content);
    const names = wiki === null ? [LINK.exec(content)?.[2] ?? ''] : [wiki[2] ?? '', wiki[1] ?? ''];
    const file = names
      .map((name) => pageNamed(wikiName(decode(name.replace(/#.*$/, '').split('/').at(-1) ?? ''))))
      .find(Boolean);
    return file === undefined ? undefined : { file, isNamed: false };
  });
}

interface OutlineEntry {
  readonly file: string;
  readonly label: string;
  readonly isNamed: boolean;
  readonly section: readonly string[];
  hasChildren: boolean;
}

/**
 * A list of links, with headings and bullets above them as its parts. A page with others below it belongs to the part that it opens.
 * @param pageOf the page that a line leads to
 */
function readOutline(
  text: string,
  pageOf: (content: string) => { file: string; isNamed: boolean } | undefined,
): NavEntry[] {
  const entries: OutlineEntry[] = [];
  const headings: { level: number; label: string }[] = [];
  const bullets: { indent: number; label: string; entry?: OutlineEntry }[] = [];
  let isFirst = true;
  for (const line of linesOf(text)) {
    const heading = HEADING.exec(line);
    const bullet = BULLET.exec(line);
    const content = heading?.[2] ?? bullet?.[2] ?? line;
    const label = labelOf(content);
    const page = pageOf(content);
    if (heading !== null || (bullet === null && page === undefined && /^\*\*[^*]+\*\*:?$/.test(line.trim()))) {
      bullets.length = 0;
      const level = heading?.[1]?.length ?? 7;
      while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
      // "# Summary" names the menu itself.
      if (!(isFirst && level === 1)) headings.push({ level, label });
    } else if (bullet !== null) {
      const indent = (bullet[1] ?? '').replaceAll('\t', '    ').length;
      while ((bullets.at(-1)?.indent ?? -1) >= indent) bullets.pop();
    } else bullets.length = 0;
    if (line.trim() !== '') isFirst = false;
    const above = bullets.slice(0, MAX_DEPTH);
    const section = [...headings, ...above].map((each) => each.label).filter((each) => each !== '');
    let entry: OutlineEntry | undefined;
    if (page !== undefined) {
      entry = { ...page, label, section, hasChildren: false };
      entries.push(entry);
      for (const each of above) if (each.entry !== undefined) each.entry.hasChildren = true;
    }
    if (bullet !== null)
      bullets.push({ indent: (bullet[1] ?? '').replaceAll('\t', '    ').length, label, ...(entry && { entry }) });
  }
  return entries.map(({ file, label, isNamed, section, hasChildren }) => ({
    file,
    ...(isNamed && label !== '' && { title: label }),
    section: hasChildren && label !== '' ? [...section, label] : section,
  }));
}

/** What a line of a menu says, without marks. */
function labelOf(content: string): string {
  const wiki = WIKI_LINK.exec(content);
  const text = LINK.exec(content)?.[1] ?? wiki?.[1] ?? content;
  return text
    .replace(/[`*]|<[^<>]*>/g, '')
    .replace(/\s*:\s*$/, '')
    .trim();
}

function linesOf(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .slice(0, MAX_ENTRIES)
    .map((line) => line.slice(0, 2_000));
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const MAX_JSON_DEPTH = 20;

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
    if (depth > MAX_JSON_DEPTH) return;
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
