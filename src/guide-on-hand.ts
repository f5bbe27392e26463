import type { Answers } from './answer/answers.js';
import { createAnswers } from './answer/create-answers.js';
import type { OpenRuns } from './answer/sources.js';
import type { Guide } from './guide/page.js';
import type { IndexedGuide } from './indexed-guide.js';
import { createSearch } from './search/create-search.js';
import type { Search } from './search/search.js';

/** The guide that is answered from. It can be replaced while people ask: each answer is made from one guide alone. */
export interface GuideOnHand {
  readonly guide: () => Guide;
  readonly answers: Answers;
  /** Answers from another guide from then on; without an index it is indexed first. */
  replace(next: IndexedGuide): void;
}

/** @param follow stands around each guide's search */
export const createGuideOnHand = (
  first: IndexedGuide,
  openRuns?: OpenRuns,
  follow: (search: Search) => Search = (search) => search,
): GuideOnHand => {
  const open = ({ guide, index }: IndexedGuide) => ({
    guide,
    answers: createAnswers(guide, follow(createSearch(guide, undefined, index)), openRuns),
  });
  let current = open(first);
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
    replace(next) {
      current = open(next);
    },
  };
};
