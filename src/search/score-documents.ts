import type { Postings } from './postings.js';
import type { Term } from './read-question.js';

/** Scores every document, term at a time. What it returns is overwritten by the next question. */
export type ScoreDocuments = (terms: readonly Term[]) => Float32Array;

/** Of several readings of a word, the one that counts most in a document counts. */
export function createScoreDocuments(postings: Postings): ScoreDocuments {
  // Used again and again: in a large guide they are the most that a question would leave to the garbage collector.
  const scores = new Float32Array(postings.documents);
  const best = new Float32Array(postings.documents);
  return (terms) => {
    scores.fill(0);
    for (const { readings, importance } of terms) {
      const [first] = readings;
      if (first === undefined) continue;
      if (readings.length === 1) {
        postings.add(scores, first.number, importance * first.likelihood);
        continue;
      }
      best.fill(0);
      for (const { number, likelihood } of readings) postings.raise(best, number, importance * likelihood);
      for (let document = 0; document < best.length; document++) {
        scores[document] = (scores[document] ?? 0) + (best[document] ?? 0);
      }
    }
    return scores;
  };
}
