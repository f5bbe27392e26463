import { posix } from 'node:path';
import { type Answers, answersWithoutGuide, createAnswers } from './answer/answers.js';
import type { FindRuns } from './answer/sources.js';
import { FACTS_FILE, SETTINGS_FILE } from './guide/file-kinds.js';
import type { Guide } from './guide/page.js';
import { GuideError, isError, listProblems, type Problem } from './guide/problem.js';
import type { LoadedGuide } from './indexed-guide.js';
import type { GuideFault, GuideReport } from './outbox/author-messages.js';
import { indexGuide } from './search/build-index.js';
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
  findRuns?: FindRuns,
  traceSearch: (search: Search) => Search = (search) => search,
): LiveGuide {
  const open = ({ guide, index }: IndexedGuide, typeahead?: Typeahead): { guide: Guide; answers: Answers } => {
    const answers = createAnswers(guide, traceSearch(createSearch(guide, PARAMETERS, index)), findRuns, typeahead);
    return { guide, answers: isThere(guide) ? answers : answersWithoutGuide(answers) };
  };
  let current = open(first);
  return {
    guide: () => current.guide,
    answers: {
      toRequest: (request) => current.answers.toRequest(request),
      openPage: (slug, trail) => current.answers.openPage(slug, trail),
      openSection: (slug, anchor) => current.answers.openSection(slug, anchor),
      suggest: (typed, limit) => current.answers.suggest(typed, limit),
      openChecklist: (slug, which) => current.answers.openChecklist(slug, which),
      examples: () => current.answers.examples(),
      topics: () => current.answers.topics(),
      checklists: (where, wanted) => current.answers.checklists(where, wanted),
    },
    replace(next) {
      current = open(next, createTypeahead(next.guide));
    },
  };
}

/** What is answered from until there is a guide: nothing. */
export function noGuide(): IndexedGuide {
  const nothing = {
    ...{ revision: '', pages: [], bySlug: new Map(), synonyms: new Map(), questions: [], leftOut: [] },
    lastChanges: new Map(),
  };
  return indexGuide(nothing);
}

/** Whether it is a guide, which has at least one page. */
export function isThere({ pages }: Guide): boolean {
  return pages.length > 0;
}

/** How it went to read a guide again. */
export interface ReloadOutcome {
  /** Whether the guide that was answered from before stays. */
  readonly isRefused: boolean;
  /** What is wrong with its files as they are now; empty if all can be read. */
  readonly errors: readonly Problem[];
  /** Why nothing could be read, if it is not because of the files. */
  readonly failure?: string;
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

/**
 * Makes the function that reloads the guide. A reload that would take a page away because of an error changes nothing, and the log says
 * why. A request during a reload starts another one after it, because the files may have changed in between.
 */
export function createReload(parts: ReloadParts): () => Promise<void> {
  const { load, current, replace, folder, logger, onReloaded = () => {} } = parts;
  let running: Promise<void> | undefined;
  let isRequested = false;

  const reload = async (): Promise<void> => {
    try {
      const next = await load();
      const { guide, errors } = next;
      const lost = lostPages(next, current());
      onReloaded({ isRefused: lost.length > 0, errors });
      if (lost.length > 0) return keepPrevious(listProblems(folder, lost));
      if (guide.revision === current().revision) return logger.info('The guide has not changed');
      replace(next);
      logger.info(`Reloaded the guide: ${guide.pages.length} pages`, { revision: guide.revision });
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      onReloaded(
        error instanceof GuideError
          ? { isRefused: true, errors: error.problems.filter(isError) }
          : { isRefused: true, errors: [], failure },
      );
      keepPrevious(failure);
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

/** The errors that would take away what people are answered from now. */
export function lostPages({ errors }: LoadedGuide, { pages, leftOut }: Pick<Guide, 'pages' | 'leftOut'>): Problem[] {
  const isInUse = (file: string): boolean =>
    file === SETTINGS_FILE || file === FACTS_FILE
      ? pages.length > 0 && !leftOut.includes(file)
      : pages.some((page) => page.file === file);
  return errors.filter(({ file }) => isInUse(file));
}

/** What messages call the place of a guide. */
export interface GuidePlace {
  /** The folder, as its authors know it. */
  readonly folder: string;
  /** How to list everything that is wrong with it. */
  readonly toList: string;
}

/** In one line of the log. `check` lists all of them. */
const MAX_LOGGED_ERRORS = 20;

/** Logs which files are left out of the guide and why, and how many warnings it has. */
export function logProblems(
  { guide, errors, warnings }: LoadedGuide,
  { folder, toList }: GuidePlace,
  logger: Logger,
): void {
  if (errors.length > 0) {
    const { length } = guide.leftOut;
    const list = listProblems(folder, errors.slice(0, MAX_LOGGED_ERRORS));
    logger.warn(
      `${length === 1 ? 'A file is' : `${length} files are`} left out of the guide because of errors. ${toList}\n${list}`,
    );
  }
  if (warnings > 0) logger.warn(`The guide has ${warnings} warning${warnings === 1 ? '' : 's'}. ${toList}`);
}

/** What authors are told about a guide. @param folder stands before each file, if it is a part of what authors know as their files */
export function reportOf(
  outcome: 'served' | 'refused' | 'unusable',
  errors: readonly Problem[],
  { folder = '', version }: { readonly folder?: string; readonly version?: string } = {},
): GuideReport {
  const faults = errors.map(
    ({ file, line, text }): GuideFault => ({
      file: file === folder ? file : posix.join(folder, file),
      text,
      ...(line !== undefined && { line }),
    }),
  );
  return {
    outcome: outcome !== 'served' ? outcome : faults.length > 0 ? 'left-out' : 'fine',
    ...(version !== undefined && { version }),
    errors: faults,
  };
}
