import type { Page } from '../guide/page.js';
import type { Match, SearchResult } from '../search/search.js';
import { isAskingWord, isStopWord } from '../search/words/stop-words.js';
import { toTerms } from '../search/words/terms.js';
import type { Answer, NothingFoundAnswer, PageAnswer, PageGoneAnswer, Passage, Result, Trail } from './answer.js';
import { wordsIn } from './excerpt.js';
import { findPassages, headingsAbove } from './passage.js';
import type { Sources } from './sources.js';

/** How many other pages a card names. */
const MAX_OTHERS = 3;
/** A page with at least this part of the first page's score may be what was meant. */
const CLOSE = 0.6;
/** In a list, pages with less than this part of the first page's score are left out, but not the first three. */
const NEAR = 0.5;
const MIN_RESULTS = 3;
const MAX_RESULTS = 5;
const MAX_CLOSEST = 3;

/**
 * Answers a question with a page, with several that could be meant, or with "nothing found".
 * @param preferredPage the slug of a page that comes first wherever it matches well enough
 */
export function answerQuestion(sources: Sources, question: string, preferredPage?: string): Answer {
  const both = twoQuestions(question);
  return (both && answerBoth(sources, both, preferredPage)) ?? answerOne(sources, question, preferredPage);
}

/** Two questions in one, if other pages answer each: the answer to the first, with a button for the second. */
function answerBoth(
  sources: Sources,
  [first, second]: readonly [string, string],
  preferredPage: string | undefined,
): Answer | undefined {
  const [one, other] = [answerOne(sources, first, preferredPage), answerOne(sources, second, preferredPage)];
  if (one.kind !== 'page' && one.kind !== 'results') return undefined;
  const page = firstPageOf(other);
  return page === undefined || page === firstPageOf(one) ? undefined : { ...one, secondQuestion: second };
}

function firstPageOf(answer: Answer): Page | undefined {
  if (answer.kind === 'page') return answer.page;
  return answer.kind === 'results' ? answer.results[0]?.page : undefined;
}

function answerOne(sources: Sources, question: string, preferredPage: string | undefined): Answer {
  const result = sources.search.find(question);
  const { matches, confidence, corrections } = result;
  const asked = toName(question);
  const named = matches.find(({ page }) => namesOf(page).has(asked));
  if (named) {
    // A page without a summary would show nothing but its title.
    const passages = named.page.summary === '' ? findPassages(sources.readSection, named) : {};
    return { ...cardOf(named, question, matches), ...passages, corrections };
  }
  const [best, ...others] = matches;
  if (best === undefined || confidence === 'nothing') return nothingFound(sources, question, result);
  const preferred = matches.find(({ page }) => page.slug === preferredPage);
  if (preferred !== undefined && preferred.score >= NEAR * best.score) {
    const isPreferred = (preferred !== best || confidence === 'unsure') && ({ isPreferred: true } as const);
    const passages = findPassages(sources.readSection, preferred);
    return { ...cardOf(preferred, question, matches), ...passages, ...isPreferred, corrections };
  }
  if (confidence === 'unsure' && others.length > 0) {
    const near = matches.filter(({ score }, place) => place < MIN_RESULTS || score >= NEAR * best.score);
    const results = near.slice(0, MAX_RESULTS).map((match, place): Result => {
      const { passage } = place < MIN_RESULTS ? findPassages(sources.readSection, match) : {};
      return { page: match.page, ...(passage && { passage }) };
    });
    return { kind: 'results', question, results, corrections };
  }
  const passages = findPassages(sources.readSection, best);
  const keyword = keywordBehind(best, passages.passage);
  return {
    ...cardOf(best, question, matches),
    ...passages,
    ...(keyword !== undefined && { keyword }),
    corrections,
  };
}

function cardOf({ page, score }: Match, question: string, matches: readonly Match[]): PageAnswer {
  const close = matches.filter((other) => other.page !== page && other.score >= CLOSE * score);
  return {
    kind: 'page',
    page,
    question,
    trail: { slugs: [], question },
    cameThrough: [],
    others: close.slice(0, MAX_OTHERS).map((other) => other.page),
    corrections: [],
  };
}

/** A page never changes, and most questions are compared with the names of ten pages. */
const names = new WeakMap<Page, ReadonlySet<string>>();

/** What a page is called: its title, its slug and its aliases. A question that is nothing else asks for the page, not for a passage. */
function namesOf(page: Page): ReadonlySet<string> {
  let found = names.get(page);
  if (found === undefined) {
    found = new Set([page.title, page.slug, ...page.aliases].map(toName));
    names.set(page, found);
  }
  return found;
}

/** `static content` for "Static content?" and "static-content". */
function toName(text: string): string {
  return text
    .replace(/[\s_-]+/g, ' ')
    .replace(/[\s?!.]{1,9}$/, '')
    .trim()
    .toLowerCase();
}

