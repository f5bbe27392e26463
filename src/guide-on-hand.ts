import type { Answers } from './answer/answers.js';
import { createAnswers } from './answer/create-answers.js';
import type { OpenRuns } from './answer/sources.js';
import type { Guide } from './guide/page.js';
import { createSearch } from './search/create-search.js';
import type { Search } from './search/search.js';

/** The guide that is answered from. It can be replaced while people ask: each answer is made from one guide alone. */
export interface GuideOnHand {
  readonly guide: () => Guide;
  readonly answers: Answers;
  /** Indexes a guide and answers from it from then on. */
  replace(guide: Guide): void;
}

/** @param follow stands around each guide's search */
export const createGuideOnHand = (
  first: Guide,
  openRuns?: OpenRuns,
  follow: (search: Search) => Search = (search) => search,
): GuideOnHand => {
  const open = (guide: Guide) => ({ guide, answers: createAnswers(guide, follow(createSearch(guide)), openRuns) });
  let current = open(first);
  return {
    guide: () => current.guide,
    answers: {
      toRequest: (request) => current.answers.toRequest(request),
      openPage: (slug, trail) => current.answers.openPage(slug, trail),
      openChecklist: (slug, name) => current.answers.openChecklist(slug, name),
      topics: () => current.answers.topics(),
      checklists: (where) => current.answers.checklists(where),
    },
    replace(guide) {
      current = open(guide);
    },
  };
};
