import type { Checklist, Guide, Page } from '../guide/page.js';
import { createSearch, type Match, type Search } from '../search/search.js';
import { isStopWord } from '../search/words/stop-words.js';
import { toTerms } from '../search/words/terms.js';
import { tokenize } from '../search/words/tokenize.js';

/** A checklist and its page. */
export interface ChecklistOfPage {
  readonly page: Page;
  readonly checklist: Checklist;
}

/** The checklists that a topic may mean, best first; none if nothing fits. */
export interface FoundChecklists {
  readonly lists: readonly ChecklistOfPage[];
  /** It means the first one. */
  readonly isSure: boolean;
  /** The topic is the name of these lists, or of their pages. */
  readonly isName: boolean;
}

export type FindChecklists = (topic: string) => FoundChecklists;

const MAX_LISTS = 5;
/** Nobody calls a checklist by more characters. */
const MAX_TOPIC = 300;
/** A list with at least this part of the first one's score may be meant, too. */
const CLOSE = 0.6;
/** A list that is so much better than the next one is meant. */
const CLEAR_LEAD = 1.3;
const PREPARES_SHARE = 0.7;
const RUNS_SHARE = 1.15;

/**
 * Finds checklists by their names, the names and keywords of their pages, their phases and their items. Every checklist is a page of its own
 * for the search, so that it ranks checklists only. A name that is the whole topic comes before everything else: that of a list before that of a
 * page. Of several, the list to run comes before the one to prepare for it.
 */
export function createChecklistFinder({ pages, synonyms }: Pick<Guide, 'pages' | 'synonyms'>): FindChecklists {
  let built: BuiltSearch | undefined;
  return (topic) => {
    // Made for the first topic: a start is quicker without.
    built ??= buildSearch(pages, synonyms);
    return find(withoutKind(topic.slice(0, MAX_TOPIC)), built);
  };
}

/** All checklists of some pages, in their order. */
export function checklistsOf(pages: readonly Page[]): ChecklistOfPage[] {
  return pages.flatMap((page) => page.checklists.map((checklist) => ({ page, checklist })));
}

interface BuiltSearch {
  readonly search: Search;
  readonly lists: ReadonlyMap<Page, ChecklistOfPage>;
}

function buildSearch(pages: readonly Page[], synonyms: Guide['synonyms']): BuiltSearch {
  const lists = new Map(checklistsOf(pages).map((list, index) => [asPage(list, index), list]));
  const bySlug = new Map([...lists.keys()].map((page) => [page.slug, page]));
  const guide: Guide = {
    revision: '',
    pages: [...lists.keys()],
    bySlug,
    synonyms,
    questions: [],
    leftOut: [],
    lastChanges: new Map(),
  };
  return { search: createSearch(guide), lists };
}

function asPage({ page, checklist }: ChecklistOfPage, index: number): Page {
  const { title, phases, items } = checklist;
  // The keywords of another list's section lead to that one.
  const isOther = (anchor: string | undefined): boolean =>
    anchor !== checklist.id && page.checklists.some(({ id }) => id === anchor);
  const titles = (phase: string | undefined): string =>
    items.flatMap((item) => (item.phase === phase ? [item.title] : [])).join('\n');
  return {
    ...page,
    slug: String(index),
    title: withoutKind(title),
    // A summary has everyday words that say nothing about the list.
    summary: '',
    aliases: [...new Set([title, page.title, ...page.aliases])],
    keywords: page.keywords.flatMap(({ text, anchor }) => (isOther(anchor) ? [] : { text })),
    sections: [
      { anchor: '', depth: 0, content: [], text: titles(undefined) },
      ...phases.map((phase) => ({
        anchor: phase.id,
        heading: phase.title,
        depth: 1,
        content: [],
        text: titles(phase.id),
      })),
    ],
    checklists: [],
    nextSteps: [],
  };
}

const KIND = /\b(?:check[ -]?lists?|run[ -]?books?)\b/gi;

/** "Release checklist" is about "Release"; "Checklist" is about itself. */
function withoutKind(text: string): string {
  const rest = text
    .replace(KIND, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:–—-]+|[\s:–—-]+$/g, '');
  return rest === '' ? text.trim() : rest;
}

interface Candidate extends ChecklistOfPage {
  readonly entry: Page;
  /** 0: the topic is its name. 1: the topic is a name of its page. */
  readonly tier: 0 | 1 | 2;
  readonly score: number;
  readonly isForPreparation: boolean;
  /** How much of the topic is in its name and those of its page. */
  readonly inNames: 'all' | 'some' | 'none';
}

const NOTHING: FoundChecklists = { lists: [], isSure: false, isName: false };

function find(asked: string, { search, lists }: BuiltSearch): FoundChecklists {
  const { matches, confidence, corrections } = search.find(asked);
  const topic = readTopic(corrections.reduce((text, { typed, read }) => text.replace(typed, read), asked));
  const found = matches.flatMap((match) => {
    const list = lists.get(match.page);
    return list === undefined ? [] : [toCandidate(topic, list, match)];
  });
  const named = found.filter(({ tier }) => tier < 2);
  if (named.length > 0) {
    const tier = Math.min(...named.map((each) => each.tier));
    return choose(
      named.filter((each) => each.tier === tier),
      true,
    );
  }
  if (confidence === 'nothing') return NOTHING;
  // Every word of the topic in a name says more than any number of items with them.
  const full = found.filter(({ inNames }) => inNames === 'all');
  if (full.length > 0) return choose(full, false);
  return chooseByScore(topic, found, { search, isSure: confidence === 'sure' });
}

