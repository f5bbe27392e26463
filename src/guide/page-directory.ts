import { posix } from 'node:path';
import { createNearNames } from './near-names.js';
import type { Guide, Page } from './page.js';
import { slugOfFile } from './slugs.js';

export interface DirectoryEntry {
  readonly slug: string;
  readonly file: string;
  readonly aliases: readonly string[];
  /** Where the page was published before, or is published by another tool. */
  readonly addresses?: readonly string[];
  /** The slug that the page declares. It may have got another one, but links use this one. */
  readonly written?: string;
}

/** Finds pages by the paths and names that links use. */
export interface PageDirectory {
  /** The slug of the page with this slug or file, with or without an extension or `index`. */
  find(path: string): string | undefined;
  /** The slug of the page with exactly this Markdown file. */
  findFile(file: string): string | undefined;
  /** The slug that a wrong path most likely means. */
  suggest(path: string): string | undefined;
}

export function createPageDirectory(pages: readonly DirectoryEntry[]): PageDirectory {
  const bySlug = new Map(pages.map(({ slug }) => [slug, slug]));
  const byFile = new Map(pages.map(({ file, slug }) => [file, slug]));
  const byPath = firstOf([
    ...pages.map(({ file, slug }) => [slugOfFile(file), slug]),
    ...pages.flatMap(({ written, slug }) => (written === undefined ? [] : [[barePath(written), slug]])),
    ...pages.flatMap(({ addresses = [], slug }) => addresses.map((address) => [barePath(address), slug])),
    ...pages.flatMap(({ file, slug }) => jekyllPaths(slugOfFile(file)).map((path) => [path, slug])),
    // Docusaurus and Hugo: the slug takes the place of the file's name.
    ...pages.flatMap(({ file, written, slug }) =>
      written === undefined || written.startsWith('/')
        ? []
        : [[barePath(posix.join(posix.dirname(file), written)), slug]],
    ),
    // Docusaurus leaves out the numbers that order the files: `01-ops/02-deploy.md` is `ops/deploy`.
    ...pages.map(({ file, slug }) => [slugOfFile(file).replace(/(^|\/)\d+[-_.]+(?=[^/])/g, '$1'), slug]),
    // In Zola, "old-name" among the aliases is an address. A name of the topic has spaces.
    ...pages.flatMap(({ aliases, slug }) =>
      aliases.filter((alias) => /^\w+(?:[-/]\w+)+$/.test(alias)).map((alias) => [alias, slug]),
    ),
  ]);
  const loosely = firstOf([...bySlug, ...byPath].map(([path, slug]) => [path.toLowerCase(), slug]));
  let suggestions: ((path: string) => string | undefined) | undefined;

  return {
    find(path) {
      for (const spelling of spellingsOf(path)) {
        const slug =
          byFile.get(spelling) ?? bySlug.get(spelling) ?? byPath.get(spelling) ?? loosely.get(spelling.toLowerCase());
        if (slug !== undefined) return slug;
      }
      return undefined;
    },
    findFile: (file) => byFile.get(file),
    suggest(path) {
      suggestions ??= createSuggestions(pages);
      return suggestions(path);
    },
  };
}

/** How many pages of one name are compared by their folders. */
const MAX_NAMESAKES = 50;

