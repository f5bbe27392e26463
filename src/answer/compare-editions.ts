import type { EditionStore, RunKey } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { Logger } from '../telemetry/logger.js';
import { hasGuideChanged } from './has-guide-changed.js';

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
