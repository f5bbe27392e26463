import { posix } from 'node:path';
import type { GuideUrl } from './guide-url.js';
import type { LinkTarget } from './page.js';
import type { PageDirectory } from './page-directory.js';

/** Where a link leads, or why nowhere. */
export type Resolution =
  | { readonly kind: 'target'; readonly target: LinkTarget }
  /** An address of the guide's own site that none of its pages has: it is followed outside, but it may be mistyped. */
  | { readonly kind: 'unknown-page'; readonly target: LinkTarget; readonly suggestion?: string }
  | { readonly kind: 'no-page'; readonly suggestion?: string }
  | { readonly kind: 'refused'; readonly scheme: string };

export interface LinkResolver {
  /** Resolves an address as it is written on a page. */
  resolve(address: string, from: { readonly slug: string; readonly file: string }): Resolution;
}

const ASSET = /\.(?!(?:html?|md|markdown)$)[a-z]\w{1,4}$/i;

/**
 * Links are written in many ways: relative to the file, to the published page, or to the guide's root; with `.html`, `.md`, a trailing
 * slash or nothing; with the published address before them or without. All of them find their page. Only http, https and mailto lead outside.
 */
export function createLinkResolver(directory: PageDirectory, guideUrl: GuideUrl | undefined): LinkResolver {
  const toPage = (slug: string, hash: string): Resolution => {
    const anchor = decode(hash.replace(/^#/, ''));
    return { kind: 'target', target: { kind: 'page', slug, ...(anchor && { anchor }) } };
  };

  const resolveWeb = (address: string): Resolution => {
    if (!URL.canParse(address)) return { kind: 'no-page' };
    const url = new URL(address);
    const outside: LinkTarget = { kind: 'outside', url: address };
    const path = guideUrl?.pathIn(url);
    if (path === undefined) return { kind: 'target', target: outside };
    const slug = directory.find(decode(path));
    if (slug !== undefined) return toPage(slug, url.hash);
    // The site's home and its images and downloads are not pages of the guide.
    return path === '' || ASSET.test(path)
      ? { kind: 'target', target: outside }
      : { kind: 'unknown-page', target: outside, ...suggestionFor(decode(path)) };
  };

  const suggestionFor = (path: string): { suggestion?: string } => {
    const suggestion = directory.suggest(path);
    return suggestion === undefined ? {} : { suggestion };
  };

  return {
    resolve(written, from) {
      // Browsers ignore control characters, so "java\nscript:" would be a script.
      const address = [...written]
        .filter((character) => character > '\u001f' && character !== '\u007f')
        .join('')
        .trim();
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
      if (scheme === 'http' || scheme === 'https') return resolveWeb(address);
      if (scheme === 'mailto') return { kind: 'target', target: { kind: 'outside', url: address } };
      if (scheme !== undefined) return { kind: 'refused', scheme };
      if (/^[\\/]{2}/.test(address)) return resolveWeb(`https://${address.slice(2)}`);

      const hashAt = address.indexOf('#');
      const hash = hashAt === -1 ? '' : address.slice(hashAt);
      const path = decode((hashAt === -1 ? address : address.slice(0, hashAt)).replace(/\?.*$/, ''));
      if (path === '') return hash === '' ? { kind: 'no-page' } : toPage(from.slug, hash);
      const slug =
        candidatesFor(path, from, guideUrl?.mount).map(directory.find).find(isGiven) ??
        findInRepository(path, directory);
      if (slug !== undefined) return toPage(slug, hash);
      return { kind: 'no-page', ...suggestionFor(path) };
    },
  };
}

/** The paths that a link may mean, likeliest first. Steps above the root stay at the root, as in a browser. */
function candidatesFor(
  path: string,
  { slug, file }: { slug: string; file: string },
  mount: string | undefined,
): string[] {
  const atRoot = posix.join('/', path).slice(1);
  const unmounted = mount !== undefined && mount !== '/' && path.startsWith(mount) ? [path.slice(mount.length)] : [];
  if (path.startsWith('/')) return [atRoot, ...unmounted];
  const fromFile = posix.join('/', posix.dirname(file), path).slice(1);
  const fromPage = posix.join('/', posix.dirname(slug), path).slice(1);
  // Where pages are published as folders (/a/b/), their relative links start one level deeper.
  const fromPageAsFolder = posix.join('/', slug, path).slice(1);
  return [fromFile, fromPage, fromPageAsFolder, atRoot];
}

// Guides that live inside a repository link from its root: `/docs/a/b.md`, where `docs` is the guide's folder.
function findInRepository(path: string, directory: PageDirectory): string | undefined {
  if (!/^\/.*\.md$/i.test(path)) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((_, index) => directory.findFile(segments.slice(index).join('/'))).find(isGiven);
}

function isGiven(slug: string | undefined): slug is string {
  return slug !== undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
