import type { Run } from '../checklist/run.js';
import type { Guide } from '../guide/page.js';
import type { Search } from '../search/search.js';
import type { Where } from './answers.js';
import { createReadSection, type ReadSection } from './read-section.js';

/** What answers are made from. */
export interface Sources {
  readonly guide: Guide;
  readonly search: Search;
  readonly readSection: ReadSection;
  /** Absent where no runs are kept, as on the command line. */
  readonly openRuns?: OpenRuns;
}

/** A channel's runs that are neither complete nor archived, newest first. */
export type OpenRuns = (where: Where) => Promise<readonly Run[] | 'unreadable'>;

export function createSources(guide: Guide, search: Search, openRuns?: OpenRuns): Sources {
  return {
    guide,
    search,
    readSection: createReadSection(),
    ...(openRuns && { openRuns }),
  };
}
