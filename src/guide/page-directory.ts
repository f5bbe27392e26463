import { nearestWord } from './edit-distance.js';
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
  ]);
  const loosely = firstOf([...bySlug, ...byPath].map(([path, slug]) => [path.toLowerCase(), slug]));
  const byName = firstOf(
    pages.flatMap(({ slug, aliases }) => [...aliases, lastOf(slug), slug].map((name) => [name.toLowerCase(), slug])),
  );

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
      const wanted = (spellingsOf(path).at(-1) ?? path).toLowerCase();
      const name = lastOf(wanted);
      if (name === '') return undefined;
      const exact = byName.get(wanted) ?? byName.get(name);
      if (exact !== undefined) return exact;
      const near = nearestWord(name, byName.keys());
      if (near !== undefined) return byName.get(near);
      // "dns" is part of "domains-and-dns".
      return [...bySlug.keys()].find(
        (slug) => name.length > 2 && lastOf(slug).toLowerCase().split(/[-_]/).includes(name),
      );
    },
  };
}

/** Ways to read a path, from as it is to the bare one: `/a/b.html` → `a/b.html`, `a/b`; `a/index.md` → `a/index.md`, `a/index`, `a`. */
function spellingsOf(path: string): string[] {
  const whole = withoutOuterSlashes(path);
  const bare = barePath(path);
  const folder = bare.replace(/(?:^|\/)(?:_?index|readme)$/i, '');
  return [...new Set([whole, bare, folder === '' ? 'index' : folder])];
}

function withoutOuterSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
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
