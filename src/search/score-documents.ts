import type { Postings } from './postings.js';
import type { Term } from './read-question.js';

/** The score of every document, term at a time. Of several readings of a word, the one that counts most in a document counts. */
export const scoreDocuments = (postings: Postings, terms: readonly Term[]): Float32Array => {
  const scores = new Float32Array(postings.documents);
  for (const { readings, importance } of terms) {
    const [only, ...others] = readings;
    if (only === undefined) continue;
    if (others.length === 0) {
      postings.add(scores, only.stem, importance * only.likelihood);
      continue;
    }
    const best = new Float32Array(postings.documents);
    for (const { stem, likelihood } of readings) postings.raise(best, stem, importance * likelihood);
    for (let document = 0; document < best.length; document++) {
      scores[document] = (scores[document] ?? 0) + (best[document] ?? 0);
    }
  }
  return scores;
};