/** The keyword that led to a page of which nothing that is shown has a word of the question. */
function keywordBehind({ page, weights }: Match, passage: Passage | undefined): string | undefined {
  if (passage !== undefined && passage.words.size > 0) return undefined;
  const shown = toTerms([page.title, ...page.aliases, page.summary].join('\n'));
  if (shown.some((term) => weights.has(term))) return undefined;
  let found: string | undefined;
  let most = 0;
  for (const { text } of page.keywords) {
    const weight = [...new Set(toTerms(text))].reduce((sum, term) => sum + (weights.get(term) ?? 0), 0);
    if (weight > most) [found, most] = [text, weight];
  }
  return found;
}

/** The answer if no page matches: the closest pages, or the first pages of the guide. */
export function nothingFound(
  sources: Sources,
  question: string,
  { matches, unknownWords, corrections }: Pick<SearchResult, 'matches' | 'unknownWords' | 'corrections'>,
): NothingFoundAnswer {
  return {
    kind: 'nothing-found',
    question,
    searchedWords: [...new Set(wordsIn(question))].filter((word) => !isStopWord(word.toLowerCase())),
    unknownWords,
    corrections,
    related: matches.length > 0,
    closest: closestPages(sources, matches),
  };
}

/** Opens a page as a button does. The first page of a trail shows the passage for the question or the choice that led to it. */
export function openPage(sources: Sources, slug: string, trail: Trail): Answer {
  const { guide, search, readSection } = sources;
  const page = guide.bySlug.get(slug);
  if (page === undefined) return pageGone(sources, slug);
  const cameThrough = trail.slugs.flatMap((earlier) => guide.bySlug.get(earlier) ?? []);
  const answer = { kind: 'page', page, trail, cameThrough, others: [], corrections: [] } as const;
  const { question, section } = trail;
  if (trail.slugs.length > 0) return answer;
  if (section !== undefined) return openSection(sources, slug, section);
  if (question === undefined) return answer;
  if (namesOf(page).has(toName(question))) return { ...answer, question };
  const { matches } = search.find(question);
  const match = matches.find((candidate) => candidate.page === page);
  return { ...answer, question, ...(match && findPassages(readSection, match)) };
}

/** Opens a page at a section, with its whole text. The trail has the section, so that Back finds it again. */
export function openSection(sources: Sources, slug: string, anchor: string): Answer {
  const answer = openPage(sources, slug, { slugs: [] });
  if (answer.kind !== 'page') return answer;
  const section = answer.page.sections.find((each) => each.anchor === anchor);
  if (section?.heading === undefined) return answer;
  return {
    ...answer,
    ...(section.text.trim() !== '' && {
      passage: {
        section,
        path: headingsAbove(answer.page, section),
        content: section.content,
        start: 0,
        words: new Set(),
      },
    }),
    trail: { slugs: [], section: anchor },
  };
}

/** A slug reads like words, so the search finds the pages that are closest to it. */
export function pageGone(sources: Sources, slug: string): PageGoneAnswer {
  const { matches } = sources.search.find(slug.replace(/[-/_]+/g, ' '));
  return { kind: 'page-gone', slug, closest: closestPages(sources, matches) };
}

function closestPages({ guide }: Sources, matches: SearchResult['matches']): readonly Page[] {
  return (matches.length > 0 ? matches.map(({ page }) => page) : guide.pages).slice(0, MAX_CLOSEST);
}

/** Where one question ends and another begins: "… down? How …", "… and how do I …". */
const BOUNDARY =
  /(?<=[?？])\s+|(?:,\s*)?\s(?:and|also|plus)\s(?=(?:how|what|where|why|who|which|when|can|should|do|does|is|are)\s)/i;
/** How each but the last of them begins, if it does not end with a question mark. */
const OPENING = /^(?:and|also|plus|so|but)\s+/i;
const AUXILIARY = /^(?:can|could|should|do|does|did|is|are|will|would|may|must)\s/i;
/** "… and how does it work?" is about what the first question names. */
const POINTS_BACK = /\b(?:it|its|that|this|they|them|those|these)\b/i;
/** With more, the text is a story. */
const MAX_QUESTIONS = 2;
/** A question of more characters does not fit a button. */
const MAX_LENGTH = 300;

/** The two questions of "How do I roll back? And who must know?"; undefined for a text that asks one, or more than two. */
export function twoQuestions(text: string): readonly [string, string] | undefined {
  const parts = text
    .split(BOUNDARY, MAX_QUESTIONS + 1)
    .map((part) => part.trim().replace(OPENING, ''))
    .filter((part) => part !== '');
  const [first, second] = parts;
  if (first === undefined || second === undefined || parts.length > MAX_QUESTIONS) return undefined;
  if (second.length > MAX_LENGTH || POINTS_BACK.test(second)) return undefined;
  return asks(first) && asks(second) ? [first, second] : undefined;
}

function asks(text: string): boolean {
  const [opening = ''] = text.toLowerCase().split(/[^\p{L}]+/u, 1);
  return /[?？]$/.test(text) || isAskingWord(opening) || AUXILIARY.test(text);
}
