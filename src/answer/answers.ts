import type { Guide } from '../guide/page.js';
import type { Search } from '../search/search.js';
import { createTypeahead, type Typeahead } from '../search/typeahead.js';
import type { Answer, ChecklistsAnswer, NoGuideAnswer, Request, Suggestion, TopicsAnswer, Trail } from './answer.js';
import { type ChecklistWanted, listChecklists, openChecklist } from './checklists.js';
import { answerQuestion, openPage, openSection } from './pages.js';
import type { RunsWanted } from './run-list.js';
import { createSources, type FindRuns, type Where } from './sources.js';
import { commands, understand } from './understand.js';

/** Everything that people can ask of a guide. */
export interface Answers {
  /** Answers what a person typed. Never throws, whatever it was. */
  toRequest(request: Request): Promise<Answer>;
  /** Opens a page by its slug, as a next-step button does. */
  openPage(slug: string, trail: Trail): Answer;
  /** Opens a page at one of its sections, or the whole page if it no longer has that section. */
  openSection(slug: string, anchor: string): Answer;
  /** Titles, aliases and headings that complete what a person is typing, best first; none for fewer than two letters. */
  suggest(typed: string, limit: number): readonly Suggestion[];
  /** Shows a page's checklist before it is posted, with what is known of its run. */
  openChecklist(slug: string, which?: ChecklistWanted): Answer;
  /** Questions that this guide answers, to try. */
  examples(): readonly string[];
  /** Lists all pages in their groups. */
  topics(): TopicsAnswer | NoGuideAnswer;
  /** Lists the channel's runs, and the pages that have a checklist. */
  checklists(where: Where, wanted?: RunsWanted): Promise<ChecklistsAnswer | NoGuideAnswer>;
}

/** @param typeahead made for the first letters that somebody types, if it is not there yet */
export function createAnswers(guide: Guide, search: Search, findRuns?: FindRuns, typeahead?: Typeahead): Answers {
  const sources = createSources(guide, search, findRuns);
  let completion = typeahead;
  return {
    async toRequest({ text, ...where }): Promise<Answer> {
      const { command, rest } = understand(text, commands);
      return command === undefined
        ? answerQuestion(sources, rest, where.preferredPage)
        : command.answer(sources, rest, where);
    },
    openPage: (slug, trail) => openPage(sources, slug, trail),
    openSection: (slug, anchor) => openSection(sources, slug, anchor),
    suggest(typed, limit) {
      completion ??= createTypeahead(guide);
      return completion.suggest(typed, limit);
    },
    openChecklist: (slug, which) => openChecklist(sources, slug, which),
    examples: sources.examples,
    topics: sources.topics,
    checklists: (where, wanted) => listChecklists(sources, where, wanted),
  };
}

const NO_GUIDE: NoGuideAnswer = { kind: 'no-guide' };

/** Answers while there is no guide yet: whatever needs one says so. The commands, and the open checklists of a channel, can be listed. */
export function answersWithoutGuide(answers: Answers): Answers {
  const orNothing = (answer: Answer): Answer => {
    // These are not about the guide.
    if (answer.kind === 'help' || answer.kind === 'report' || answer.kind === 'forget-me') return answer;
    return answer.kind === 'checklists' ? listOrNothing(answer) : NO_GUIDE;
  };
  // An empty list that somebody turned to, or searched in, has buttons that lead on.
  const listOrNothing = (answer: ChecklistsAnswer): ChecklistsAnswer | NoGuideAnswer => {
    const { archived, from, runs, text } = answer;
    const isAsked = archived || from !== undefined || text !== undefined;
    return isAsked || (runs !== undefined && (runs === 'unreadable' || runs.runs.length > 0)) ? answer : NO_GUIDE;
  };
  return {
    toRequest: async (request) => orNothing(await answers.toRequest(request)),
    openPage: () => NO_GUIDE,
    openSection: () => NO_GUIDE,
    suggest: () => [],
    openChecklist: () => NO_GUIDE,
    examples: () => [],
    topics: () => NO_GUIDE,
    checklists: async (where, wanted) => {
      const answer = await answers.checklists(where, wanted);
      return answer.kind === 'checklists' ? listOrNothing(answer) : answer;
    },
  };
}
