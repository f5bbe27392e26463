import type { Run } from '../checklist/run.js';
import type { ChecklistItem, Guide } from '../guide/page.js';

/** Whether the guide's checklist says something else by now than the run that was posted from it. */
export function hasGuideChanged(
  { guideRevision, items, leftOut, page }: Pick<Run, 'guideRevision' | 'items' | 'leftOut' | 'page'>,
  guide: Pick<Guide, 'revision' | 'bySlug'>,
): boolean {
  if (guideRevision === guide.revision) return false;
  const now = guide.bySlug.get(page)?.checklist?.items;
  if (now === undefined) return true;
  const unwanted = [...leftOut];
  const wanted = now.filter(({ title }) => {
    const at = unwanted.indexOf(title);
    if (at >= 0) unwanted.splice(at, 1);
    return at < 0;
  });
  return unwanted.length > 0 || said(wanted) !== said(items);
}

function said(items: readonly Pick<ChecklistItem, 'titleContent' | 'detail'>[]): string {
  return JSON.stringify(items.map(({ titleContent, detail }) => [titleContent, detail]));
}
