import type { Run } from '../checklist/run.js';
import type { RunSearch, RunStore } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { Search } from '../search/search.js';
import type { Logger } from '../telemetry/logger.js';
import type { Request, TopicsAnswer } from './answer.js';
import { createChecklistFinder, type FindChecklists } from './choose-checklist.js';
import { chooseExamples } from './examples.js';
import { type ReadSection, sectionReader } from './passage.js';
import { listTopics } from './topics.js';

/** What answers are made from. */
export interface Sources {
  readonly guide: Guide;
  readonly search: Search;
  readonly readSection: ReadSection;
  /** Finds checklists in a person's words. */
  readonly findChecklists: FindChecklists;
  /** Questions that this guide answers, to try. Chosen when they are first asked for. */
  readonly examples: () => readonly string[];
  /** All pages in their groups. Listed when they are first asked for. */
  readonly topics: () => TopicsAnswer;
  /** Absent if there are no runs, as on the command line. */
  readonly findRuns?: FindRuns;
}

export function createSources(guide: Guide, search: Search, findRuns?: FindRuns): Sources {
  let examples: readonly string[] | undefined;
  let topics: TopicsAnswer | undefined;
  const sources: Sources = {
    guide,
    search,
    readSection: sectionReader(),
    findChecklists: createChecklistFinder(guide),
    examples: () => {
      examples ??= chooseExamples(sources);
      return examples;
    },
    topics: () => {
      topics ??= listTopics(guide.pages);
      return topics;
    },
    ...(findRuns && { findRuns }),
  };
  return sources;
}

export type Where = Pick<Request, 'installation' | 'channel' | 'preferredPage'>;

/** Finds runs of a channel, newest first. */
export type FindRuns = (search: RunSearch) => Promise<readonly Run[] | 'unreadable'>;

/** If the database is down, the rest of the answer still works. */
export function createFindRuns(runs: Pick<RunStore, 'findInChannel'>, logger: Logger): FindRuns {
  return async (search) => {
    try {
      return (await runs.findInChannel(search)).runs;
    } catch (error) {
      const { installation, channel } = search;
      logger.warn('Could not read the checklists of a channel', { installation, channel, error });
      return 'unreadable';
    }
  };
}
