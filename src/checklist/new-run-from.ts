import type { Checklist, Page } from '../guide/page.js';
import type { NewRun } from './run-store.js';

export type Posting = Pick<
  NewRun,
  'installation' | 'id' | 'channel' | 'name' | 'guideRevision' | 'postedBy' | 'postedAt'
> & {
  /** The positions of the items to leave out, from 0. */
  readonly leaveOut?: readonly number[];
};

/** The snapshot of a page's checklist that a run keeps, whatever becomes of the page. */
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
