import type { Postings } from './postings.js';
import type { Reading, Term } from './read-question.js';

/** The score of every document, term at a time. Of several readings of a word, the one that counts most in a document counts. */
export const scoreDocuments = (postings: Postings, terms: readonly Term[]): Float32Array => {
  const scores = new Float32Array(postings.documents);
  for (const { readings, importance } of terms) {
    const add = (document: number, impact: number): void => {
      scores[document] = (scores[document] ?? 0) + importance * impact;
    };
    const [only, ...others] = readings;
    if (only === undefined) continue;
    if (others.length === 0) postings.each(only.stem, (document, impact) => add(document, only.likelihood * impact));
    else for (const [document, impact] of bestReadings(postings, readings)) add(document, impact);
  }
  return scores;
};

const bestReadings = (postings: Postings, readings: readonly Reading[]): Map<number, number> => {
  const best = new Map<number, number>();
  for (const { stem, likelihood } of readings) {
    postings.each(stem, (document, impact) => {
      best.set(document, Math.max(best.get(document) ?? 0, likelihood * impact));
    });
  }
  return best;
};
