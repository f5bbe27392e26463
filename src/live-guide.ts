import { type Answers, createAnswers, type OpenRuns } from './answer/answers.js';
import type { Guide } from './guide/page.js';
import { createIndexData, type IndexData } from './search/index.js';
import { PARAMETERS } from './search/parameters.js';
import { createSearchInSteps, type Search } from './search/search.js';
import { atOnce, inSlices, lazily, type Steps } from './search/steps.js';
import { createTypeaheadInSteps } from './search/typeahead.js';
import type { Logger } from './telemetry/logger.js';

/** The guide that is answered from. It can be replaced while people ask: each answer is made from one guide alone. */
export interface GuideOnHand {
  readonly guide: () => Guide;
  readonly answers: Answers;
  /**
   * Answers from another guide once all that its answers need is made, which is done beside those from the earlier one. A guide
   * without an index is indexed first, at once.
   */
  replace(next: IndexedGuide): Promise<void>;
  /** Makes beside the answers what the first ones that need it would else wait for. */
  prepare(): Promise<void>;
}

/** @param follow stands around each guide's search */
export function createGuideOnHand(
  first: IndexedGuide,
  openRuns?: OpenRuns,
  follow: (search: Search) => Search = (search) => search,
): GuideOnHand {
  function* open({ guide, index = createIndexData(guide) }: IndexedGuide): Steps<Opened> {
    const search = yield* createSearchInSteps(guide, PARAMETERS, index);
    const typeahead = lazily(() => createTypeaheadInSteps(guide));
    return {
      guide,
      answers: createAnswers(guide, follow(search), openRuns, typeahead),
      *prepare() {
        yield* search.prepare();
        yield* typeahead.prepare();
      },
    };
  }
  function* openWhole(next: IndexedGuide): Steps<Opened> {
    const opened = yield* open(next);
    yield* opened.prepare();
    return opened;
  }
  let current = atOnce(open(first));
  return {
    guide: () => current.guide,
    answers: {
      toRequest: (request) => current.answers.toRequest(request),
      openPage: (slug, trail) => current.answers.openPage(slug, trail),
      openSection: (slug, anchor) => current.answers.openSection(slug, anchor),
      suggest: (typed, limit) => current.answers.suggest(typed, limit),
      openChecklist: (slug, name) => current.answers.openChecklist(slug, name),
      topics: () => current.answers.topics(),
      checklists: (where) => current.answers.checklists(where),
    },
    async replace(next) {
      current = await inSlices(openWhole(next));
    },
    prepare: () => inSlices(current.prepare()),
  };
}

interface Opened {
  readonly guide: Guide;
  readonly answers: Answers;
  prepare(): Steps<void>;
}

/**
 * Makes the function that reads the guide again. The guide is swapped in whole; one that cannot be used changes nothing and is told
 * in the log. Asked for again while it reads, it reads once more afterwards: the files may have changed in between.
 */
export function createReload({
  load,
  current,
  replace,
  logger,
}: {
  readonly load: () => Promise<IndexedGuide>;
  readonly current: () => Guide;
  readonly replace: (next: IndexedGuide) => Promise<void>;
  readonly logger: Logger;
}): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let isAskedAgain = false;

  const read = async (): Promise<void> => {
    try {
      const next = await load();
      const { guide } = next;
      if (guide.revision === current().revision) return logger.info('The guide has not changed');
      await replace(next);
      logger.info(`The guide was read again: ${guide.pages.length} pages`, { revision: guide.revision });
    } catch (error) {
      logger.error(
        `The guide was not replaced, and the earlier one stays in use:\n${error instanceof Error ? error.message : error}`,
      );
    }
  };

  const readUntilCurrent = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      await read();
    } while (isAskedAgain);
    underWay = undefined;
  };

  return () => {
    isAskedAgain = true;
    underWay ??= readUntilCurrent();
    return underWay;
  };
}

/** A guide with its finished index; where that is absent, it is made when the guide is first answered from. */
export interface IndexedGuide {
  readonly guide: Guide;
  readonly index?: IndexData | undefined;
}
