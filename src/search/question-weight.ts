import type { Term } from './read-question.js';

/** How much the words of a question tell together, by how few pages have each. */
export const askedWeight = (terms: readonly Term[]): number =>
  terms.reduce((sum, { weight, importance }) => sum + weight * importance, 0);

/** The same of words that were found: there a guessed word counts only in part. */
export const foundWeight = (terms: readonly Term[]): number =>
  terms.reduce((sum, { weight, importance, certainty }) => sum + weight * importance * certainty, 0);
