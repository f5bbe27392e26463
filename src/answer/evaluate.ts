import type { Page } from '../guide/page.js';
import { plainText } from '../guide/text.js';
import type { Passage } from './answer.js';
import { answerQuestion } from './pages.js';
import { type FoundPassages, findPassages } from './passage.js';
import type { Sources } from './sources.js';

/** A question with the answer that its author expects. */
export interface JudgedQuestion {
  readonly question: string;
  /** The slug of the page that answers; `none` if the guide has no answer. */
  readonly page: string;
  /** Other pages that answer as well, as `slug` or `slug#anchor`. */
  readonly also?: readonly string[];
  /** Anchors of the page's sections that answer, any of them; `introduction` for the text before the first heading. */
  readonly sections?: readonly string[];
  /** Words of the answer: the passage has one of these texts. Case and white space make no difference. */
  readonly contains?: readonly string[];
}

/** What the person sees: the page, a choice of pages, or that nothing was found. */
export type AnswerKind = 'card' | 'list' | 'nothing';

export interface Evaluation {
  readonly questions: number;
  /** The part of the questions whose page came first, from 0 to 1. */
  readonly hitAt1: number;
  /** The part whose page was among the first three. */
  readonly hitAt3: number;
  /** The mean of 1/rank over the first ten, 0 if the page was not among them. */
  readonly mrrAt10: number;
  readonly passages: PassageFigures;
  /** How often each kind of answer came, and how often it was right: a card's page, one of a list's first three, or rightly nothing. */
  readonly kinds: Readonly<Record<AnswerKind, { readonly count: number; readonly right: number }>>;
  /** Every question whose page did not come first, or whose passage does not answer. */
  readonly misses: readonly Miss[];
  /** How each question was answered, in their order. */
  readonly outcomes: readonly QuestionOutcome[];
}

/** How one question was answered, to compare it with another guide's answer. */
export interface QuestionOutcome extends Pick<JudgedQuestion, 'question' | 'page'> {
  readonly kind: AnswerKind;
  /** The slugs that came first, best first, up to three; empty if nothing was found. */
  readonly got: readonly string[];
  /** The rank of the page, from 1, also if nothing was rightly found; absent if it was not among the first ten. */
  readonly rank?: number;
  /** Whether a passage that was shown answers; absent if the question does not say which does, or if its page did not come first. */
  readonly isPassageRight?: boolean;
}

/** Of the questions that name a section or words and whose page came first. A list is judged by the card that its first page opens. */
export interface PassageFigures {
  readonly judged: number;
  /** How many showed a passage that answers. */
  readonly hits: number;
  /** How many did so with their first passage. */
  readonly firstHits: number;
  /** How many showed a second one. */
  readonly pairs: number;
}

export interface Miss extends JudgedQuestion {
  /** The slugs that came first instead, best first, up to three; empty if the search found nothing. */
  readonly got: readonly string[];
  /** The rank of the page, from 1; absent if it was not among the first ten. */
  readonly rank?: number;
  /** If the page came first: the anchor of the section that was shown instead. */
  readonly shown?: string;
}

/** The page of a question that the guide has no answer to. */
export const NO_PAGE = 'none';
/** The section before the first heading, which has no anchor. */
export const INTRODUCTION = 'introduction';

/**
 * Measures the answers to questions with known answers, as a person sees them: if nothing is found, no page came first,
 * which is right for a question with page `none` and a miss for any other.
 */
export function evaluate(questions: readonly JudgedQuestion[], sources: Sources): Evaluation {
  const outcomes = questions.map((judged) => judge(judged, sources));
  const mean = (value: (rank: number | undefined) => number): number =>
    outcomes.length === 0 ? 0 : outcomes.reduce((sum, { rank }) => sum + value(rank), 0) / outcomes.length;
  const judged = outcomes.flatMap(({ passages }) => passages ?? []);
  const count = (kind: AnswerKind) => {
    const such = outcomes.filter((outcome) => outcome.kind === kind);
    return { count: such.length, right: such.filter(({ isRight }) => isRight).length };
  };
  return {
    questions: questions.length,
    hitAt1: mean((rank) => (rank === 1 ? 1 : 0)),
    hitAt3: mean((rank) => (rank !== undefined && rank <= 3 ? 1 : 0)),
    mrrAt10: mean((rank) => (rank === undefined ? 0 : 1 / rank)),
    passages: {
      judged: judged.length,
      hits: judged.filter(({ isRight }) => isRight).length,
      firstHits: judged.filter(({ isFirstRight }) => isFirstRight).length,
      pairs: judged.filter(({ isPair }) => isPair).length,
    },
    kinds: { card: count('card'), list: count('list'), nothing: count('nothing') },
    misses: outcomes
      .filter(({ rank, passages }) => rank !== 1 || passages?.isRight === false)
      .map(({ judged, rank, got, shown }) => ({
        ...judged,
        got,
        ...(rank && { rank }),
        ...(shown !== undefined && { shown }),
      })),
    outcomes: outcomes.map(({ judged: { question, page }, kind, got, rank, passages }) => ({
      question,
      page,
      kind,
      got,
      ...(rank && { rank }),
      ...(passages && { isPassageRight: passages.isRight }),
    })),
  };
}

