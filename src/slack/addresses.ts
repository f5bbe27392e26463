import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { LruMap } from 'toad-cache';
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

/** The address of a posted message, which may be in a thread; undefined while the workspace's own address is not known. */
export type MessageUrl = (channel: string, ts: string, thread?: string) => string | undefined;

/** For messages without links to other messages. */
export function noMessageUrl(): undefined {
  return undefined;
}

/** A message does not wait longer for its links: it is sent without them. */
const WAIT_MS = 1_000;
const MAX_WORKSPACES = 1_000;

/** Finds the addresses of messages. Slack is asked once for the address of each workspace. Never rejects. */
export function createMessageUrls(
  clientFor: (installation: string) => WebClient,
): (installation: string) => Promise<MessageUrl> {
  const workspaceUrls = new LruMap<Promise<string | undefined>>(MAX_WORKSPACES);

  const findWorkspaceUrl = async (installation: string): Promise<string | undefined> => {
    try {
      const { url } = await clientFor(installation).auth.test();
      return url;
    } catch {
      workspaceUrls.delete(installation);
      return undefined;
    }
  };

  return async (installation) => {
    const finding = workspaceUrls.get(installation) ?? findWorkspaceUrl(installation);
    workspaceUrls.set(installation, finding);
    const base = await Promise.race([finding, sleep(WAIT_MS, undefined, { ref: false })]);
    return base === undefined ? noMessageUrl : (channel, ts, thread) => archiveUrl(base, { channel, ts, thread });
  };
}

/** As Slack itself writes it in `chat.getPermalink`. */
function archiveUrl(
  base: string,
  { channel, ts, thread }: { channel: string; ts: string; thread: string | undefined },
): string {
  const url = new URL(`archives/${encodeURIComponent(channel)}/p${ts.replace('.', '')}`, base);
  if (thread !== undefined) url.search = new URLSearchParams({ thread_ts: thread, cid: channel }).toString();
  return url.href;
}
