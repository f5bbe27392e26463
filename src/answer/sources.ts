import type { Run } from '../checklist/run.js';
import type { RunSearch, RunStore } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { Search } from '../search/search.js';
import type { Logger } from '../telemetry/logger.js';
import type { Request, TopicsAnswer } from './answer.js';
import { createChecklistFinder, type FindChecklists } from './choose-checklist.js';
import { answerQuestion } from './pages.js';
import { type ReadSection, sectionReader } from './passage.js';
import { listTopics } from './topics.js';

/** What answers are made from. */
export interface Sources {
  readonly guide: Guide;
  readonly search: Search;
  readonly readSection: ReadSection;
  /** Finds checklists in a person's words. */
  readonly findChecklists: FindChecklists;
  /** Questions that this guide answers, to try. Chosen when they are first asked for. */
  readonly examples: () => readonly string[];
  /** All pages in their groups. Listed when they are first asked for. */
  readonly topics: () => TopicsAnswer;
  /** Absent if there are no runs, as on the command line. */
  readonly findRuns?: FindRuns;
}

export function createSources(guide: Guide, search: Search, findRuns?: FindRuns): Sources {
  let examples: readonly string[] | undefined;
  let topics: TopicsAnswer | undefined;
  const sources: Sources = {
    guide,
    search,
    readSection: sectionReader(),
    findChecklists: createChecklistFinder(guide),
    examples: () => {
      examples ??= chooseExamples(sources);
      return examples;
    },
    topics: () => {
      topics ??= listTopics(guide.pages);
      return topics;
    },
    ...(findRuns && { findRuns }),
  };
  return sources;
}

export type Where = Pick<Request, 'installation' | 'channel' | 'preferredPage'>;

/** Finds runs of a channel, newest first. */
export type FindRuns = (search: RunSearch) => Promise<readonly Run[] | 'unreadable'>;

/** If the database is down, the rest of the answer still works. */
export function createFindRuns(runs: Pick<RunStore, 'findInChannel'>, logger: Logger): FindRuns {
  return async (search) => {
    try {
      return (await runs.findInChannel(search)).runs;
    } catch (error) {
      const { installation, channel } = search;
      logger.warn('Could not read the checklists of a channel', { installation, channel, error });
      return 'unreadable';
    }
  };
}

const EXAMPLES = 3;
/** A longer one does not fit on a button on a phone. */
const MAX_LENGTH = 48;
/** Asking one takes some 0.1 ms: help must not take longer in a guide that answers none of them. */
const MAX_TRIED = 60;

/** A question that the guide may answer, with the page that should. */
interface Candidate {
  readonly question: string;
  readonly page: string;
}

/**
 * Questions to try, each about another page: those of the guide's authors, then headings and next steps that are questions, then titles.
 * Each has been asked, and its own page answers it.
 */
export function chooseExamples(sources: Sources): string[] {
  const chosen = new Map<string, string>();
  const tried = new Set<string>();
  for (const { question, page } of candidates(sources.guide)) {
    if (chosen.size === EXAMPLES || tried.size === MAX_TRIED) break;
    if (question.length > MAX_LENGTH || chosen.has(page) || tried.has(question)) continue;
    tried.add(question);
    const answer = answerQuestion(sources, question);
    if (answer.kind === 'page' && answer.page.slug === page) chosen.set(page, question);
  }
  return [...chosen.values()];
}

function* candidates({ pages, questions }: Guide): Generator<Candidate> {
  for (const style of [isWellPut, isQuestion, isSentence]) yield* questions.filter(({ question }) => style(question));
  for (const { slug, sections } of pages) {
    for (const { heading } of sections) if (heading && isQuestion(heading)) yield { question: heading, page: slug };
  }
  for (const { nextSteps } of pages) {
    for (const { text, to } of nextSteps) {
      if (to.kind === 'page' && isQuestion(text)) yield { question: text, page: to.slug };
    }
  }
  for (const { slug, title } of pages) yield { question: title, page: slug };
}

function isQuestion(text: string): boolean {
  return text.endsWith('?');
}

/** A whole sentence shows best how to ask. */
function isWellPut(text: string): boolean {
  return isQuestion(text) && isSentence(text);
}

/** Many people write no question mark. */
function isSentence(text: string): boolean {
  return /^(?:how|what|where|which|when|who|why|can|should)\b.{15}/i.test(text);
}
