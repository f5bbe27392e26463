import type { Run } from '../checklist/run.js';
import type { Guide } from '../guide/page.js';
import type { Search, SearchResult } from '../search/search.js';
import { lazily } from '../search/steps.js';
import { createTypeaheadInSteps, type Typeahead } from '../search/typeahead.js';
import type { Answer, NothingFoundAnswer, PageGoneAnswer, Request, Suggestion, Trail } from './answer.js';
import { listChecklists, openChecklist } from './checklists.js';
import { createReadSection, findPassage, type ReadSection } from './passage.js';
import { commands, understand } from './understand.js';

export type Where = Pick<Request, 'installation' | 'channel'>;

/** Everything that can be asked of the guide. */
export interface Answers {
  /** Answers what a person typed. Never throws for anything that a person can type. */
  toRequest(request: Request): Promise<Answer>;
  /** Opens a page by its slug, as a next-step button does. */
  openPage(slug: string, trail: Trail): Answer;
  /** Opens a page at one of its sections; as a whole where it no longer has that one. */
  openSection(slug: string, anchor: string): Answer;
  /** What a person may be about to type, the best first: titles, aliases and headings; nothing for fewer than two letters. */
  suggest(typed: string, limit: number): readonly Suggestion[];
  /** Shows a page's checklist before it is posted, with the name that its run shall have. */
  openChecklist(slug: string, name?: string): Answer;
  /** Lists all pages. */
  topics(): Answer;
  /** Lists the channel's open runs, and the pages that have a checklist. */
  checklists(where: Where): Promise<Answer>;
}

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

/** What answers are made from. */
export interface Sources {
  readonly guide: Guide;
  readonly search: Search;
  readonly readSection: ReadSection;
  /** Absent where no runs are kept, as on the command line. */
  readonly openRuns?: OpenRuns;
}

/** A channel's runs that are neither complete nor archived, newest first. */
export type OpenRuns = (where: Where) => Promise<readonly Run[] | 'unreadable'>;

export function createSources(guide: Guide, search: Search, openRuns?: OpenRuns): Sources {
  return {
    guide,
    search,
    readSection: createReadSection(),
    ...(openRuns && { openRuns }),
  };
}

/** How many other pages a card names: more than a glance takes in is no help. */
const OTHERS = 3;
const RESULTS = 5;

/** Finds the page that answers a question, or says honestly that none does. */
export function answerQuestion(sources: Sources, question: string): Answer {
  const { matches, verdict, corrections, sought, ...found } = sources.search.find(question);
  const [best, ...others] = matches;
  if (best === undefined || verdict === 'nothing')
    return nothingFound(sources, question, { matches, corrections, ...found });
  if (verdict === 'unsure' && others.length > 0) {
    return { kind: 'results', question, results: matches.slice(0, RESULTS), corrections };
  }
  const passage = findPassage(sources, best.page, best.section, sought);
  return {
    kind: 'page',
    page: best.page,
    ...(passage && { passage }),
    trail: { slugs: [], question },
    cameThrough: [],
    others: others.slice(0, OTHERS).map(({ page }) => page),
    corrections,
  };
}

const CLOSEST = 3;

/** The answer to a question that no page answers: the closest pages, or else where the guide begins. */
export function nothingFound(
  { guide }: Sources,
  question: string,
  { matches, unknownWords, corrections }: Pick<SearchResult, 'matches' | 'unknownWords' | 'corrections'>,
): NothingFoundAnswer {
  return {
    kind: 'nothing-found',
    question,
    unknownWords,
    corrections,
    related: matches.length > 0,
    closest: (matches.length > 0 ? matches.map(({ page }) => page) : guide.pages).slice(0, CLOSEST),
  };
}

/** Opens a page as a button does. The first page of a trail shows the passage for the question that led to it. */
export function openPage(sources: Sources, slug: string, trail: Trail): Answer {
  const { guide, search } = sources;
  const page = guide.bySlug.get(slug);
  if (page === undefined) return pageGone(sources, slug);
  const cameThrough = trail.slugs.flatMap((earlier) => guide.bySlug.get(earlier) ?? []);
  const answer = { kind: 'page', page, trail, cameThrough, others: [], corrections: [] } as const;
  if (trail.question === undefined || trail.slugs.length > 0) return answer;
  const { matches, sought } = search.find(trail.question);
  const match = matches.find((candidate) => candidate.page === page);
  const passage = match && findPassage(sources, page, match.section, sought);
  return passage ? { ...answer, passage } : answer;
}

/** Opens a page at a section: its text is the passage. The heading takes the question's place, so that Back finds the section again. */
export function openSection(sources: Sources, slug: string, anchor: string): Answer {
  const answer = openPage(sources, slug, { slugs: [] });
  if (answer.kind !== 'page') return answer;
  const section = answer.page.sections.find((each) => each.anchor === anchor);
  if (section?.heading === undefined) return answer;
  return {
    ...answer,
    ...(section.text.trim() !== '' && { passage: { section, content: section.content, words: new Set() } }),
    trail: { slugs: [], question: section.heading },
  };
}

/** A slug reads like words, so the search can say where its topic went. */
export function pageGone({ guide, search }: Sources, slug: string): PageGoneAnswer {
  const { matches } = search.find(slug.replace(/[-/_]+/g, ' '));
  const closest = matches.length > 0 ? matches.map(({ page }) => page) : guide.pages;
  return { kind: 'page-gone', slug, closest: closest.slice(0, CLOSEST) };
}
