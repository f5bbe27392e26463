import { posix } from 'node:path';
import type { PageDirectory } from './page-directory.js';
import type { PageDraft } from './parse/page-draft.js';
import { walkTree } from './parse/tree.js';

/*
 * Where a site is published, its addresses may begin with parts that no file has (`/docs/`, `/en/`, `/handbook/`), or lack parts that all
 * files have (`content/en/`). Tools keep that in settings, which are often programs; the links of the pages tell it as well.
 */

/** Finds pages by paths of the site that is made of them. */
export interface SitePaths {
  /** @param file of the page that links to the path */
  find(path: string, file: string): string | undefined;
}

export const NO_SITE_PATHS: SitePaths = { find: () => undefined };

/** Starts of addresses that are common enough to be one for a single link. */
const COMMON_BASE =
  /^(?:[a-z]{2}(?:-[a-z]{2,4})?|docs?|documentation|wiki|handbook|guide|book|latest|stable|current|next|main|master|v?\d[\w.]*)$/i;
/** Links without one of these in which a base must be seen. */
const MIN_LINKS = 2;
/** Parts of a base. */
const MAX_PARTS = 2;
/** Folders around a page that addresses may lack. */
const MAX_ROOTS = 6;

/** @param bases that settings name, such as `/handbook/` */
export function createSitePaths(
  directory: PageDirectory,
  drafts: readonly PageDraft[],
  bases: readonly string[] = [],
): SitePaths {
  const known = bases.map((base) => base.replace(/^\/+|\/+$/g, '')).filter((base) => base !== '');
  // Looked for once some link leads nowhere: most guides need none.
  let seen: ReadonlySet<string> | undefined;
  const isBase = (base: string): boolean => {
    seen ??= findBases(directory, drafts);
    return seen.has(base);
  };
  return {
    find(path, file) {
      if (!path.startsWith('/')) return undefined;
      const whole = posix.normalize(path).replace(/^\/+|\/+$/g, '');
      const roots = rootsOf(file);
      const inRoots = (rest: string): string | undefined =>
        roots.map((root) => directory.find(root + rest)).find((slug) => slug !== undefined);
      const found = inRoots(whole);
      if (found !== undefined) return found;
      for (const [base, rest] of [...known.flatMap((each) => partsAfter(whole, each)), ...partsOf(whole)]) {
        const isNamed = known.includes(base);
        // Nothing is left: the start of the site.
        if (!isNamed && (rest === '' || !isBase(base))) continue;
        const slug = inRoots(rest);
        if (slug !== undefined) return slug;
      }
      return undefined;
    },
  };
}

/** Nothing, and the folders that the file is in, the outermost first: `content/en/a.md` → ``, `content/`, `content/en/`. */
function rootsOf(file: string): string[] {
  const folders = file.split('/').slice(0, -1).slice(0, MAX_ROOTS);
  return ['', ...folders.map((_, index) => `${folders.slice(0, index + 1).join('/')}/`)];
}

function partsAfter(path: string, base: string): [string, string][] {
  return path === base || path.startsWith(`${base}/`) ? [[base, path.slice(base.length + 1)]] : [];
}

/** A path parted after its first and its second part. */
function partsOf(path: string): [string, string][] {
  const segments = path.split('/');
  return segments
    .slice(0, MAX_PARTS)
    .map((_, index) => [segments.slice(0, index + 1).join('/'), segments.slice(index + 1).join('/')]);
}

/** The starts of paths that lead nowhere as they are, and mostly to a page without the start. No folder is one. */
function findBases(directory: PageDirectory, drafts: readonly PageDraft[]): Set<string> {
  const folders = new Set(drafts.flatMap(({ file }) => partsOf(posix.dirname(file)).map(([folder]) => folder)));
  const votes = new Map<string, { hits: number; misses: number }>();
  for (const path of pathsIn(drafts)) {
    if (directory.find(path) !== undefined) continue;
    for (const [base, rest] of partsOf(path)) {
      if (rest === '' || folders.has(base)) continue;
      const vote = votes.get(base) ?? { hits: 0, misses: 0 };
      if (directory.find(rest) === undefined) vote.misses += 1;
      else vote.hits += 1;
      votes.set(base, vote);
    }
  }
  const isBase = ([base, { hits, misses }]: [string, { hits: number; misses: number }]): boolean =>
    hits > misses && (hits >= MIN_LINKS || COMMON_BASE.test(base.split('/')[0] ?? ''));
  return new Set([...votes].filter(isBase).map(([base]) => base));
}

/** The different paths from the top of the site that pages link to. */
function pathsIn(drafts: readonly PageDraft[]): Set<string> {
  const paths = new Set<string>();
  for (const { sections } of drafts) {
    for (const node of sections.flatMap(({ content }) => content)) {
      for (const each of walkTree(node)) {
        if (each.type !== 'link' || !/^\/[^/\\]/.test(each.url)) continue;
        paths.add(decodePath(each.url.replace(/[?#].*$/, '')).replace(/^\/+|\/+$/g, ''));
      }
    }
  }
  return paths;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
