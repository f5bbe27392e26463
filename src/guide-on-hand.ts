import type { Answers } from './answer/answers.js';
import { createAnswers } from './answer/create-answers.js';
import type { OpenRuns } from './answer/sources.js';
import type { Guide } from './guide/page.js';
import type { IndexedGuide } from './indexed-guide.js';
import { createIndexData } from './search/create-index-data.js';
import { createSearchInSteps } from './search/create-search.js';
import { createTypeaheadInSteps } from './search/create-typeahead.js';
import { PARAMETERS } from './search/parameters.js';
import type { Search } from './search/search.js';
import { atOnce, inSlices, lazily, type Steps } from './search/steps.js';

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
