import type { Answers } from './answer/answers.js';
import { createAnswers } from './answer/create-answers.js';
import type { OpenRuns } from './answer/sources.js';
import type { Guide } from './guide/page.js';
import type { IndexedGuide } from './indexed-guide.js';
import { createIndexData } from './search/create-index-data.js';
import { createSearchInSteps, type PreparedSearch } from './search/create-search.js';
import { PARAMETERS } from './search/parameters.js';
import type { Search } from './search/search.js';
import { atOnce, inSlices, type Steps } from './search/steps.js';

/** The guide that is answered from. It can be replaced while people ask: each answer is made from one guide alone. */
export interface GuideOnHand {
  readonly guide: () => Guide;
  readonly answers: Answers;
  /**
   * Answers from another guide once all that its answers need is made, which is done beside those from the earlier one. A guide
   * without an index is indexed first, at once.
   */
  replace(next: IndexedGuide): Promise<void>;
}

/** @param follow stands around each guide's search */
export const createGuideOnHand = (
  first: IndexedGuide,
  openRuns?: OpenRuns,
  follow: (search: Search) => Search = (search) => search,
): GuideOnHand => {
  function* open({ guide, index = createIndexData(guide) }: IndexedGuide): Steps<Opened> {
    const search = yield* createSearchInSteps(guide, PARAMETERS, index);
    return { guide, search, answers: createAnswers(guide, follow(search), openRuns) };
  }
  function* openWhole(next: IndexedGuide): Steps<Opened> {
    const opened = yield* open(next);
    yield* opened.search.prepare();
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
  };
};

interface Opened {
  readonly guide: Guide;
  readonly search: PreparedSearch;
  readonly answers: Answers;
}
