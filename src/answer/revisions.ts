import type { Run } from '../checklist/run.js';
import type { RevisionStore, RunKey } from '../checklist/run-store.js';
import { checklistOf } from '../checklist/start-run.js';
import { fillerOf } from '../checklist/variables.js';
import type { ChecklistItem, Guide } from '../guide/page.js';
import type { Logger } from '../telemetry/logger.js';

const BATCH_SIZE = 50;

export interface ComparisonParts {
  readonly store: RevisionStore;
  readonly guide: Pick<Guide, 'revision' | 'bySlug'>;
  /** Called for every run whose message may have to change. */
  readonly requestUpdate: (key: RunKey) => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Compares the open runs with this revision of the guide, so that their messages say when their checklist has changed.
 * Never rejects: what fails is compared when the run's message is next updated, or at the next start.
 */
export async function compareRevisions({
  store,
  guide,
  requestUpdate,
  logger,
  signal,
}: ComparisonParts): Promise<void> {
  try {
    while (!signal.aborted) {
      const runs = await store.findUncompared(guide.revision, BATCH_SIZE);
      for (const run of runs) {
        if (signal.aborted) return;
        const key = { installation: run.installation, run: run.id };
        await store.saveComparison(key, { revision: guide.revision, changed: hasGuideChanged(run, guide) });
        requestUpdate(key);
      }
      if (runs.length < BATCH_SIZE) return;
    }
  } catch (error) {
    logger.warn('Could not compare the open checklists with the guide', { error });
  }
}

/** Whether the guide's checklist has changed since the run was posted from it. Items that were added to the run do not count. */
export function hasGuideChanged(
  run: Pick<Run, 'checklist' | 'guideRevision' | 'items' | 'leftOut' | 'page' | 'variables'>,
  guide: Pick<Guide, 'revision' | 'bySlug'>,
): boolean {
  if (run.guideRevision === guide.revision) return false;
  // Until the guide has been fetched, nobody knows.
  if (guide.bySlug.size === 0) return false;
  const checklist = checklistOf(guide.bySlug.get(run.page) ?? { checklists: [] }, run.checklist);
  if (checklist === undefined) return true;
  const filler = fillerOf(checklist, run.variables);
  const toLeaveOut = [...run.leftOut];
  const current = checklist.items.map(filler.item).filter(({ title }) => {
    const place = toLeaveOut.indexOf(title);
    if (place >= 0) toLeaveOut.splice(place, 1);
    return place < 0;
  });
  const posted = run.items.filter(({ addedBy }) => addedBy === undefined);
  return toLeaveOut.length > 0 || contentOf(current) !== contentOf(posted);
}

function contentOf(items: readonly Pick<ChecklistItem, 'titleContent' | 'detail' | 'rules'>[]): string {
  return JSON.stringify(items.map(({ titleContent, detail, rules }) => [titleContent, detail, rules]));
}