interface Outcome {
  readonly judged: JudgedQuestion;
  readonly kind: AnswerKind;
  readonly got: readonly string[];
  readonly rank?: number;
  /** Whether the card or the first three of the list show a page that answers, or nothing was rightly found. */
  readonly isRight: boolean;
  /** Undefined if the question does not say which passage answers, or if its page did not come first. */
  readonly passages?: JudgedPassages;
  readonly shown?: string;
}

/** Where an answer stands, and one of the texts that it has. */
interface Expected {
  readonly anchors: readonly string[] | undefined;
  readonly contains: readonly string[] | undefined;
}

interface JudgedPassages {
  readonly isRight: boolean;
  readonly isFirstRight: boolean;
  readonly isPair: boolean;
}

function judge(judged: JudgedQuestion, sources: Sources): Outcome {
  const { question, page } = judged;
  const answer = answerQuestion(sources, question);
  const kind = answer.kind === 'page' ? 'card' : answer.kind === 'results' ? 'list' : 'nothing';
  const { matches } = sources.search.find(question);
  const slugs = kind === 'nothing' ? [] : matches.slice(0, 10).map((match) => match.page.slug);
  const got = slugs.slice(0, 3);
  if (page === NO_PAGE) {
    const isRight = kind === 'nothing';
    return { judged, kind, got, isRight, ...(isRight && { rank: 1 }) };
  }
  const accepted = [{ slug: page, anchors: judged.sections }, ...(judged.also ?? []).map(readAlso)];
  const acceptedSlugs = new Set(accepted.map(({ slug }) => slug));
  const rank = slugs.findIndex((slug) => acceptedSlugs.has(slug)) + 1;
  const shown =
    answer.kind === 'results' ? answer.results.slice(0, 3).map((result) => result.page.slug) : slugs.slice(0, 1);
  const isRight = shown.some((slug) => acceptedSlugs.has(slug));
  const outcome: Outcome = { judged, kind, got, isRight, ...(rank > 0 && { rank }) };
  const [first] = matches;
  if (rank !== 1 || first === undefined || (judged.sections ?? judged.contains) === undefined) return outcome;
  const found = answer.kind === 'page' ? answer : findPassages(sources.readSection, first);
  const anchors = accepted.find(({ slug }) => slug === first.page.slug)?.anchors;
  const passages = judgePassages(first.page, found, { anchors, contains: judged.contains });
  const shownFirst = found.passage?.section.anchor || INTRODUCTION;
  return { ...outcome, passages, ...(!passages.isRight && { shown: shownFirst }) };
}

function judgePassages(page: Page, { passage, secondPassage }: FoundPassages, expected: Expected): JudgedPassages {
  const isFirstRight = answers(page, passage, expected);
  const isPair = secondPassage !== undefined;
  return { isRight: isFirstRight || (isPair && answers(page, secondPassage, expected)), isFirstRight, isPair };
}

function readAlso(also: string): { slug: string; anchors?: readonly string[] } {
  const [slug = '', anchor] = also.split('#');
  return anchor === undefined ? { slug } : { slug, anchors: [anchor] };
}

/** Whether what is shown stands in one of the sections (or below one of them), and has one of the texts. */
function answers(page: Page, passage: Passage | undefined, { anchors, contains }: Expected): boolean {
  const shown = passage?.section ?? page.sections[0];
  const place = shown === undefined ? -1 : page.sections.indexOf(shown);
  const isIn = (anchor: string): boolean => {
    const start = page.sections.findIndex((section) => (section.anchor || INTRODUCTION) === anchor);
    const depth = page.sections[start]?.depth ?? 0;
    if (start < 0 || place < start) return false;
    return (
      place === start || (depth > 0 && page.sections.slice(start + 1, place + 1).every((each) => each.depth > depth))
    );
  };
  if (anchors !== undefined && !anchors.some(isIn)) return false;
  const text = normalize(passage === undefined ? page.summary.replaceAll('`', '') : plainText(passage.content));
  return contains === undefined || contains.some((words) => text.includes(normalize(words)));
}

function normalize(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
