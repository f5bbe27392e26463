import type { Postings } from './postings.js';
import type { Reading, Term } from './read-question.js';

/** The reading of a word that counts most in a document; none where the document has none of them. */
export function readingOn(postings: Postings, document: number, { readings }: Term): Reading | undefined {
  let best: { reading: Reading; impact: number } | undefined;
  for (const reading of readings) {
    const impact = reading.likelihood * postings.impact(reading.number, document);
    if (impact > (best?.impact ?? 0)) best = { reading, impact };
  }
  return best?.reading;
}
