import type { Guide } from '../guide/page.js';
import { createTypeaheadInSteps } from '../search/create-typeahead.js';
import type { Search } from '../search/search.js';
import { lazily } from '../search/steps.js';
import type { Typeahead } from '../search/typeahead.js';
import type { Answer } from './answer.js';
import { answerQuestion } from './answer-question.js';
import type { Answers } from './answers.js';
import { commands } from './commands.js';
import { listChecklists } from './list-checklists.js';
import { openChecklist } from './open-checklist.js';
import { openPage } from './open-page.js';
import { openSection } from './open-section.js';
import { createSources, type OpenRuns } from './sources.js';
import { understand } from './understand.js';

/**
 * Wires the guide, its search and, where runs are kept, the channel's runs into the one thing that every edge asks.
 * @param typeahead of this guide, asked for when somebody types
 */
export function createAnswers(
  guide: Guide,
  search: Search,
  openRuns?: OpenRuns,
  typeahead: () => Typeahead = lazily(() => createTypeaheadInSteps(guide)),
): Answers {
  const sources = createSources(guide, search, openRuns);
  return {
    async toRequest({ text, ...where }): Promise<Answer> {
      const { command, rest } = understand(text, commands);
      return command === undefined ? answerQuestion(sources, rest) : command.answer(sources, rest, where);
    },
    openPage: (slug, trail) => openPage(sources, slug, trail),
    openSection: (slug, anchor) => openSection(sources, slug, anchor),
    suggest: (typed, limit) => typeahead().suggest(typed, limit),
    openChecklist: (slug, name) => openChecklist(sources, slug, { name }),
    topics: () => ({ kind: 'topics', pages: guide.pages }),
    checklists: (where) => listChecklists(sources, where),
  };
}
