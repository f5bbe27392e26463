import type { Checklist, Page } from '../guide/page.js';
import type { Run } from './run.js';
import type { NewRun } from './run-store.js';

/** The version of a new run, which its first message shows. */
export const FIRST_VERSION = 1;

/** A new run: every item open, with the ids `i1`, `i2`… by position, and no message yet. */
export function startRun(run: NewRun): Run {
  return {
    ...run,
    items: run.items.map((item, position) => ({
      ...item,
      id: `i${position + 1}`,
      state: { kind: 'open' },
      latestPress: {},
    })),
    window: 'first-open',
    wantedVersion: FIRST_VERSION,
    shownVersion: 0,
  };
}

export type Posting = Pick<
  NewRun,
  'installation' | 'id' | 'channel' | 'isPublic' | 'name' | 'guideRevision' | 'postedBy' | 'postedAt'
> & {
  /** The positions of the items to leave out, from 0. */
  readonly leaveOut?: readonly number[];
};

/** Takes a snapshot of a page's checklist for a run, which later edits of the page do not change. */
export function newRunFrom(
  page: Pick<Page, 'slug' | 'title'>,
  checklist: Checklist,
  { leaveOut = [], name, ...posting }: Posting,
): NewRun {
  const isLeftOut = (_: unknown, position: number): boolean => leaveOut.includes(position);
  return {
    ...posting,
    ...(name?.trim() ? { name: name.trim() } : {}),
    page: page.slug,
    title: /^checklist$/i.test(checklist.heading.trim()) ? `${page.title}: checklist` : checklist.heading,
    items: checklist.items
      .filter((item, position) => !isLeftOut(item, position))
      .map(({ title, titleContent, detail }) => ({ title, titleContent, detail })),
    leftOut: checklist.items.filter(isLeftOut).map(({ title }) => title),
  };
}
