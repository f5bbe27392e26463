import type { Checklist, Page } from '../guide/page.js';
import type { NewRun } from './run-store.js';

export type Posting = Pick<NewRun, 'installation' | 'id' | 'channel' | 'guideRevision' | 'postedBy' | 'postedAt'>;

/** The snapshot of a page's checklist that a run keeps, whatever becomes of the page. */
export const newRunFrom = (page: Pick<Page, 'slug' | 'title'>, checklist: Checklist, posting: Posting): NewRun => ({
  installation: posting.installation,
  id: posting.id,
  channel: posting.channel,
  page: page.slug,
  title: /^checklist$/i.test(checklist.heading.trim()) ? `${page.title}: checklist` : checklist.heading,
  guideRevision: posting.guideRevision,
  postedBy: posting.postedBy,
  postedAt: posting.postedAt,
  items: checklist.items.map(({ title, titleContent, detail }) => ({ title, titleContent, detail })),
});
