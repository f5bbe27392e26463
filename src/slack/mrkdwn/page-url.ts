import type { LinkTarget } from '../../guide/page.js';

/** The address where a page is published, if it is. */
export type PageUrl = (target: Extract<LinkTarget, { kind: 'page' }>) => string | undefined;

/** Fills the pattern of `GUIDE_URL`, such as `https://example.com/{slug}.html`. */
export function createPageUrl(pattern: string | undefined): PageUrl {
  return ({ slug, anchor }) => {
    if (pattern === undefined) return undefined;
    const path = slug.split('/').map(encodeURIComponent).join('/');
    return `${pattern.replaceAll('{slug}', path)}${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;
  };
}
