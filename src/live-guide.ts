import { type Answers, createAnswers } from './answer/answers.js';
import type { OpenRuns } from './answer/sources.js';
import type { Guide } from './guide/page.js';
import { formatProblem, listProblems } from './guide/problem.js';
import { SETTINGS_FILE } from './guide/settings/settings.js';
import type { LoadedGuide } from './indexed-guide.js';
import type { IndexedGuide } from './search/index.js';
import { PARAMETERS } from './search/parameters.js';
import { createSearch, type Search } from './search/search.js';
import { createTypeahead, type Typeahead } from './search/typeahead.js';
import type { Logger } from './telemetry/logger.js';

/** The guide that people are answered from. It can be replaced at any time; each answer comes from one guide. */
export interface LiveGuide {
  readonly guide: () => Guide;
  readonly answers: Answers;
  /** Switches to another guide. */
  replace(next: IndexedGuide): void;
}

/** @param traceSearch wraps the search of each guide */
export function createLiveGuide(
  first: IndexedGuide,
  openRuns?: OpenRuns,
  traceSearch: (search: Search) => Search = (search) => search,
): LiveGuide {
  const open = ({ guide, index }: IndexedGuide, typeahead?: Typeahead): { guide: Guide; answers: Answers } => ({
    guide,
    answers: createAnswers(guide, traceSearch(createSearch(guide, PARAMETERS, index)), openRuns, typeahead),
  });
  let current = open(first);
  return {
    guide: () => current.guide,
    answers: {
      toRequest: (request) => current.answers.toRequest(request),
      openPage: (slug, trail) => current.answers.openPage(slug, trail),
      openSection: (slug, anchor) => current.answers.openSection(slug, anchor),
      suggest: (typed, limit) => current.answers.suggest(typed, limit),
      openChecklist: (slug, which) => current.answers.openChecklist(slug, which),
      topics: () => current.answers.topics(),
      checklists: (where) => current.answers.checklists(where),
    },
    replace(next) {
      current = open(next, createTypeahead(next.guide));
    },
  };
}

export interface ReloadParts {
  /** Reads and indexes the guide's files. */
  readonly load: () => Promise<LoadedGuide>;
  readonly current: () => Pick<Guide, 'revision' | 'pages' | 'leftOut'>;
  readonly replace: (next: LoadedGuide) => void;
  /** Of the guide, for messages. */
  readonly folder: string;
  readonly logger: Logger;
  /** Called after each reload. */
  readonly onReloaded?: (outcome: ReloadOutcome) => void;
}

/** What is wrong with the guide's files as they are now. */
export interface ReloadOutcome {
  /** Whether the guide that was answered from before stays, because of these errors. */
  readonly isRefused: boolean;
  /** One line each, such as `deploy.md:3: …`, with paths inside the guide's folder; empty if all files can be read. */
  readonly errors: readonly string[];
}

/**
 * Makes the function that reloads the guide. A reload that would take a page away because of an error changes nothing, and the log says
 * why. A request during a reload starts another one after it, because the files may have changed in between.
 */
export function createReload({ load, current, replace, folder, logger, onReloaded }: ReloadParts): () => Promise<void> {
  let running: Promise<void> | undefined;
  let isRequested = false;

  const reload = async (): Promise<void> => {
    try {
      const next = await load();
      const { guide, errors } = next;
      const lost = errors.filter(({ file }) => isInUse(file, current()));
      onReloaded?.({ isRefused: lost.length > 0, errors: errors.map(formatProblem) });
      if (lost.length > 0) return keepPrevious(listProblems(folder, lost));
      if (guide.revision === current().revision) return logger.info('The guide has not changed');
      replace(next);
      logger.info(`Reloaded the guide: ${guide.pages.length} pages`, { revision: guide.revision });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onReloaded?.({ isRefused: true, errors: errorsIn(reason, folder) });
      keepPrevious(reason);
    }
  };
  const keepPrevious = (reason: string): void => {
    logger.error(`Could not reload the guide; the previous version stays in use:\n${reason}`);
  };

  const reloadUntilCurrent = async (): Promise<void> => {
    while (isRequested) {
      isRequested = false;
      await reload();
    }
    running = undefined;
  };

  return () => {
    isRequested = true;
    running ??= reloadUntilCurrent();
    return running;
  };
}

/** The lines of an error's message, without the guide's folder, which is the same in each, and without warnings. */
function errorsIn(message: string, folder: string): string[] {
  const lines = message
    .split('\n')
    .map((line) => (line.startsWith(`${folder}/`) ? line.slice(folder.length + 1) : line));
  return lines.filter((line) => !/^\S+: warning: /.test(line));
}

/** Whether an error in this file would take away what people are answered from now. */
function isInUse(file: string, { pages, leftOut }: Pick<Guide, 'pages' | 'leftOut'>): boolean {
  return file === SETTINGS_FILE ? !leftOut.includes(file) : pages.some((page) => page.file === file);
}
