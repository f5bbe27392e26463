import type { EditionStore } from '../checklist/edition-store.js';
import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { ChecklistItem, Guide } from '../guide/page.js';
import type { Logger } from '../telemetry/logger.js';

const AT_ONCE = 50;

export interface ComparisonParts {
  readonly store: EditionStore;
  readonly guide: Pick<Guide, 'revision' | 'bySlug'>;
  /** Called for every run that is owed a redraw, perhaps. */
  readonly wanted: (key: RunKey) => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Compares the runs under way with this edition of the guide, so that their messages say when their checklist has changed.
 * Never rejects: whatever fails here is said at the run's next redraw, or compared at the next start.
 */
export async function compareEditions({ store, guide, wanted, logger, signal }: ComparisonParts): Promise<void> {
  try {
    while (!signal.aborted) {
      const runs = await store.uncompared(guide.revision, AT_ONCE);
      for (const run of runs) {
        if (signal.aborted) return;
        const key = { installation: run.installation, run: run.id };
        await store.compared(key, { revision: guide.revision, changed: hasGuideChanged(run, guide) });
        wanted(key);
      }
      if (runs.length < AT_ONCE) return;
    }
  } catch (error) {
    logger.warn('The checklists under way could not be compared with the guide', { error });
  }
}

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