/** Those to run, if there are some. */
function choose(candidates: readonly Candidate[], isName: boolean): FoundChecklists {
  const toRun = candidates.filter(({ isForPreparation }) => !isForPreparation);
  const chosen = toRun.length > 0 ? toRun : candidates;
  // Lists of one name are all meant alike, so they stay in the order of the guide.
  const ordered = isName
    ? chosen.toSorted((one, other) => Number(one.entry.slug) - Number(other.entry.slug))
    : byScore(chosen);
  return { lists: bare(ordered), isSure: chosen.length === 1, isName };
}

function chooseByScore(
  topic: Topic,
  found: readonly Candidate[],
  { search, isSure }: { readonly search: Search; readonly isSure: boolean },
): FoundChecklists {
  const ranked = byScore(found);
  const [best, second] = ranked;
  if (best === undefined) return NOTHING;
  const close = ranked.filter(({ score }) => score >= CLOSE * best.score);
  const isWhole = missingWords(topic, best.entry, search).length === 0;
  const isAhead = second === undefined || best.score >= CLEAR_LEAD * second.score;
  // An item may have any word: one of them alone says little, and "Return the laptop" is not about a tax return.
  const isTold = best.inNames !== 'none' || topic.words.length > 1;
  if (isWhole && isTold && isAhead && (isSure || close.length === 1))
    return { lists: bare([best]), isSure: true, isName: false };
  const related = isWhole ? close : close.filter(({ inNames }) => inNames === 'some');
  return { lists: bare(related), isSure: false, isName: false };
}

/** What was asked for, read once. */
interface Topic {
  readonly name: ReadonlySet<string>;
  /** The words that say something, each with what it is together with a neighbour: "hand over" may be "handover". */
  readonly words: readonly { readonly word: string; readonly joined: readonly string[] }[];
  readonly isPreparation: boolean;
}

const MAX_WORDS = 12;

function readTopic(text: string): Topic {
  const words = tokenize(text, MAX_WORDS).flatMap(({ parts }) => parts);
  return {
    name: nameTerms(text),
    words: words.flatMap((word, place) => {
      const [before, after] = [words[place - 1], words[place + 1]];
      const joined = [...(before === undefined ? [] : [before + word]), ...(after === undefined ? [] : [word + after])];
      return isStopWord(word) ? [] : [{ word, joined }];
    }),
    isPreparation: PREPARES.test(text),
  };
}

function toCandidate(topic: Topic, list: ChecklistOfPage, { page: entry, score }: Match): Candidate {
  const { page, checklist } = list;
  const isName = (name: string): boolean => isSame(nameTerms(withoutKind(name)), topic.name);
  const names = [page.title, page.slug, ...page.aliases];
  const missing = wordsNotIn(new Set(toTerms([checklist.title, ...names].join('\n'))), topic);
  const isForPreparation = prepares(list) && !topic.isPreparation;
  const share = isForPreparation ? PREPARES_SHARE : runs(list) ? RUNS_SHARE : 1;
  return {
    ...list,
    entry,
    tier: isName(checklist.title) ? 0 : names.some(isName) ? 1 : 2,
    score: score * share,
    isForPreparation,
    inNames: missing.length === topic.words.length ? 'none' : missing.length === 0 ? 'all' : 'some',
  };
}

/** What two texts share that are the same name: "Roll-back" and "roll back" are one. */
function nameTerms(text: string): Set<string> {
  return new Set(toTerms(text.replace(/[-_/]+/g, ' ')));
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size > 0 && one.size === other.size && [...one].every((term) => other.has(term));
}

/** The words of a topic that are not among some terms, neither alone nor with a neighbour. */
function wordsNotIn(terms: ReadonlySet<string>, { words }: Topic): string[] {
  const has = (text: string): boolean => toTerms(text).every((term) => terms.has(term));
  return words.flatMap(({ word, joined }) => (has(word) || joined.some(has) ? [] : word));
}

/** The words of a topic that a checklist has in no form: "weekly", where the list is the daily one. */
function missingWords(topic: Topic, entry: Page, search: Search): string[] {
  const { title, aliases, keywords, sections } = entry;
  const parts = [title, ...aliases, ...keywords.map(({ text }) => text)];
  for (const { heading = '', text } of sections) parts.push(heading, text);
  const missing = wordsNotIn(new Set(toTerms(parts.join('\n'))), topic);
  // The search knows short forms, synonyms and misspelled words.
  return missing.filter((word) => !search.find(word).matches.some(({ page }) => page === entry));
}

function bare(candidates: readonly Candidate[]): ChecklistOfPage[] {
  return candidates.slice(0, MAX_LISTS).map(({ page, checklist }) => ({ page, checklist }));
}

function byScore(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((one, other) => other.score - one.score);
}

/** What is done before, after or instead of the real thing. */
const PREPARES =
  /\b(?:readiness|ready|prepar\w*|prerequisites?|learn\w*|training|onboarding|getting started|set-?up|set up|plan(?:s|ned|ning)?|drills?|exercises?|rehears\w*|game days?|retro\w*|post-?mortems?|templates?)\b/i;
const RUNS = /\b(?:run[ -]?books?|playbooks?|procedures?|emergenc\w+|during|now)\b/i;

function prepares({ page, checklist }: ChecklistOfPage): boolean {
  return PREPARES.test(checklist.title) || PREPARES.test(page.title);
}

/** A list with roles, variables or times was written to be run. */
function runs({ page, checklist: { title, variables, roles, items } }: ChecklistOfPage): boolean {
  return (
    RUNS.test(title) ||
    RUNS.test(page.title) ||
    variables.length + roles.length > 0 ||
    items.some(({ rules }) => Object.keys(rules).length > 0)
  );
}
