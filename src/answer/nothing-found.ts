import type { SearchResult } from '../search/search.js';
import type { NothingFoundAnswer } from './answer.js';
import type { Sources } from './sources.js';

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
