import type { RevisionStore, RunKey } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { Logger } from '../telemetry/logger.js';
import { hasGuideChanged } from './has-guide-changed.js';

const AT_ONCE = 50;

export interface ComparisonParts {
  readonly store: RevisionStore;
  readonly guide: Pick<Guide, 'revision' | 'bySlug'>;
  /** Called for every run that is owed a redraw, perhaps. */
  readonly requestUpdate: (key: RunKey) => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Compares the runs under way with this edition of the guide, so that their messages say when their checklist has changed.
 * Never rejects: whatever fails here is said at the run's next redraw, or compared at the next start.
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
      const runs = await store.findUncompared(guide.revision, AT_ONCE);
      for (const run of runs) {
        if (signal.aborted) return;
        const key = { installation: run.installation, run: run.id };
        await store.saveComparison(key, { revision: guide.revision, changed: hasGuideChanged(run, guide) });
        requestUpdate(key);
      }
      if (runs.length < AT_ONCE) return;
    }
  } catch (error) {
    logger.warn('The checklists under way could not be compared with the guide', { error });
  }
}
