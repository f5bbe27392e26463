import type { Guide, Page } from '../guide/page.js';
import type { PageUrl } from './block-kit/mrkdwn/render-markdown.js';

/** A page by its published address, and the anchor that the address ends with; whether the page has that, nobody has checked. */
export interface PagePlace {
  readonly page: Page;
  readonly anchor?: string;
}

/** Finds the page of a published address; undefined for any other address. */
export type PageAt = (url: string) => PagePlace | undefined;

/**
 * The reverse of `pageUrl`. http or https, capital letters of the host, a `/` or `.html` at the end and a query make no difference, unless it is the
 * query that names the page.
 */
export function createPageAt(guide: () => Guide, pageUrl: PageUrl): PageAt {
  // A guide never changes: when it is read again, it is another object.
  let read: { readonly guide: Guide; readonly book: ReadonlyMap<string, Page> } | undefined;
  return (url) => {
    const parts = partsOf(url);
    if (parts === undefined) return undefined;
    const now = guide();
    if (read?.guide !== now) read = { guide: now, book: addressBook(now, pageUrl) };
    const { book } = read;
    const page = book.get(parts.place + parts.query) ?? book.get(parts.place);
    return page && { page, ...(parts.anchor !== '' && { anchor: parts.anchor }) };
  };
}

function addressBook({ pages }: Guide, pageUrl: PageUrl): ReadonlyMap<string, Page> {
  const entries = pages.flatMap((page): [string, Page][] => {
    const parts = partsOf(pageUrl({ kind: 'page', slug: page.slug }) ?? '');
    return parts === undefined ? [] : [[parts.place + parts.query, page]];
  });
  // Of two pages with one address, the first is the one that a site shows.
  return new Map(entries.reverse());
}

interface Parts {
  /** Host and path, without what makes no difference. */
  readonly place: string;
  /** With its `?`, or empty. */
  readonly query: string;
  readonly anchor: string;
}

function partsOf(url: string): Parts | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname, search, hash } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const path = decoded(pathname).replace(/(?:\/index)?\.html?$/, '');
  return {
    place: host + (path.endsWith('/') ? path.slice(0, -1) : path),
    query: decoded(search),
    anchor: decoded(hash.slice(1)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