/** What a wrong path may mean: a page of this name elsewhere, of a similar name, or with the name as a part of its own. */
function createSuggestions(pages: readonly DirectoryEntry[]): (path: string) => string | undefined {
  const byName = new Map<string, string[]>();
  const byPart = new Map<string, string[]>();
  for (const { slug, aliases } of pages) {
    const last = lastOf(slug).toLowerCase();
    for (const name of new Set([slug.toLowerCase(), last, ...aliases.map((alias) => alias.toLowerCase())])) {
      add(byName, name, slug);
    }
    for (const part of new Set(last.split(/[-_]/))) add(byPart, part, slug);
  }
  // A whole path is no name that people misspell: it is wrong in its folders or in its last part.
  const near = createNearNames([...byName.keys()].filter((name) => !name.includes('/')));
  return (path) => {
    const wanted = (spellingsOf(path).at(-1) ?? path).toLowerCase();
    const name = lastOf(wanted);
    if (name === '') return undefined;
    const exact = byName.get(wanted) ?? byName.get(name);
    const similar = exact ?? byName.get(near.nearest(name) ?? '');
    if (similar !== undefined) return nearestFolder(wanted, similar);
    // "dns" is part of "domains-and-dns"; but in another folder it may well be something else.
    const parts = name.length > 2 ? (byPart.get(name) ?? []) : [];
    const folder = wanted.slice(0, -name.length);
    return parts.find((slug) => folder === '' || slug.toLowerCase().startsWith(folder));
  };
}

function add(map: Map<string, string[]>, name: string, slug: string): void {
  const slugs = map.get(name);
  if (slugs === undefined) map.set(name, [slug]);
  else if (slugs.length < MAX_NAMESAKES) slugs.push(slug);
}

/** The slug that has most folders of the path. */
function nearestFolder(path: string, slugs: readonly string[]): string | undefined {
  const folders = new Set(path.split('/').slice(0, -1));
  const shared = (slug: string): number => {
    const own = slug.toLowerCase().split('/').slice(0, -1);
    return own.filter((folder) => folders.has(folder)).length;
  };
  let best: { slug: string; shared: number } | undefined;
  for (const slug of slugs) if (shared(slug) > (best?.shared ?? -1)) best = { slug, shared: shared(slug) };
  return best?.slug;
}

/** Ways to read a path, from as it is to the bare one: `/a/b.html` → `a/b.html`, `a/b`; `a/index.md` → `a/index.md`, `a/index`, `a`. */
function spellingsOf(path: string): string[] {
  const whole = withoutOuterSlashes(path);
  const bare = barePath(path);
  const folder = bare.replace(/(?:^|\/)(?:_?index|readme)$/i, '');
  return [...new Set([whole, bare, folder === '' ? 'index' : folder])];
}

// By hand: a pattern for the end of a text would try every run of slashes in it.
function withoutOuterSlashes(path: string): string {
  let [start, end] = [0, path.length];
  while (path[start] === '/') start++;
  while (end > start && path[end - 1] === '/') end--;
  return path.slice(start, end);
}

/** `a/b.html` → `a/b`, `a/index.html.md` → `a/index`. */
function barePath(path: string): string {
  return withoutOuterSlashes(path)
    .replace(/\.(?:md|markdown|mdx|mdown|mkd)$/i, '')
    .replace(/\.html?$/i, '');
}

/** Jekyll publishes `_guides/start` as `guides/start`, and `_posts/2026-01-02-launch` as `2026/01/02/launch`. */
function jekyllPaths(path: string): string[] {
  if (!path.startsWith('_')) return [];
  const post = /^_posts\/(?:.*\/)?(\d{4})-(\d{2})-(\d{2})-([^/]+)$/.exec(path);
  return [path.slice(1), ...(post === null ? [] : [post.slice(1).join('/')])];
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

function firstOf(entries: readonly (readonly [string, string] | string[])[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const [key = '', value = ''] of entries) if (!map.has(key)) map.set(key, value);
  return map;
}

/** A page by its slug, its title or another of its names. Capital letters, hyphens, underscores and spaces make no difference. */
export function pageNamed({ bySlug, pages }: Guide, name: string): Page | undefined {
  const wanted = comparable(name);
  return (
    bySlug.get(name.trim().toLowerCase()) ??
    pages.find(({ slug, title, aliases }) => [slug, title, ...aliases].some((each) => comparable(each) === wanted))
  );
}

function comparable(name: string): string {
  return name
    .trim()
    .replace(/[\s_-]+/g, ' ')
    .toLowerCase();
}
