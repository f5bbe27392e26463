import type { Run } from '../checklist/run.js';
import type { RunStore } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { Search } from '../search/search.js';
import type { Logger } from '../telemetry/logger.js';
import type { Request } from './answer.js';
import { createChecklistFinder, type FindChecklists } from './choose-checklist.js';
import { chooseExamples } from './examples.js';
import { type ReadSection, sectionReader } from './passage.js';

/** What answers are made from. */
export interface Sources {
  readonly guide: Guide;
  readonly search: Search;
  readonly readSection: ReadSection;
  /** Finds checklists in a person's words. */
  readonly findChecklists: FindChecklists;
  /** Questions that this guide answers, to try. Chosen when they are first asked for. */
  readonly examples: () => readonly string[];
  /** Absent if there are no runs, as on the command line. */
  readonly openRuns?: OpenRuns;
}

export function createSources(guide: Guide, search: Search, openRuns?: OpenRuns): Sources {
  let examples: readonly string[] | undefined;
  const sources: Sources = {
    guide,
    search,
    readSection: sectionReader(),
    findChecklists: createChecklistFinder(guide),
    examples: () => {
      examples ??= chooseExamples(sources);
      return examples;
    },
    ...(openRuns && { openRuns }),
  };
  return sources;
}

export type Where = Pick<Request, 'installation' | 'channel'>;

/** A channel's runs that are neither complete nor archived, newest first. */
export type OpenRuns = (where: Where) => Promise<readonly Run[] | 'unreadable'>;

/** More than a person looks through in a list. */
const MAX_RUNS = 50;

/** Reads a channel's open runs. If the database is down, the rest of the answer still works. */
export function createOpenRuns(runs: Pick<RunStore, 'openInChannel'>, logger: Logger): OpenRuns {
  return async (where) => {
    try {
      return await runs.openInChannel({ ...where, limit: MAX_RUNS });
    } catch (error) {
      logger.warn('Could not read the open checklists of a channel', { ...where, error });
      return 'unreadable';
    }
  };
}
