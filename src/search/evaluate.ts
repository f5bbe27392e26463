import type { Search } from './search.js';

export interface JudgedQuestion {
  readonly question: string;
  /** The slug of the page that answers; `none` if the guide has no answer. */
  readonly page: string;
}

export interface Evaluation {
  readonly questions: number;
  /** The part of the questions whose page came first, from 0 to 1. */
  readonly hitAt1: number;
  /** The part whose page was among the first three. */
  readonly hitAt3: number;
  /** The mean of 1/rank over the first ten, 0 if the page was not among them. */
  readonly mrrAt10: number;
  /** Every question whose page did not come first. */
  readonly misses: readonly Miss[];
}

export interface Miss extends JudgedQuestion {
  /** The slugs that came first instead, best first, up to three; empty if the search found nothing. */
  readonly got: readonly string[];
  /** The rank of the page, from 1; absent if it was not among the first ten. */
  readonly rank?: number;
}

/** The page of a question that the guide has no answer to. */
export const NO_PAGE = 'none';

/**
 * Measures a search on questions with known answers, as a person sees it: with confidence `nothing` no page came first,
 * which is right for a question with page `none` and a miss for any other.
 */
export function evaluate(questions: readonly JudgedQuestion[], search: Search): Evaluation {
  const outcomes = questions.map((judged) => ({ judged, ...outcome(judged, search) }));
  const mean = (value: (rank: number | undefined) => number): number =>
    outcomes.length === 0 ? 0 : outcomes.reduce((sum, { rank }) => sum + value(rank), 0) / outcomes.length;
  return {
    questions: questions.length,
    hitAt1: mean((rank) => (rank === 1 ? 1 : 0)),
    hitAt3: mean((rank) => (rank !== undefined && rank <= 3 ? 1 : 0)),
    mrrAt10: mean((rank) => (rank === undefined ? 0 : 1 / rank)),
    misses: outcomes
      .filter(({ rank }) => rank !== 1)
      .map(({ judged, rank, got }) => ({ ...judged, got, ...(rank === undefined ? {} : { rank }) })),
  };
}

function outcome({ question, page }: JudgedQuestion, search: Search): { rank?: number; got: string[] } {
  const { matches, confidence } = search.find(question);
  const slugs = confidence === 'nothing' ? [] : matches.slice(0, 10).map((match) => match.page.slug);
  const got = slugs.slice(0, 3);
  if (page === NO_PAGE) return confidence === 'nothing' ? { rank: 1, got } : { got };
  const index = slugs.indexOf(page);
  return index < 0 ? { got } : { rank: index + 1, got };
}
